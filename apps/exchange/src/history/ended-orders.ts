import { type Database, type RecordedOrder, readCheckpoint, readOrderFrom } from '@fulcrum/db';
import { compareLogIds, type LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import type { Settled } from '../core/settling.ts';
import { ENDS } from '../dialect/venue-words.ts';
import { toOrder } from '../orders/order-answer.ts';
import { toRecordedOrder } from './history-answers.ts';
import { type RecentEnd, RecentOrders } from './recent-orders.ts';

export interface EndedOrdersParts {
  readonly db: Database;
  readonly shard: number;
  readonly book: Book;
  /** What becomes of what was read of the core in this turn. */
  readonly settled: () => Settled | Promise<Settled>;
  /** The id of the last entry of venue-events. */
  readonly lastResult: () => Promise<LogId>;
}

/** An order that is over; `unknown`: there is no such order; `behind`: the recorder has yet to come to it. */
export type Ended = ReturnType<typeof toOrder> | 'unknown' | 'behind';

/** Finds orders that are over: out of memory where they ended a moment ago, and else by few looks at what is recorded. */
export class EndedOrders {
  readonly #parts: EndedOrdersParts;
  readonly #recent = new RecentOrders();

  constructor(parts: EndedOrdersParts) {
    this.#parts = parts;
  }

  /** Is told what is confirmed. */
  take(event: JsonEvent): void {
    this.#recent.take(event);
  }

  /** The core begins anew. */
  clear(): void {
    this.#recent.clear();
  }

  /** Finds a user's order that is not open. */
  async find(userId: string, orderId: string): Promise<Ended> {
    const number = Number(orderId);
    if (number > this.#parts.book.reads.lastOrderId) return 'unknown';
    // The core may be ahead of what is confirmed, and the order's end is known once it is.
    await this.#parts.settled();
    if ((this.#recent.ownerOf(String(number)) ?? userId) !== userId) return 'unknown';
    const recent = this.#recent.ended(String(number));
    if (recent?.placed !== undefined) return toOrder(recent.placed, recent.end, ENDS[recent.end.status]);
    const found = await this.#look(userId, number, recent);
    if (found !== undefined) return found;
    if (await this.#isRecorderBehind()) return 'behind';
    // It may have come to the order in between.
    return (await this.#look(userId, number, recent)) ?? 'unknown';
  }

  /**
   * Looks at the first order that is recorded from a number on: orders are recorded in the order of their numbers.
   *
   * @returns undefined where what is recorded does not say.
   */
  async #look(userId: string, number: number, recent: RecentEnd | undefined): Promise<Ended | undefined> {
    const { db, shard } = this.#parts;
    const order = await readOrderFrom(db, shard, number);
    if (order === undefined) return undefined;
    if (Number(order.orderId) !== number || order.userId !== userId) return 'unknown';
    if (order.status === null && recent === undefined) return undefined;
    return this.#recorded(order, recent) ?? 'unknown';
  }

  /** A market that was lost with the log has no units any more in which its past could be told. */
  #recorded(order: RecordedOrder, recent: RecentEnd | undefined): Ended | undefined {
    const settings = this.#parts.book.reads.market(order.market)?.settings;
    if (settings === undefined) return undefined;
    const told = toRecordedOrder(order, settings);
    if (order.status !== null || recent === undefined) return told;
    const { executed, executedQuote, status } = recent.end;
    return { ...told, executedQuantity: executed, executedQuoteQuantity: executedQuote, status: ENDS[status] };
  }

  async #isRecorderBehind(): Promise<boolean> {
    const { db, shard, lastResult } = this.#parts;
    const last = await lastResult();
    return compareLogIds(await readCheckpoint(db, shard, 'venue-recorder'), last) < 0;
  }
}
