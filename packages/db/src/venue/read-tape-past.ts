import type { Database } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';
import type { PastTrade } from './read-venue-history.ts';
import type { VenueCandle, VenueTier } from './venue-candles.ts';

/** A stored candle that is made of trades. */
export interface TapeCandle extends Omit<VenueCandle, 'source'> {
  readonly seconds: VenueTier;
}

/** What is recorded of a market, as of one moment. */
export interface TapePast {
  /** The newest first. */
  readonly trades: readonly PastTrade[];
  /** The oldest first. */
  readonly candles: readonly TapeCandle[];
}

export interface TapeSpan {
  /** The most trades. */
  readonly trades: number;
  /** When the first candles begin, in milliseconds. */
  readonly minutesFrom: number;
  readonly hoursFrom: number;
}

/** Reads the last trades and candles of a market. Both are of one moment: what is not in the ones is not in the others. */
export async function readTapePast(db: Database, shard: number, market: string, span: TapeSpan): Promise<TapePast> {
  const trades = db.$queryRaw<PastTrade[]>`
    select "tradeId", "price", "quantity", "quoteQuantity", "takerSide", "tradedAt" from "VenueTrade"
    where "shard" = ${shard}::int and "market" = ${market}
    order by "tradedAt" desc, "tradeId" desc limit ${span.trades}::int`;
  const candles = db.$queryRaw<TapeCandle[]>`
    select * from "VenueCandle"
    where "shard" = ${shard}::int and "market" = ${market} and "source" is null and (
      ("seconds" = 60 and "start" >= ${span.minutesFrom}::bigint)
      or ("seconds" = 3600 and "start" >= ${span.hoursFrom}::bigint))
    order by "start"`;
  const [read, made] = await db.$transaction([trades, candles], {
    isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
  });
  return { trades: read, candles: made };
}
