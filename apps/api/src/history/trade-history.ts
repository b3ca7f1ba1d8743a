import { type Database, type Loss, type Prisma, readCheckpoint, readLosses } from '@fulcrum/db';
import { invalidInput } from '@fulcrum/http';
import { LOG_START, type LogId, logTime } from '@fulcrum/log';
import { causeOfRow, shardOfRow } from '@fulcrum/protocol';
import type { z } from 'zod';
import type { cancelledOrder, closedOrder, reducedOrder } from '../http/order-schemas.ts';
import type { MarketView } from '../market/market-view.ts';
import type { UsedIds } from './id-look-ups.ts';
import { printedRow } from './printed-row.ts';
import { CANCELLED_FIELDS, CLOSED_FIELDS, REDUCED_FIELDS } from './told-fields.ts';

/** The clocks of an engine and of PostgreSQL may be this far apart. */
const APART_MS = 2_000;

/** Orders that have ended, as the API tells of them. */
type ClosedOrder = z.output<typeof closedOrder>;
type CancelledOrder = z.output<typeof cancelledOrder>;
type ReducedOrder = z.output<typeof reducedOrder>;

/** How an order has ended. */
export type OrderEnd =
  | { readonly status: 'closed'; readonly order: ClosedOrder }
  | { readonly status: 'cancelled'; readonly order: CancelledOrder }
  | { readonly status: 'reduced'; readonly order: ReducedOrder };

type TradeRow = Prisma.ExistingTradeGetPayload<object>;

/** What the history tells of orders that are not open any more. */
export type OrderHistory = Pick<
  TradeHistory,
  'recordedUpTo' | 'closedOrders' | 'endOf' | 'rejection' | 'duplication' | 'lookUpIds' | 'losses'
>;

/** Reads what the recorder has written about closed and refused orders. */
export class TradeHistory {
  readonly #db: Database;
  readonly #shard: number;
  readonly #market: MarketView;

  constructor(db: Database, shard: number, market: MarketView) {
    this.#db = db;
    this.#shard = shard;
    this.#market = market;
  }

  /** The last callback up to which everything is in the history. */
  recordedUpTo(): Promise<LogId> {
    return readCheckpoint(this.#db, this.#shard, 'recorder');
  }

  /** Which of these ids are those of orders that have ended, whosever they were, and how far the history has come. */
  async lookUpIds(orderIds: readonly string[]): Promise<UsedIds> {
    const [row] = await this.#db.$queryRaw<{ used: string[]; recordedUpTo: LogId | null }[]>`
      select
        array(
          select "orderId"::text from "ExistingTrade"
          where "shard" = ${this.#shard}::int and "orderId" = any(${orderIds}::uuid[]) and "remaining" is null
          union
          select "orderId"::text from "CancelledOrder"
          where "shard" = ${this.#shard}::int and "orderId" = any(${orderIds}::uuid[])
          union
          select "orderId"::text from "ReducedOrder"
          where "shard" = ${this.#shard}::int and "orderId" = any(${orderIds}::uuid[])
        ) as used,
        (select position from "Checkpoint" where "shard" = ${this.#shard}::int and reader = 'recorder') as "recordedUpTo"`;
    return { used: new Set(row?.used), recordedUpTo: row?.recordedUpTo ?? LOG_START };
  }

  /**
   * A page of a user's closings, the newest first, with the cancelled orders among them where these are wanted. The cursor
   * is the id of the last row of the page before: ids are in the order of the log in all tables.
   *
   * @throws Problem when the cursor is that of another shard.
   */
  async closedOrders(userId: string, limit: number, cursor: string | undefined, withCancelled = false) {
    if (cursor !== undefined && shardOfRow(cursor) !== this.#shard)
      throw invalidInput({ cursor: 'must be the nextCursor of an earlier page' });
    const where = { shard: this.#shard, userId, ...(cursor === undefined ? {} : { id: { lt: cursor } }) };
    const newest = { where, orderBy: { id: 'desc' }, take: limit + 1 } as const;
    const [closed, cancelled] = await Promise.all([
      this.#db.existingTrade.findMany(newest),
      withCancelled ? this.#db.cancelledOrder.findMany(newest) : [],
    ]);
    const rows = [
      ...closed.map((row) => ({ id: row.id, order: this.#closed(row) })),
      ...cancelled.map((row) => ({ id: row.id, order: this.#cancelled(row) })),
    ].sort((one, other) => (one.id < other.id ? 1 : -1));
    const page = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? page.at(-1)?.id : undefined;
    return { orders: page.map(({ order }) => order), ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  /** How a user's order has ended; undefined where it has not, as far as the history goes. */
  async endOf(userId: string, orderId: string): Promise<OrderEnd | undefined> {
    const query = { where: { shard: this.#shard, userId, orderId }, orderBy: { id: 'desc' } } as const;
    const [closed, cancelled, reduced] = await Promise.all([
      this.#db.existingTrade.findFirst({ ...query, where: { ...query.where, remaining: null } }),
      this.#db.cancelledOrder.findFirst(query),
      this.#db.reducedOrder.findFirst(query),
    ]);
    const end = last<{ readonly id: string }>([closed, cancelled, reduced]);
    if (end === undefined) return undefined;
    if (end === closed) return { status: 'closed', order: this.#closed(closed) };
    if (end === cancelled) return { status: 'cancelled', order: this.#cancelled(cancelled) };
    return reduced === null ? undefined : { status: 'reduced', order: this.#reduced(reduced) };
  }

  /**
   * Why an order was not opened. Three refusals do not count. `unknown_order` is about closing or changing. An order with
   * `duplicate_order` may have been opened before. One with `unknown_account` was sent again once the account was open.
   * Whatever was refused after an order was there is about changing or closing it as well.
   */
  async rejection(userId: string, orderId: string) {
    const where = { shard: this.#shard, userId, orderId };
    const first = await this.#db.orderEvent.findFirst({ where, orderBy: { id: 'asc' } });
    const code = { notIn: ['unknown_order', 'duplicate_order', 'unknown_account'] };
    return this.#rejection(userId, orderId, code, first?.id);
  }

  /** The refusal of an id that was in use or made void, where its user has no other order of that name. */
  duplication(userId: string, orderId: string) {
    return this.#rejection(userId, orderId, 'duplicate_order');
  }

  /** What the log has lost that can concern a user, since they signed up: the last loss first. */
  async losses(userId: string): Promise<Loss[]> {
    const losses = await readLosses(this.#db, this.#shard);
    if (losses.length === 0) return losses;
    const user = await this.#db.user.findUnique({ where: { id: userId } });
    const since = (user?.createdAt.getTime() ?? 0) - APART_MS;
    return losses.filter(({ foundAt }) => foundAt >= since);
  }

  async #rejection(userId: string, orderId: string, code: string | { notIn: string[] }, before?: string) {
    const where = {
      shard: this.#shard,
      userId,
      orderId,
      code,
      ...(before === undefined ? {} : { id: { lt: before } }),
    };
    const row = await this.#db.rejection.findFirst({ where, orderBy: { id: 'desc' } });
    return row === null ? undefined : { code: row.code, message: row.message, rejectedAt: Number(row.rejectedAt) };
  }

  #closed(row: TradeRow): ClosedOrder {
    const fields = printedRow(CLOSED_FIELDS, row, this.#market.instrument(row.asset));
    return { ...fields, closedBy: causeOfRow(row.id) } as ClosedOrder;
  }

  #cancelled(row: Prisma.CancelledOrderGetPayload<object>): CancelledOrder {
    const fields = printedRow(CANCELLED_FIELDS, row, this.#market.instrument(row.asset));
    const cancelledBy = causeOfRow(row.id);
    return { ...fields, cancelledAt: logTime(cancelledBy), cancelledBy } as CancelledOrder;
  }

  #reduced(row: Prisma.ReducedOrderGetPayload<object>): ReducedOrder {
    const fields = printedRow(REDUCED_FIELDS, row, this.#market.instrument(row.asset));
    const reducedBy = causeOfRow(row.id);
    return { ...fields, reducedAt: logTime(reducedBy), reducedBy } as ReducedOrder;
  }
}

/** Of rows in the order of the log the one behind all others. */
function last<Of extends { readonly id: string }>(rows: readonly (Of | null)[]): Of | undefined {
  const found = rows.filter((row) => row !== null);
  return found.reduce<Of | undefined>(
    (latest, row) => (latest === undefined || row.id > latest.id ? row : latest),
    undefined,
  );
}
