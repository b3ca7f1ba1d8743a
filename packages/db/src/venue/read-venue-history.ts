import type { Database } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';

/** Figures are in the units of the market, times in milliseconds of log time. */
export interface PastTrade {
  readonly tradeId: bigint;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly quoteQuantity: bigint;
  readonly takerSide: 'buy' | 'sell';
  readonly tradedAt: bigint;
}

/** The trades of a market from one on, backwards. */
export async function readPastTrades(
  db: Database,
  shard: number,
  market: string,
  { upTo, most }: { readonly upTo: number; readonly most: number },
): Promise<PastTrade[]> {
  return read(
    db,
    Prisma.sql`
      select "tradeId", "price", "quantity", "quoteQuantity", "takerSide", "tradedAt" from "VenueTrade"
      where "shard" = ${shard}::int and "market" = ${market} and "tradeId" <= ${upTo}::bigint
      order by "tradedAt" desc, "tradeId" desc limit ${most}::int`,
  );
}

/** Which part of a list is asked for, and what of it. */
interface ListQuery {
  readonly userId: string;
  readonly market?: string | undefined;
  readonly orderId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly isOldestFirst: boolean;
}

export type PastOrderQuery = ListQuery;

export interface FillQuery extends ListQuery {
  /** Milliseconds, both included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** One side of a trade. */
export interface UserFill extends PastTrade {
  readonly market: string;
  readonly isMaker: boolean;
  readonly orderId: bigint;
  readonly clientId: bigint | null;
  readonly fee: bigint;
}

/** A user's own fills. A trade never has the same user on both sides. */
export async function readFills(db: Database, shard: number, query: FillQuery): Promise<UserFill[]> {
  const { userId, market, orderId, from, to, limit, offset, isOldestFirst } = query;
  const direction = isOldestFirst ? Prisma.sql`asc` : Prisma.sql`desc`;
  const ofSide = (isMaker: boolean) => {
    const side = (column: string) => Prisma.raw(`"${isMaker ? 'maker' : 'taker'}${column}"`);
    return Prisma.sql`(
      select "id", "market", "tradeId", "price", "quantity", "quoteQuantity", "takerSide", "tradedAt",
        ${isMaker}::boolean as "isMaker", ${side('OrderId')} as "orderId", ${side('ClientId')} as "clientId",
        ${side('Fee')} as "fee"
      from "VenueTrade"
      where ${side('UserId')} = ${userId}::uuid and "shard" = ${shard}::int
        ${market === undefined ? Prisma.empty : Prisma.sql`and "market" = ${market}`}
        ${orderId === undefined ? Prisma.empty : Prisma.sql`and ${side('OrderId')} = ${orderId}::bigint`}
        ${from === undefined ? Prisma.empty : Prisma.sql`and "tradedAt" >= ${from}::bigint`}
        ${to === undefined ? Prisma.empty : Prisma.sql`and "tradedAt" <= ${to}::bigint`}
      order by "id" ${direction} limit ${limit + offset}::int)`;
  };
  return read(
    db,
    Prisma.sql`
      select * from (${ofSide(false)} union all ${ofSide(true)}) as fill
      order by "id" ${direction} limit ${limit}::int offset ${offset}::int`,
  );
}

/** An order of the past, or one that is open still. */
export interface PastOrder {
  readonly orderId: bigint;
  readonly market: string;
  readonly clientId: bigint | null;
  readonly side: string;
  readonly orderType: string;
  readonly price: bigint | null;
  readonly quantity: bigint | null;
  readonly quoteQuantity: bigint | null;
  readonly timeInForce: string;
  readonly postOnly: boolean;
  readonly selfTradePrevention: string;
  readonly placedAt: bigint;
  readonly executed: bigint;
  readonly executedQuote: bigint;
  /** Null while it is open. */
  readonly status: string | null;
  readonly reason: string | null;
}

export async function readPastOrders(db: Database, shard: number, query: PastOrderQuery): Promise<PastOrder[]> {
  const { userId, market, orderId, limit, offset, isOldestFirst } = query;
  return read(
    db,
    Prisma.sql`
      select * from "VenuePastOrder"
      where "userId" = ${userId}::uuid and "shard" = ${shard}::int
        ${market === undefined ? Prisma.empty : Prisma.sql`and "market" = ${market}`}
        ${orderId === undefined ? Prisma.empty : Prisma.sql`and "orderId" = ${orderId}::bigint`}
      order by "orderId" ${isOldestFirst ? Prisma.sql`asc` : Prisma.sql`desc`}
      limit ${limit}::int offset ${offset}::int`,
  );
}

/** An order of the past, and whose it is. */
export interface RecordedOrder extends PastOrder {
  readonly userId: string;
}

/** The first order that is recorded from a number on, whoever has placed it; undefined where there is none. */
export async function readOrderFrom(db: Database, shard: number, number: number): Promise<RecordedOrder | undefined> {
  const [order] = await read<RecordedOrder>(
    db,
    Prisma.sql`
      select * from "VenuePastOrder" where "shard" = ${shard}::int and "orderId" >= ${number}::bigint
      order by "orderId" limit 1`,
  );
  return order;
}

/** In a transaction, because the server enforces a limit on transactions alone. */
async function read<Row>(db: Database, query: Prisma.Sql): Promise<Row[]> {
  const [rows] = await db.$transaction([db.$queryRaw<Row[]>(query)]);
  return rows;
}
