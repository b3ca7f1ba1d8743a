import type { Database } from '@fulcrum/db';
import { invalidInput } from '@fulcrum/http';
import { logTime } from '@fulcrum/log';
import { callbackOfRow, causeOfRow, shardOfRow } from '@fulcrum/protocol';
import type { z } from 'zod';
import type { orderEvent } from '../http/order-schemas.ts';
import type { MarketView } from '../market/market-view.ts';
import { printedRow } from './printed-row.ts';
import { CANCELLED_FIELDS, CLOSED_FIELDS, REDUCED_FIELDS, REJECTED_FIELDS } from './told-fields.ts';

type OrderEvent = z.output<typeof orderEvent>;

/** A row of one of the tables that tell of an order. */
interface Told {
  readonly id: string;
  readonly type: OrderEvent['type'];
  readonly data: OrderEvent['data'];
}

/** Which rows of an order are wanted: those behind an id, the oldest first. */
interface Wanted {
  readonly userId: string;
  readonly orderId: string;
  readonly after: string | undefined;
  readonly limit: number;
}

/** All that happened to an order, out of the tables that tell of it. The ids of their rows are in the order of the log. */
export class OrderEvents {
  readonly #db: Database;
  readonly #shard: number;
  readonly #market: MarketView;

  constructor(db: Database, shard: number, market: MarketView) {
    this.#db = db;
    this.#shard = shard;
    this.#market = market;
  }

  /**
   * A page of an order's events. The cursor is the id of the last one of the page before. The record has the order's
   * beginning or not, or has nothing of it but refusals: then that is undefined.
   *
   * @throws Problem when the cursor is that of another shard.
   */
  async page(userId: string, orderId: string, limit: number, cursor: string | undefined) {
    if (cursor !== undefined && shardOfRow(cursor) !== this.#shard)
      throw invalidInput({ cursor: 'must be the nextCursor of the page before' });
    const found = await this.#read({ userId, orderId, after: cursor, limit: limit + 1 });
    const page = found.slice(0, limit);
    const nextCursor = found.length > limit ? page.at(-1)?.id : undefined;
    const isAll = cursor === undefined && nextCursor === undefined;
    const first = page.find(({ type }) => type !== 'rejected');
    const isFirst = cursor === undefined && (first !== undefined || isAll);
    const hasBeginning = isBeginning(isFirst ? first : await this.#first(userId, orderId));
    return { events: page.map(toEvent), hasBeginning, ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  /** The first event of an order that is no refusal. */
  async #first(userId: string, orderId: string): Promise<Told | undefined> {
    return (await this.#read({ userId, orderId, after: undefined, limit: 1 }, false))[0];
  }

  async #read(wanted: Wanted, withRefusals = true): Promise<Told[]> {
    const { userId, orderId, after, limit } = wanted;
    const where = { shard: this.#shard, userId, orderId, ...(after === undefined ? {} : { id: { gt: after } }) };
    const query = { where, orderBy: { id: 'asc' }, take: limit } as const;
    const [steps, trades, cancelled, reduced, rejections] = await Promise.all([
      this.#db.orderEvent.findMany(query),
      this.#db.existingTrade.findMany(query),
      this.#db.cancelledOrder.findMany(query),
      this.#db.reducedOrder.findMany(query),
      withRefusals ? this.#db.rejection.findMany(query) : [],
    ]);
    const told = (type: OrderEvent['type'], fields: typeof CLOSED_FIELDS) => (row: { id: string; asset?: string }) => {
      const instrument = row.asset === undefined ? undefined : this.#market.instrument(row.asset);
      return { id: row.id, type, data: printedRow(fields, row, instrument) };
    };
    return [
      ...steps.map(({ id, type, data }) => ({ id, type: type as OrderEvent['type'], data: untyped(data) })),
      ...trades.map(told('closed', CLOSED_FIELDS)),
      ...cancelled.map(told('cancelled', CANCELLED_FIELDS)),
      ...reduced.map(told('reduced', REDUCED_FIELDS)),
      ...rejections.map(told('rejected', REJECTED_FIELDS)),
    ]
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit);
  }
}

/**
 * Whether the record begins with an order's beginning. Older orders were opened before there was a record, and what is too
 * old is deleted.
 */
function isBeginning(first: Told | undefined): boolean | undefined {
  if (first === undefined) return undefined;
  const waited = first.type === 'created' && first.data.requestId === null;
  return !waited && ['placed', 'created', 'reduced'].includes(first.type);
}

function untyped(data: unknown): OrderEvent['data'] {
  const { type: _type, ...fields } = data as OrderEvent['data'];
  return fields;
}

function toEvent({ id, type, data }: Told): OrderEvent {
  const cause = causeOfRow(id);
  return { id, type, cause, result: callbackOfRow(id), time: logTime(cause), data };
}
