import type { Instrument } from '@fulcrum/cfd';
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { klinesAnswer } from '../api/schemas.ts';
import { serverNow } from '../clock/server-clock.ts';
import type { Page } from './candle-pages.ts';
import { type Candle, readCandles } from './candles.ts';
import type { Interval } from './intervals.ts';

/** Candles that ended longer ago than this do not change any more. */
const SETTLED_MS = 60_000;

/** Reads the candles of a page. Pages that cannot change any more are cached. */
export async function fetchCandles(
  client: QueryClient,
  instrument: Instrument,
  interval: Interval,
  { from, to }: Page,
): Promise<Candle[]> {
  const query = { symbol: instrument.asset, interval, startTime: from, endTime: to };
  const isSettled = 1_000 * to < serverNow() - SETTLED_MS;
  const klines = await client.fetchQuery({
    queryKey: ['klines', query],
    queryFn: async ({ signal }) => (await call({ path: '/market/klines', query, schema: klinesAnswer, signal })).data,
    staleTime: isSettled ? Number.POSITIVE_INFINITY : 0,
    gcTime: isSettled ? 300_000 : 0,
    retry: 2,
  });
  return readCandles(klines, instrument);
}
