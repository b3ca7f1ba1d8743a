import { assert } from '@fulcrum/log';
import { candlesOfSpans, VENUE_CANDLES } from '../candles/candle-tables.ts';
import type { Database, Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';

/** How many seconds the candles of trades take that are stored. Every longer one is made of them. */
export const VENUE_TIERS = [60, 3_600] as const;

export type VenueTier = (typeof VENUE_TIERS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Whose history made-up candles are of. */
export const MADE_UP = 'made-up';

/** The two ways in which a candle is written over what stands in its place. */
const REPLACING = Prisma.sql`
  on conflict ("shard", "market", "seconds", "start") do update set
    "open" = excluded."open", "high" = excluded."high", "low" = excluded."low", "close" = excluded."close",
    "volume" = excluded."volume", "quoteVolume" = excluded."quoteVolume", "trades" = excluded."trades", "source" = null`;

/**
 * Makes the candles of some minutes anew out of their trades, and those of their hours out of the minutes. So they say what
 * the trades say, however often they are written.
 *
 * @param minutes where they begin, in milliseconds.
 */
export async function recomputeCandles(
  tx: Queryable,
  shard: number,
  market: string,
  minutes: readonly number[],
): Promise<void> {
  assert(
    minutes.every((start) => start % MINUTE_MS === 0),
    'a minute begins at a multiple of its length',
  );
  const hours = [...new Set(minutes.map((start) => start - (start % HOUR_MS)))];
  await tx.$executeRaw`
    insert into "VenueCandle"
      ("shard", "market", "seconds", "start", "open", "high", "low", "close", "volume", "quoteVolume", "trades")
    select ${shard}::int, ${market}, 60, minute, trade.* from unnest(${minutes.map(String)}::bigint[]) as minute
    cross join lateral (
      select (array_agg("price" order by "id"))[1], max("price"), min("price"),
        (array_agg("price" order by "id" desc))[1], sum("quantity"), sum("quoteQuantity"), count(*)
      from "VenueTrade"
      where "shard" = ${shard}::int and "market" = ${market}
        and "tradedAt" >= minute and "tradedAt" < minute + ${MINUTE_MS}::bigint
      having count(*) > 0
    ) as trade ${REPLACING}`;
  await tx.$executeRaw`
    insert into "VenueCandle"
      ("shard", "market", "seconds", "start", "open", "high", "low", "close", "volume", "quoteVolume", "trades")
    select ${shard}::int, ${market}, 3600, hour, part.* from unnest(${hours.map(String)}::bigint[]) as hour
    cross join lateral (
      select (array_agg("open" order by "start"))[1], max("high"), min("low"),
        (array_agg("close" order by "start" desc))[1], sum("volume"), sum("quoteVolume"), sum("trades")
      from "VenueCandle"
      where "shard" = ${shard}::int and "market" = ${market} and "seconds" = 60 and "source" is null
        and "start" >= hour and "start" < hour + ${HOUR_MS}::bigint
      having count(*) > 0
    ) as part ${REPLACING}`;
}

/** A candle that is made up. Prices are in the market's units. */
export interface MadeUpCandle {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Whether a market has any candle. */
export async function hasVenueCandles(db: Queryable, shard: number, market: string): Promise<boolean> {
  const [found] = await db.$queryRaw<unknown[]>`
    select from "VenueCandle" where "shard" = ${shard}::int and "market" = ${market} limit 1`;
  return found !== undefined;
}

/** Writes candles that nobody traded in. What stands there already stays as it is. */
export async function insertMadeUpCandles(
  tx: Queryable,
  shard: number,
  market: string,
  seconds: VenueTier,
  candles: readonly MadeUpCandle[],
): Promise<void> {
  const texts = (column: (candle: MadeUpCandle) => number) => candles.map((candle) => String(column(candle)));
  await tx.$executeRaw`
    insert into "VenueCandle" ("shard", "market", "seconds", "start", "open", "high", "low", "close", "volume",
      "quoteVolume", "trades", "source")
    select ${shard}::int, ${market}, ${seconds}::int, made.*, 0, 0, 0, ${MADE_UP} from unnest(
      ${texts(({ start }) => start)}::bigint[], ${texts(({ open }) => open)}::bigint[],
      ${texts(({ high }) => high)}::bigint[], ${texts(({ low }) => low)}::bigint[],
      ${texts(({ close }) => close)}::bigint[]) as made
    on conflict ("shard", "market", "seconds", "start") do nothing`;
}

/** A span of time, in milliseconds: its first moment, and the first behind it. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/** A candle of any length. Figures are in the market's units. */
export interface VenueCandle {
  readonly start: bigint;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly volume: Prisma.Decimal;
  readonly quoteVolume: Prisma.Decimal;
  readonly trades: bigint;
  /** Whose history is in it, where not all of it is made of trades. */
  readonly source: string | null;
}

/** The candles of those spans that have one, in their order: of the longest stored ones of which a whole number fits. */
export async function readVenueCandles(
  db: Database,
  shard: number,
  market: string,
  spans: readonly TimeSpan[],
): Promise<VenueCandle[]> {
  const seconds = VENUE_TIERS.findLast((tier) =>
    spans.every(({ start, end }) => start % (1_000 * tier) === 0 && end % (1_000 * tier) === 0),
  );
  assert(seconds !== undefined, 'a span is made of whole minutes');
  const source = Prisma.sql`
    select * from unnest(${spans.map(({ start }) => String(start))}::bigint[], ${spans.map(({ end }) => String(end))}::bigint[])`;
  const series = { shard, of: market, seconds };
  const [candles] = await db.$transaction([db.$queryRaw<VenueCandle[]>(candlesOfSpans(VENUE_CANDLES, series, source))]);
  return candles;
}
