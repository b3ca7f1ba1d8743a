import { decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { clientRow } from '../../blocks/client-row.ts';
import { useFetched } from '../../blocks/use-fetched.ts';
import type { Range } from './range.ts';

export const WAYS = [
  ['day', 'Day'],
  ['instrument', 'Instrument'],
  ['client', 'Client'],
] as const;

/** By what the result is parted. */
export type Way = (typeof WAYS)[number][0];

const sum = { amount: decimal, entries: z.int() };

const ofDay = z.object({ day: z.string(), ...sum });
const ofInstrument = z.object({ asset: z.string().nullable(), ...sum });
const ofClient = z.object({ userId: uuid, client: clientRow.nullable(), ...sum });

export type OfDay = z.infer<typeof ofDay>;
export type OfInstrument = z.infer<typeof ofInstrument>;
export type OfClient = z.infer<typeof ofClient>;

const answer = z.object({
  ...{ from: z.string(), to: z.string(), asOf: timeMs, total: z.object(sum) },
  ...{ days: z.array(ofDay).optional(), instruments: z.array(ofInstrument).optional() },
  ...{ gains: z.array(ofClient).optional(), losses: z.array(ofClient).optional() },
});

/** What the house got out of its clients in a range of days. */
export type HouseResult = z.infer<typeof answer>;

const LOOK_EVERY_MS = 15_000;

export function useHouseResult(query: Range & { readonly by: Way }) {
  return useFetched({ path: '/desk/risk/house-result', query: { ...query }, schema: answer, everyMs: LOOK_EVERY_MS });
}
