import { type Instrument, parsePrice } from '@fulcrum/cfd';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { tickersAnswer } from '../api/schemas.ts';

/** First price, high and low of the last 24 hours, in the instrument's units. */
export interface DayRange {
  readonly firstPrice: number;
  readonly high: number;
  readonly low: number;
  /** The start in milliseconds: 24 hours ago, or the start of the data if that is later. */
  readonly since: number;
}

type Ticker = z.output<typeof tickersAnswer>[number];

/** The day of an instrument, undefined without data. One request serves all instruments. */
export function useDayRange(instrument: Instrument): {
  readonly day: DayRange | undefined;
  readonly isPending: boolean;
} {
  const { data, isPending } = useQuery({
    queryKey: ['tickers'],
    queryFn: async ({ signal }) => (await call({ path: '/market/tickers', schema: tickersAnswer, signal })).data,
    refetchInterval: 10_000,
  });
  const ticker = data?.find(({ symbol }) => symbol === instrument.asset);
  return { day: ticker && toDayRange(ticker, instrument), isPending };
}

function toDayRange(ticker: Ticker, instrument: Instrument): DayRange | undefined {
  const [firstPrice, high, low] = [ticker.firstPrice, ticker.high, ticker.low].map((text) =>
    parsePrice(text, instrument),
  );
  if (firstPrice === undefined || high === undefined || low === undefined) return undefined;
  return { firstPrice, high, low, since: ticker.since };
}
