import type { Instrument } from '@fulcrum/core';
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchCandles } from '../chart/fetch-candles.ts';
import type { PricePoint } from './equity-curve.ts';
import type { Grid } from './ranges.ts';

/** Bids by asset, and the grid that they are for. */
export interface GridPrices {
  readonly grid: Grid;
  readonly prices: ReadonlyMap<string, readonly PricePoint[]>;
}

/** The bids of these instruments on a grid. Until they are there, those of the grid before. */
export function useGridPrices(grid: Grid, instruments: readonly Instrument[]) {
  const client = useQueryClient();
  const { interval, from, to } = grid;
  return useQuery({
    queryKey: ['grid-prices', interval, from, to, instruments.map(({ asset }) => asset)],
    queryFn: async (): Promise<GridPrices> => {
      const entries = instruments.map(async (instrument) => {
        return [instrument.asset, await fetchPrices(client, instrument, grid)] as const;
      });
      return { grid, prices: new Map(await Promise.all(entries)) };
    },
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // What is past stays as it was, and soon another grid is asked for.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** One candle more than the grid has, so that its first moment has a price too. A candle's last bid holds from its end. */
async function fetchPrices(client: QueryClient, instrument: Instrument, { interval, step, from, to }: Grid) {
  const page = { from: (from - step) / 1_000, to: to / 1_000 };
  const candles = await fetchCandles(client, instrument, interval, page);
  return candles.map(({ time, close }) => ({ at: 1_000 * time + step, bid: close }));
}
