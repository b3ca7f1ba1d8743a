import { type Instrument, parsePrice } from '@fulcrum/cfd';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
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

type Ticker = z.output<typeof tickersAnswer>[number];

/** The day of an instrument: none where it has no data. However many are looked at, one request asks for all. */
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
