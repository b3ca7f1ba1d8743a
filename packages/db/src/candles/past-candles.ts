import type { Queryable } from '../client/client.ts';
import type { CandleRow, CandleTier } from './candles.ts';

/** What a price did before our own ticks, as somebody else tells it. */
export interface PastCandles {
  readonly asset: string;
  readonly seconds: CandleTier;
  readonly source: string;
  readonly candles: readonly Omit<CandleRow, 'asset' | 'seconds' | 'ticks'>[];
  /** When it was told, in milliseconds: an interval that was not over by then is left out. */
  readonly toldAt: number;
}

/**
 * Puts what lies before an asset's first own candle into the table. What stands there already stays as it is.
 *
 * @returns how many candles are new.
 */
export function insertPastCandles(db: Queryable, shard: number, past: PastCandles): Promise<number> {
  const { asset, seconds, source, candles, toldAt } = past;
  const texts = (column: (candle: PastCandles['candles'][number]) => string | number) =>
    candles.map((candle) => String(column(candle)));
  return db.$executeRaw`
    insert into "Candle" ("shard", "asset", "seconds", "start", "open", "high", "low", "close", "ticks", "source")
    select ${shard}::int, ${asset}, ${seconds}::int, past.*, 0, ${source}
    from unnest(
      ${texts(({ start }) => start)}::bigint[], ${texts(({ open }) => open)}::numeric[],
      ${texts(({ high }) => high)}::numeric[], ${texts(({ low }) => low)}::numeric[],
      ${texts(({ close }) => close)}::numeric[]) as past ("start", "open", "high", "low", "close")
    where past."start" + 1000 * ${seconds}::bigint <= ${toldAt}::bigint
      and past."start" < coalesce((
        select min("start") from "Candle"
        where "shard" = ${shard}::int and "asset" = ${asset} and "seconds" = ${seconds}::int and "source" is null
      ), ${toldAt}::bigint)
    on conflict ("shard", "asset", "seconds", "start") do nothing`;
}

/** When the oldest candle of a tier begins, in milliseconds; undefined when there is none. */
export async function firstCandle(
  db: Queryable,
  shard: number,
  asset: string,
  seconds: CandleTier,
): Promise<number | undefined> {
  const [first] = await db.$queryRaw<{ start: bigint }[]>`
    select "start" from "Candle"
    where "shard" = ${shard}::int and "asset" = ${asset} and "seconds" = ${seconds}::int
    order by "start" limit 1`;
  return first && Number(first.start);
}
