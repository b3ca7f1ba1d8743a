import { EVENTS, MONEY_DECIMALS, type ValueField, valueFieldsOf } from '@fulcrum/cfd';
import { type Database, type Loss, Prisma, readCheckpoint, readLosses } from '@fulcrum/db';
import { invalidInput } from '@fulcrum/http';
import type { InstrumentSettings } from '@fulcrum/instruments';
import { LOG_START, type LogId } from '@fulcrum/log';
import { causeOfRow, shardOfRow } from '@fulcrum/protocol';
import type { z } from 'zod';
import type { closedOrder } from '../http/schemas.ts';
import type { MarketView } from '../market/market-view.ts';
import type { UsedIds } from './id-look-ups.ts';

/** The clocks of an engine and of PostgreSQL may be this far apart. */
const APART_MS = 2_000;

/** A closed order as the API tells of it. */
type ClosedOrder = z.output<typeof closedOrder>;

type TradeRow = Prisma.ExistingTradeGetPayload<object>;

/** What the history tells of orders that are not open any more. */
export type OrderHistory = Pick<
  TradeHistory,
  'recordedUpTo' | 'closedOrders' | 'closedOrder' | 'rejection' | 'duplication' | 'lookUpIds' | 'losses'
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

  /** Which of these ids are those of closed orders, whosever they were, and how far the history has come. */
  async lookUpIds(orderIds: readonly string[]): Promise<UsedIds> {
    const [row] = await this.#db.$queryRaw<{ used: string[]; recordedUpTo: LogId | null }[]>`
      select
        array(
          select "orderId"::text from "ExistingTrade"
          where "shard" = ${this.#shard}::int and "orderId" = any(${orderIds}::uuid[])
        ) as used,
        (select position from "Checkpoint" where "shard" = ${this.#shard}::int and reader = 'recorder') as "recordedUpTo"`;
    return { used: new Set(row?.used), recordedUpTo: row?.recordedUpTo ?? LOG_START };
  }

  /**
   * A page of a user's closed orders, the newest first. The cursor is the id of the last row of the page before.
   *
   * @throws Problem when the cursor is that of another shard.
   */
  async closedOrders(userId: string, limit: number, cursor: string | undefined) {
    if (cursor !== undefined && shardOfRow(cursor) !== this.#shard)
      throw invalidInput({ cursor: 'must be the nextCursor of an earlier page' });
    const where = { shard: this.#shard, userId, ...(cursor === undefined ? {} : { id: { lt: cursor } }) };
    const rows = await this.#db.existingTrade.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
    const page = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? page.at(-1)?.id : undefined;
    return { orders: page.map((row) => this.#toClosedOrder(row)), ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  async closedOrder(userId: string, orderId: string) {
    const row = await this.#db.existingTrade.findFirst({
      where: { shard: this.#shard, userId, orderId },
      orderBy: { id: 'desc' },
    });
    return row === null ? undefined : this.#toClosedOrder(row);
  }

  /**
   * Why an order was not opened. Three refusals do not count. `unknown_order` is about closing or changing. An order with
   * `duplicate_order` may have been opened before. One with `unknown_account` was sent again once the account was open.
   */
  rejection(userId: string, orderId: string) {
    return this.#rejection(userId, orderId, { notIn: ['unknown_order', 'duplicate_order', 'unknown_account'] });
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

  async #rejection(userId: string, orderId: string, code: string | { notIn: string[] }) {
    const where = { shard: this.#shard, userId, orderId, code };
    const row = await this.#db.rejection.findFirst({ where, orderBy: { id: 'desc' } });
    return row === null ? undefined : { code: row.code, message: row.message, rejectedAt: Number(row.rejectedAt) };
  }

  #toClosedOrder(row: TradeRow): ClosedOrder {
    const instrument = this.#market.instrument(row.asset);
    const fields = CLOSED_FIELDS.map((field) => [field.name, printed(field, row, instrument)]);
    return { ...Object.fromEntries(fields), closedBy: causeOfRow(row.id) };
  }
}

/** What is told of a closed order: all of its closing that the history keeps. */
const CLOSED_FIELDS = valueFieldsOf(EVENTS.closed).filter(({ name }) => name in Prisma.ExistingTradeScalarFieldEnum);

/** Amounts have the instrument's decimals; without an instrument, as many as they need. */
function printed({ name, kind }: ValueField, row: TradeRow, instrument: InstrumentSettings | undefined) {
  const value = row[name as keyof TradeRow];
  if (kind === 'time') return Number(value);
  if (!Prisma.Decimal.isDecimal(value)) return value;
  if (kind === 'price') return value.toFixed(instrument?.priceDecimals);
  return value.toFixed(kind === 'quantity' ? instrument?.quantityDecimals : MONEY_DECIMALS);
}
