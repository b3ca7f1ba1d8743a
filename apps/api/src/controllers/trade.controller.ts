import { type EngineClient, ordersIn, readsFor } from '@fulcrum/engine-client';
import { Problem, unavailable } from '@fulcrum/http';
import { newOrderId } from '@fulcrum/protocol';
import type { Session } from '@fulcrum/sessions';
import type { z } from 'zod';
import type { AccountReads } from '../engine/account-reads.ts';
import type { OpeningGuard } from '../engine/opening-guard.ts';
import { OrderRules } from '../engine/order-rules.ts';
import { readOrdersPage } from '../engine/orders-page.ts';
import type { VoidOrders } from '../engine/void-orders.ts';
import { LostOrders } from '../history/lost-orders.ts';
import type { OrderEvents } from '../history/order-events.ts';
import { RecorderPosition } from '../history/recorder-position.ts';
import type { OrderHistory } from '../history/trade-history.ts';
import { UsedOrderIds } from '../history/used-order-ids.ts';
import type {
  cancelAllBody,
  cancelOrderBody,
  closeAllBody,
  closeOrderBody,
  createOrderBody,
  updateOrderBody,
} from '../http/order-schemas.ts';
import type { Reply } from '../http/route.ts';
import type { closedOrdersQuery, eventsQuery, openOrdersQuery } from '../http/schemas.ts';
import { eventOf, replyWith, required } from './engine-answers.ts';
import { OrderStatus } from './order-status.ts';

/** The parts that answer requests about orders. */
export interface TradeParts {
  readonly shard: number;
  readonly engine: Pick<EngineClient, 'send' | 'passed'>;
  readonly reads: AccountReads;
  /** Decides last, before an order is sent, whether it may be opened. */
  readonly guard: Pick<OpeningGuard, 'check'>;
  readonly voids: VoidOrders;
  readonly history: OrderHistory;
  readonly events: Pick<OrderEvents, 'page'>;
  /** Ends all waiting for the history. */
  readonly signal: AbortSignal;
}

/** Orders of the signed-in user: opened, changed, closed and looked up. */
export class TradeController {
  readonly #shard: number;
  readonly #engine: TradeParts['engine'];
  readonly #reads: AccountReads;
  readonly #guard: TradeParts['guard'];
  readonly #history: OrderHistory;
  readonly #events: TradeParts['events'];
  readonly #recorder: RecorderPosition;
  readonly #usedIds: UsedOrderIds;
  readonly #rules: OrderRules;
  readonly #status: OrderStatus;
  readonly #lost = new LostOrders();
  /** The printed lists of accounts that may still have to be sent. */
  readonly #printed = new WeakMap<object, Buffer>();

  constructor({ shard, engine, reads, guard, voids, history, events, signal }: TradeParts) {
    this.#shard = shard;
    this.#engine = engine;
    this.#reads = reads;
    this.#guard = guard;
    this.#history = history;
    this.#events = events;
    this.#rules = new OrderRules(engine);
    const recorder = new RecorderPosition(() => history.recordedUpTo(), signal);
    this.#recorder = recorder;
    this.#usedIds = new UsedOrderIds({
      history,
      passed: () => engine.passed,
      reaches: (callback) => recorder.reaches(callback),
    });
    this.#status = new OrderStatus({
      ...{ engine, reads, voids, history, recorder },
      ...{ usedIds: this.#usedIds, lost: this.#lost },
    });
  }

  /** The id is checked first: nobody may be told that an order was refused when it was opened long ago. */
  async create({ userId }: Session, body: z.output<typeof createOrderBody>): Promise<Reply> {
    if (body.orderId !== undefined) await this.#usedIds.check(body.orderId);
    await this.#guard.check(userId, body);
    await this.#rules.check(userId, 'create-order', body);
    const orderId = body.orderId ?? newOrderId(Date.now());
    const sentAt = Date.now();
    const answer = await this.#engine.send('create-order', { ...body, orderId, userId });
    if (answer.outcome !== 'refused') this.#lost.sent(orderId, sentAt);
    return replyWith(201, orderId, eventOf(answer, 'created', 'placed', 'reduced'));
  }

  async update({ userId }: Session, body: z.output<typeof updateOrderBody>): Promise<Reply> {
    await this.#rules.check(userId, 'update-order', body);
    const answer = await this.#engine.send('update-order', { ...body, userId });
    return replyWith(200, body.orderId, eventOf(answer, 'updated'));
  }

  async close({ userId }: Session, body: z.output<typeof closeOrderBody>): Promise<Reply> {
    await this.#rules.check(userId, 'close-order', body);
    const answer = await this.#engine.send('close-order', { ...body, userId });
    return replyWith(200, body.orderId, eventOf(answer, 'closed'));
  }

  async cancel({ userId }: Session, body: z.output<typeof cancelOrderBody>): Promise<Reply> {
    const answer = await this.#engine.send('cancel-order', { ...body, userId });
    return replyWith(200, body.orderId, eventOf(answer, 'cancelled'));
  }

  async closeAll({ userId }: Session, body: z.output<typeof closeAllBody>): Promise<Reply> {
    const answer = await this.#engine.send('close-all', { ...body, userId });
    return replyWith(200, undefined, eventOf(answer, 'all-closed'));
  }

  async cancelAll({ userId }: Session, body: z.output<typeof cancelAllBody>): Promise<Reply> {
    const answer = await this.#engine.send('cancel-all', { ...body, userId });
    return replyWith(200, undefined, eventOf(answer, 'all-cancelled'));
  }

  /**
   * All open orders, or those of a page, which counts pending ones as well. The cursor is the number of the last order of
   * the page before, and its shard.
   */
  async openOrders({ userId }: Session, query: z.output<typeof openOrdersQuery>): Promise<Reply> {
    if (query.limit === undefined && query.cursor === undefined) return this.#allOpenOrders(userId);
    const { orders = [], nextCursor } = await this.#page(userId, query);
    return { status: 200, body: { orders, ...nextCursor } };
  }

  /** All orders that wait, or those of a page, which counts open orders as well. */
  async pendingOrders({ userId }: Session, query: z.output<typeof openOrdersQuery>): Promise<Reply> {
    if (query.limit !== undefined || query.cursor !== undefined) {
      const { pendingOrders = [], nextCursor } = await this.#page(userId, query);
      return { status: 200, body: { orders: pendingOrders, ...nextCursor } };
    }
    const account = required(await this.#reads.whole(userId), 'account');
    return { status: 200, body: { orders: account.pendingOrders ?? [] }, cost: readsFor(ordersIn(account)) };
  }

  #page(userId: string, query: z.output<typeof openOrdersQuery>) {
    return readOrdersPage(this.#reads, this.#shard, userId, query);
  }

  /** A list may have hundreds of kilobytes. It is printed once for all requests that share it. */
  async #allOpenOrders(userId: string): Promise<Reply> {
    const account = required(await this.#reads.whole(userId), 'account');
    const { orders = [] } = account;
    let body = this.#printed.get(account);
    if (body === undefined) {
      body = Buffer.from(JSON.stringify({ orders }));
      this.#printed.set(account, body);
    }
    return { status: 200, body, cost: readsFor(ordersIn(account)) };
  }

  async closedOrders({ userId }: Session, query: z.output<typeof closedOrdersQuery>): Promise<Reply> {
    const { limit, cursor, include } = query;
    return { status: 200, body: await this.#history.closedOrders(userId, limit, cursor, include === 'cancelled') };
  }

  /** What became of an order. */
  async status(session: Session, orderId: string): Promise<Reply> {
    return this.#status.of(session, orderId);
  }

  /**
   * All that happened to an order, as far as the history has it.
   *
   * @throws Problem with the status 503 while the history is behind: a story without its last events would look whole.
   */
  async events({ userId }: Session, orderId: string, { limit, cursor }: z.output<typeof eventsQuery>): Promise<Reply> {
    if (!(await this.#recorder.reaches(this.#engine.passed)))
      throw unavailable('The history is behind, and may lack what happened to this order last. Try again in a moment.');
    const { hasBeginning, ...page } = await this.#events.page(userId, orderId, limit, cursor);
    const isWhole = hasBeginning ?? !(await this.#isThere(userId, orderId));
    if (isWhole && page.events.length === 0 && cursor === undefined)
      throw new Problem(404, 'unknown_order', 'There is no such order.', { orderId });
    return { status: 200, body: { ...page, isWhole } };
  }

  /**
   * Whether an order of which the history has nothing is older than its record. One that is closed, and has no closing there,
   * was only made void: somebody has looked it up.
   */
  async #isThere(userId: string, orderId: string): Promise<boolean> {
    const { status } = required(await this.#reads.order(userId, orderId), 'order');
    return status !== 'unknown' && status !== 'closed';
  }
}
