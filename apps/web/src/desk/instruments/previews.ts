import { timeMs } from '@fulcrum/protocol';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../api/client.ts';

const difference = z.object({ field: z.string(), before: z.string(), after: z.string() });

/** A setting that would change. */
export type Difference = z.infer<typeof difference>;

const both = z.object({ positions: z.int(), pendingOrders: z.int() });

export type Both = z.infer<typeof both>;

export const settingsPreview = z.object({
  ...{ asset: z.string(), isNew: z.boolean(), isHalting: z.boolean() },
  ...{ differences: z.array(difference), asOf: timeMs },
  touches: both.extend({
    ...{ accounts: z.int(), aboveMaxLeverage: both, outsideQuantities: both, guaranteedStops: both },
  }),
  quote: z
    .object({ ageMs: z.int(), isStale: z.boolean(), wouldBeStale: z.boolean(), wouldBeWide: z.boolean() })
    .optional(),
});

/** What new settings of an instrument would do. */
export type SettingsPreview = z.infer<typeof settingsPreview>;

export const limitsPreview = z.object({
  ...{ differences: z.array(difference), asOf: timeMs },
  touches: z.object({
    ...{ accounts: z.int(), aboveMaxOpenOrders: z.int(), aboveMaxNotional: z.int() },
    ...{ aboveMaxTotalNotional: z.int(), withOrders: z.int() },
  }),
});

/** What new limits of all accounts would do. */
export type LimitsPreview = z.infer<typeof limitsPreview>;

interface Previewed<Wanted, Preview> {
  readonly wanted: Wanted;
  readonly preview: Preview;
}

/** Asks what a change would do, and keeps the answer with that change until the form is edited. */
export function usePreview<Wanted extends object, Schema extends z.ZodType>(
  request: (wanted: Wanted) => { readonly path: string; readonly body: object },
  schema: Schema,
) {
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: async (wanted: Wanted): Promise<Previewed<Wanted, z.output<Schema>>> => ({
      wanted,
      preview: (await call({ method: 'POST', ...request(wanted), schema })).data,
    }),
  });
  return { preview: mutate, previewed: data, error, isPending, forget: reset };
}
