import { Prisma } from '../generated/client.ts';
import { identifier } from '../tables/bulk-rows.ts';

/** A table of candles. */
export interface CandleTable {
  readonly name: Prisma.Sql;
  /** The column that says whose candles they are. */
  readonly of: Prisma.Sql;
  /** What longer candles have as the sums of these. */
  readonly sums: Prisma.Sql;
}

function candleTable(name: string, of: string, sums: readonly string[]): CandleTable {
  const sumOf = (column: string) => Prisma.sql`sum(${identifier(column)}) as ${identifier(column)}`;
  return { name: identifier(name), of: identifier(of), sums: Prisma.join(sums.map(sumOf)) };
}

/** Of the prices on which positions are held. */
export const PRICE_CANDLES = candleTable('Candle', 'asset', ['ticks']);

/** Of the order book's trades. */
export const VENUE_CANDLES = candleTable('VenueCandle', 'market', ['volume', 'quoteVolume', 'trades']);

/** Whose candles of which length. */
export interface Series {
  readonly shard: number;
  readonly of: string;
  readonly seconds: number;
}

/**
 * The candles of some spans, made of those of a length, where there are any. Each span is one scan of a range of the key,
 * so the cost grows with the number of spans alone. Grouping the whole range would sort all of it, and on the disk where
 * the planner misjudges its size.
 *
 * @param spans a source of rows with the columns "start" and "end".
 */
export function candlesOfSpans(table: CandleTable, { shard, of, seconds }: Series, spans: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select span."start", candle.*
    from (${spans}) as span ("start", "end")
    cross join lateral (
      select min("start") as "firstStart",
        (array_agg("open" order by "start"))[1] as "open",
        max("high") as "high",
        min("low") as "low",
        (array_agg("close" order by "start"))[count(*)] as "close",
        ${table.sums},
        max("source") as "source"
      from ${table.name}
      where "shard" = ${shard}::int and ${table.of} = ${of} and "seconds" = ${seconds}::int
        and "start" >= span."start" and "start" < span."end"
      having count(*) > 0
    ) as candle
    order by span."start"`;
}
