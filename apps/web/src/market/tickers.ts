import { type Instrument, parsePrice } from '@fulcrum/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { tickersAnswer } from '../api/schemas.ts';

/** What the last 24 hours began with and how far they went, in the instrument's units. */
export interface DayRange {
  readonly firstPrice: number;
  readonly high: number;
  readonly low: number;
  /** When they began, in milliseconds: later than 24 hours ago where the data does. */
  readonly since: number;
}

/** By asset; assets without data are missing. */
export function useDayRanges(instruments: readonly Instrument[]) {
  return useQuery({
    queryKey: ['tickers', instruments.map(({ asset }) => asset)],
    queryFn: async ({ signal }) => {
      const { data } = await call({ path: '/market/tickers', schema: tickersAnswer, signal });
      return new Map(
        data.flatMap((ticker) => {
          const instrument = instruments.find(({ asset }) => asset === ticker.symbol);
          const range = instrument && toDayRange(ticker, instrument);
          return range === undefined ? [] : [[ticker.symbol, range] as const];
        }),
      );
    },
    enabled: instruments.length > 0,
    refetchInterval: 10_000,
  });
}

function toDayRange(
  ticker: { firstPrice: string; high: string; low: string; since: number },
  instrument: Instrument,
): DayRange | undefined {
  const [firstPrice, high, low] = [ticker.firstPrice, ticker.high, ticker.low].map((text) =>
    parsePrice(text, instrument),
  );
  if (firstPrice === undefined || high === undefined || low === undefined) return undefined;
  return { firstPrice, high, low, since: ticker.since };
}
