import type { Instrument } from '@fulcrum/cfd';
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { pagesBetween } from '../../candles/candle-pages.ts';
import type { Candle } from '../../candles/candles.ts';
import { fetchCandles } from '../../candles/fetch-candles.ts';
import type { Grid } from './ranges.ts';

/** Candles by asset, and their grid. */
export interface GridPrices {
  readonly grid: Grid;
  readonly candles: ReadonlyMap<string, readonly Candle[]>;
}

/** The candles of these instruments on a grid. While they load, those of the former grid. */
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
    // The past does not change, and a new grid follows soon.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** Reads one candle more than the grid has steps, so that its first moment has a price as well. */
async function fetchSteps(client: QueryClient, instrument: Instrument, { interval, step, from, to }: Grid) {
  const pages = pagesBetween((from - step) / 1_000, to / 1_000, step / 1_000);
  const candles = await Promise.all(pages.map((page) => fetchCandles(client, instrument, interval, page)));
  return candles.flat();
}
