import type { Queryable } from '../client/client.ts';
import { type BulkTable, type Row, updateRows, upsertRows } from '../tables/bulk-rows.ts';
import { recomputeCandles } from './venue-candles.ts';

/** The trades of the order book. Figures are in the units of their market. */
export const venueTradeTable: BulkTable = {
  name: 'VenueTrade',
  columns: [
    ['id', 'text'],
    ['market', 'text'],
    ['tradeId', 'bigint'],
    ['price', 'bigint'],
    ['quantity', 'bigint'],
    ['quoteQuantity', 'bigint'],
    ['takerSide', 'text'],
    ['takerOrderId', 'bigint'],
    ['takerUserId', 'uuid'],
    ['takerClientId', 'bigint'],
    ['takerFee', 'bigint'],
    ['makerOrderId', 'bigint'],
    ['makerUserId', 'uuid'],
    ['makerClientId', 'bigint'],
    ['makerFee', 'bigint'],
    ['tradedAt', 'bigint'],
  ],
};

/** What becomes of an order. */
const OUTCOME = [
  ['executed', 'bigint'],
  ['executedQuote', 'bigint'],
  ['status', 'text'],
  ['reason', 'text'],
  ['endedAt', 'bigint'],
] as const;

/** The orders of the order book, open and over. */
export const venuePastOrderTable: BulkTable = {
  name: 'VenuePastOrder',
  columns: [
    ['orderId', 'bigint'],
    ['userId', 'uuid'],
    ['market', 'text'],
    ['clientId', 'bigint'],
    ['side', 'text'],
    ['orderType', 'text'],
    ['price', 'bigint'],
    ['quantity', 'bigint'],
    ['quoteQuantity', 'bigint'],
    ['timeInForce', 'text'],
    ['postOnly', 'boolean'],
    ['selfTradePrevention', 'text'],
    ['placedAt', 'bigint'],
    ...OUTCOME,
  ],
};

/** The same table, for what becomes of orders that it has. */
export const venueOutcomeTable: BulkTable = { name: 'VenuePastOrder', columns: [['orderId', 'bigint'], ...OUTCOME] };

/** What a batch of entries of venue-events adds. */
export interface VenueHistory {
  readonly trades: readonly Row[];
  readonly orders: readonly Row[];
  /** Of orders that were placed before. */
  readonly outcomes: readonly Row[];
  /** The minutes of each market in which there are new trades, in milliseconds. */
  readonly minutes: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Writes rows over those that are there, and makes the candles of the minutes anew. */
export async function writeVenueHistory(tx: Queryable, shard: number, history: VenueHistory): Promise<void> {
  await upsertRows(tx, shard, venueTradeTable, history.trades);
  await upsertRows(tx, shard, venuePastOrderTable, history.orders);
  await updateRows(tx, shard, venueOutcomeTable, history.outcomes);
  for (const [market, minutes] of history.minutes) await recomputeCandles(tx, shard, market, [...minutes]);
}

/** Which part of the history is forgotten: what results under these ids told, the first of them at this time. */
export interface Forgotten {
  readonly least: string;
  readonly greatest: string;
  /** Milliseconds of log time. */
  readonly since: number;
}

/** Forgets what results have told that are lost. What comes afterwards is written anew. */
export async function forgetVenueHistory(tx: Queryable, shard: number, forgotten: Forgotten): Promise<void> {
  const { least, greatest, since } = forgotten;
  await tx.$executeRaw`delete from "VenueTrade" where "id" between ${least} and ${greatest}`;
  await tx.$executeRaw`delete from "VenuePastOrder" where "shard" = ${shard}::int and "placedAt" >= ${since}::bigint`;
  await tx.$executeRaw`
    update "VenuePastOrder" as past set "status" = null, "reason" = null, "endedAt" = null,
      "executed" = coalesce(filled."quantity", 0), "executedQuote" = coalesce(filled."quote", 0)
    from "VenuePastOrder" as own left join lateral (
      select sum("quantity") as "quantity", sum("quoteQuantity") as "quote" from "VenueTrade"
      where ("takerUserId" = own."userId" and "takerOrderId" = own."orderId" and "shard" = own."shard")
        or ("makerUserId" = own."userId" and "makerOrderId" = own."orderId" and "shard" = own."shard")
    ) as filled on true
    where past."shard" = own."shard" and past."orderId" = own."orderId"
      and own."shard" = ${shard}::int and (own."endedAt" is null or own."endedAt" >= ${since}::bigint)`;
  const touched = await tx.$queryRaw<{ market: string }[]>`
    delete from "VenueCandle" where "shard" = ${shard}::int and "source" is null
      and "start" + 1000 * "seconds"::bigint > ${since}::bigint returning "market"`;
  for (const market of new Set(touched.map(({ market }) => market)))
    await recomputeCandles(tx, shard, market, [since - (since % 60_000)]);
}
