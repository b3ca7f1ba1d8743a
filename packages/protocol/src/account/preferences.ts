import { z } from 'zod';

/** The most that the preferences of one user take, as JSON in UTF-8. */
export const MAX_PREFERENCES_BYTES = 4_096;

const MAX_ASSETS = 64;
const asset = z.string().regex(/^[\w.:/-]{1,32}$/, 'must be the name of an instrument');

/** How a user wants the screen to be, in any browser. What is absent was never chosen. */
export const preferencesSchema = z
  .strictObject({
    theme: z.enum(['dark', 'light']).optional(),
    layout: z
      .strictObject({
        asset: asset.optional().meta({ description: 'The instrument that was looked at last' }),
        interval: z.enum(['1s', '1m', '5m', '15m', '1h', '4h', '1d']).optional(),
      })
      .optional(),
    ticket: z
      .strictObject({
        sizeBy: z.enum(['quantity', 'margin', 'notional']),
        maxSlippageBps: z.int().nonnegative().max(10_000).optional(),
        leverages: z
          .record(asset, z.int().positive().max(9_999))
          .refine((record) => Object.keys(record).length <= MAX_ASSETS, `must name at most ${MAX_ASSETS} instruments`)
          .optional(),
      })
      .optional(),
  })
  .refine(
    (preferences) => new TextEncoder().encode(JSON.stringify(preferences)).length <= MAX_PREFERENCES_BYTES,
    `must take at most ${MAX_PREFERENCES_BYTES} bytes`,
  );

export type Preferences = z.infer<typeof preferencesSchema>;
