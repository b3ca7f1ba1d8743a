import { decimal, heldPriceFields, instrumentFields, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { useFetched } from '../blocks/use-fetched.ts';

const settings = z.object(instrumentFields);

/** All settings of an instrument, as the engine has them. */
export type Settings = z.infer<typeof settings>;

const quote = z.object({
  ...{ bid: decimal, ask: decimal, time: timeMs, ageMs: z.int(), stale: z.boolean(), source: z.string().optional() },
  held: z.object(heldPriceFields).omit({ asset: true }).optional(),
});

const instrument = z.object({
  settings,
  mode: z.enum(['open', 'close_only', 'closed']),
  quote: quote.nullable(),
  ...{ positions: z.int(), waiting: z.int() },
});

/** An instrument with its price, and how many orders it has. */
export type DeskInstrument = z.infer<typeof instrument>;

const answer = z.object({ countedAt: timeMs, instruments: z.array(instrument) });

/** Prices change all the time. */
const LOOK_EVERY_MS = 3_000;

export function useInstruments() {
  return useFetched({ path: '/desk/instruments', schema: answer, everyMs: LOOK_EVERY_MS });
}

export function instrumentPath(asset: string, part: string): string {
  return `/desk/instruments/${encodeURIComponent(asset)}/${part}`;
}
