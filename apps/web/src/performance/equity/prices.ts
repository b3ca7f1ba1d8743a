import type { Instrument } from '@fulcrum/cfd';
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { pagesBetween } from '../../candles/candle-pages.ts';
import type { Candle } from '../../candles/candles.ts';
import { fetchCandles } from '../../candles/fetch-candles.ts';
import type { Grid } from './ranges.ts';

/** Candles by asset, and the grid that they are for. */
export interface GridPrices {
  readonly grid: Grid;
  readonly candles: ReadonlyMap<string, readonly Candle[]>;
}

/** The candles of these instruments on a grid. Until they are there, those of the grid before. */
export function useGridPrices(grid: Grid, instruments: readonly Instrument[]) {
  const client = useQueryClient();
  const { interval, from, to } = grid;
  return useQuery({
    queryKey: ['grid-prices', interval, from, to, instruments.map(({ asset }) => asset)],
    queryFn: async (): Promise<GridPrices> => {
      const entries = instruments.map(async (instrument) => {
        return [instrument.asset, await fetchSteps(client, instrument, grid)] as const;
      });
      return { grid, candles: new Map(await Promise.all(entries)) };
    },
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // What is past stays as it was, and soon another grid is asked for.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** One candle more than the grid has, so that its first moment has a price too. */
async function fetchSteps(client: QueryClient, instrument: Instrument, { interval, step, from, to }: Grid) {
  const pages = pagesBetween((from - step) / 1_000, to / 1_000, step / 1_000);
  const candles = await Promise.all(pages.map((page) => fetchCandles(client, instrument, interval, page)));
  return candles.flat();
}
