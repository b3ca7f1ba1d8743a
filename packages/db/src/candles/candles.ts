import { assert } from '@fulcrum/log';
import type { Database, Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';
import { type CandleTable, candlesOfSpans, PRICE_CANDLES } from './candle-tables.ts';

/** How many seconds the candles take that are stored. Every longer one is made of them. */
export const CANDLE_TIERS = [1, 60, 3_600] as const;

export type CandleTier = (typeof CANDLE_TIERS)[number];

/** What a price did in one interval. The prices are exact decimals in text, with at most 26 digits and 12 decimals. */
export interface CandleRow {
  readonly asset: string;
  /** How long the interval is: one of the tiers. */
  readonly seconds: number;
  /** When it begins, in milliseconds: a multiple of its length. */
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly ticks: number;
}

/**
 * Adds later prices to the table. An interval that has a candle keeps its opening price, unless the candle comes from
 * somebody else's history: such a candle is replaced. The caller moves the checkpoint in the same transaction, or ticks
 * would be counted twice.
 *
 * @param rows of which no two are for the same interval.
 */
export async function mergeCandles(tx: Queryable, shard: number, rows: readonly CandleRow[]): Promise<void> {
  assert(
    rows.every(({ seconds, start }) => start % (1_000 * seconds) === 0),
    'a candle begins at a multiple of its length',
  );
  const texts = (column: (row: CandleRow) => string | number) => rows.map((row) => String(column(row)));
  await tx.$executeRaw`
    insert into "Candle" as known ("shard", "asset", "seconds", "start", "open", "high", "low", "close", "ticks")
    select ${shard}::int, taken.* from unnest(
      ${texts((row) => row.asset)}::text[], ${texts((row) => row.seconds)}::int[],
      ${texts((row) => row.start)}::bigint[], ${texts((row) => row.open)}::numeric[],
      ${texts((row) => row.high)}::numeric[], ${texts((row) => row.low)}::numeric[],
      ${texts((row) => row.close)}::numeric[], ${texts((row) => row.ticks)}::int[]) as taken
    on conflict ("shard", "asset", "seconds", "start") do update set
      "open" = case when known."source" is null then known."open" else excluded."open" end,
      "high" = greatest(case when known."source" is null then known."high" end, excluded."high"),
      "low" = least(case when known."source" is null then known."low" end, excluded."low"),
      "close" = excluded."close",
      "ticks" = case when known."source" is null then known."ticks" else 0 end + excluded."ticks",
      "source" = null`;
}

/** Which intervals of an asset are asked for. Times are milliseconds; `from` and `step` are multiples of a tier. */
export interface CandleRange {
  readonly asset: string;
  readonly from: number;
  /** The first moment that does not belong to it. */
  readonly to: number;
  /** How long each interval is. */
  readonly step: number;
  /** What they are made of: if it is not said, of the longest candles of which a whole number fits. */
  readonly tier?: CandleTier;
}

/** A candle of any length, made of those of a tier. */
export interface MadeCandle {
  readonly start: bigint;
  /** When the first interval of the tier begins in which a tick came. */
  readonly firstStart: bigint;
  readonly open: Prisma.Decimal;
  readonly high: Prisma.Decimal;
  readonly low: Prisma.Decimal;
  readonly close: Prisma.Decimal;
  readonly ticks: bigint;
  /** Whose history is in it, where not all of it is made of our own ticks. */
  readonly source: string | null;
}

/**
 * The candles of the intervals in which a tick came, in their order.
 *
 * It runs in a transaction, because the server enforces a limit on transactions alone. So a query ends there, too, when
 * nobody waits for it any more.
 */
export async function readCandles(db: Database, shard: number, range: CandleRange): Promise<MadeCandle[]> {
  const { asset, from, to, step, tier } = range;
  const series = { shard, of: asset, seconds: tier ?? longestTier(from, step) };
  const spans = Prisma.sql`
    select span, span + ${step}::bigint from generate_series(${from}::bigint, ${to}::bigint - 1, ${step}::bigint) as span`;
  const [candles] = await db.$transaction([db.$queryRaw<MadeCandle[]>(candlesOfSpans(PRICE_CANDLES, series, spans))]);
  return candles;
}

function longestTier(from: number, step: number): CandleTier {
  const seconds = CANDLE_TIERS.findLast((tier) => step % (1_000 * tier) === 0 && from % (1_000 * tier) === 0);
  assert(seconds !== undefined, 'an interval is made of whole seconds');
  return seconds;
}

/** Which candles are too old. */
export interface OldCandles {
  readonly tier: CandleTier;
  /** When those begin that are kept, in milliseconds. */
  readonly before: number;
}

/**
 * Deletes the oldest candles of a tier, at most so many of each asset or market.
 *
 * @returns how many are gone.
 */
export function deleteOldCandles(
  db: Queryable,
  shard: number,
  { tier: seconds, before }: OldCandles,
  most: number,
  { name, of }: CandleTable = PRICE_CANDLES,
): Promise<number> {
  return db.$executeRaw`
    with recursive known ("of") as (
      (select ${of} from ${name} where "shard" = ${shard}::int order by ${of} limit 1)
      union all
      select (
        select ${of} from ${name}
        where "shard" = ${shard}::int and ${of} > known."of" order by ${of} limit 1
      )
      from known where known."of" is not null
    ), old as (
      select known."of", candle."start" from known cross join lateral (
        select "start" from ${name}
        where "shard" = ${shard}::int and ${of} = known."of" and "seconds" = ${seconds}::int
          and "start" < ${before}::bigint
        order by "start" limit ${most}::int
      ) as candle
    )
    delete from ${name} as candle using old
    where candle."shard" = ${shard}::int and candle.${of} = old."of" and candle."seconds" = ${seconds}::int and candle."start" = old."start"`;
}
