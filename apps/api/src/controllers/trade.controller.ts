import { type Answer, type EngineClient, readsFor } from '@fulcrum/engine-client';
import type { LogId } from '@fulcrum/log';
import { MAX_ORDERS_PER_PAGE, newOrderId } from '@fulcrum/protocol';
import type { Session } from '@fulcrum/sessions';
import type { z } from 'zod';
import type { AccountReads } from '../engine/account-reads.ts';
import type { OpeningGuard } from '../engine/opening-guard.ts';
import type { VoidOrders } from '../engine/void-orders.ts';
import { LostOrders, type OrderLoss } from '../history/lost-orders.ts';
import { RecorderPosition } from '../history/recorder-position.ts';
import type { OrderHistory } from '../history/trade-history.ts';
import { USED, UsedOrderIds } from '../history/used-order-ids.ts';
import { Problem } from '../http/problem.ts';
import type { Reply } from '../http/route.ts';
import type { closeOrderBody, createOrderBody, openOrdersQuery, pageQuery, updateOrderBody } from '../http/schemas.ts';
import { eventOf, replyWith, required } from './engine-answers.ts';

type Rejection = NonNullable<Awaited<ReturnType<OrderHistory['rejection']>>>;

/** How a repetition is refused: it comes too late, or its id was used or made void. */
const OF_REPETITIONS = ['duplicate_order', 'expired'];

type Unanswered = Exclude<Answer, { outcome: 'answered' }>;

/** What answers requests about orders. */
export interface TradeParts {
  readonly engine: Pick<EngineClient, 'send' | 'passed'>;
  readonly reads: AccountReads;
  /** Has the last word before an order is sent. */
  readonly guard: Pick<OpeningGuard, 'check'>;
  readonly voids: VoidOrders;
  readonly history: OrderHistory;
  /** Ends what waits for the history. */
  readonly signal: AbortSignal;
}

/** Orders of the signed-in user: opened, changed, closed and looked up. */
export class TradeController {
  readonly #engine: TradeParts['engine'];
  readonly #reads: AccountReads;
  readonly #guard: TradeParts['guard'];
  readonly #voids: VoidOrders;
  readonly #history: OrderHistory;
  readonly #recorder: RecorderPosition;
  readonly #usedIds: UsedOrderIds;
  readonly #lost = new LostOrders();
  /** Lists that some who asked for them may not have got yet. */
  readonly #printed = new WeakMap<object, Buffer>();

  constructor({ engine, reads, guard, voids, history, signal }: TradeParts) {
    this.#engine = engine;
    this.#reads = reads;
    this.#guard = guard;
    this.#voids = voids;
    this.#history = history;
    const recorder = new RecorderPosition(() => history.recordedUpTo(), signal);
    this.#recorder = recorder;
    this.#usedIds = new UsedOrderIds({
      history,
      passed: () => engine.passed,
      reaches: (callback) => recorder.reaches(callback),
    });
  }

  /** Whether the id was used comes first: nobody may be told that an order was refused which was opened long ago. */
  async create({ userId }: Session, body: z.output<typeof createOrderBody>): Promise<Reply> {
    if (body.orderId !== undefined) await this.#usedIds.check(body.orderId);
    await this.#guard.check(userId, body);
    const orderId = body.orderId ?? newOrderId(Date.now());
    const sentAt = Date.now();
    const answer = await this.#engine.send('create-order', { ...body, orderId, userId });
    if (answer.outcome !== 'refused') this.#lost.sent(orderId, sentAt);
    return replyWith(201, orderId, eventOf(answer, 'created'));
  }

  async update({ userId }: Session, body: z.output<typeof updateOrderBody>): Promise<Reply> {
    const answer = await this.#engine.send('update-order', { ...body, userId });
    return replyWith(200, body.orderId, eventOf(answer, 'updated'));
  }

  async close({ userId }: Session, body: z.output<typeof closeOrderBody>): Promise<Reply> {
    const answer = await this.#engine.send('close-order', { ...body, userId });
    return replyWith(200, body.orderId, eventOf(answer, 'closed'));
  }

  /** All of them, or a page if one is asked for. The cursor is the number of the last order of the page before. */
  async openOrders({ userId }: Session, { limit, cursor }: z.output<typeof openOrdersQuery>): Promise<Reply> {
    if (limit === undefined && cursor === undefined) return this.#allOpenOrders(userId);
    const page = { limit: limit ?? MAX_ORDERS_PER_PAGE, ...(cursor === undefined ? {} : { after: Number(cursor) }) };
    const { orders = [], next } = required(await this.#reads.page(userId, page), 'account');
    return { status: 200, body: { orders, ...(next === undefined ? {} : { nextCursor: String(next) }) } };
  }

  /** Hundreds of kilobytes: however many share the list, it is printed once. */
  async #allOpenOrders(userId: string): Promise<Reply> {
    const account = required(await this.#reads.whole(userId), 'account');
    const { orders = [] } = account;
    let body = this.#printed.get(account);
    if (body === undefined) {
      body = Buffer.from(JSON.stringify({ orders }));
      this.#printed.set(account, body);
    }
    return { status: 200, body, cost: readsFor(orders.length) };
  }

  async closedOrders({ userId }: Session, { limit, cursor }: z.output<typeof pageQuery>): Promise<Reply> {
    return { status: 200, body: await this.#history.closedOrders(userId, limit, cursor) };
  }

  /**
   * What became of an order. The engine is asked in the order of the log, so that its answer covers everything that was
   * appended before; what it does not know any more is in the history, once that has come as far as the answer. An order
   * that is in neither may still be on its way, wherever it was held up: it is made void, so that the answer stays true.
   * While it is void there is no need to ask again.
   */
  async status({ userId }: Session, orderId: string): Promise<Reply> {
    if (await this.#voids.holds(userId, orderId)) {
      const isRecorded = await this.#recorder.reaches(this.#engine.passed);
      return isRecorded ? this.#never(userId, orderId) : pending(orderId);
    }
    await this.#voids.requireShare(userId);
    const answer = await this.#reads.order(userId, orderId);
    if (answer.outcome !== 'answered') return this.#statusWithoutEngine(userId, orderId, answer);
    const event = required(answer, 'order');
    if (event.status === 'open') return found(orderId, 'open', { order: event.order });
    const isRecorded = await this.#recorder.reaches(answer.callback);
    const closed = await this.#closed(userId, orderId);
    if (closed !== undefined) return closed;
    if (!isRecorded) return pending(orderId);
    // One that counts as closed and is not in the history has been made void before.
    if (event.status === 'closed') this.#voids.confirm(userId, orderId);
    else if (!(await this.#makeVoid(userId, orderId, answer.callback))) return pending(orderId);
    return this.#never(userId, orderId);
  }

  /**
   * It is not there, and never will be: the log has lost it, or it was refused, or it never came. Of one that was lost any
   * repetition is refused as well, so that no refusal may hide the loss. What this API refuses by itself is written down
   * nowhere: the history that it refuses by is asked again.
   */
  async #never(userId: string, orderId: string): Promise<Reply> {
    const loss = this.#lost.lossOf(orderId, await this.#history.losses(userId));
    const rejection = await this.#history.rejection(userId, orderId);
    if (loss?.isIn) return lost(orderId, loss, rejection);
    const refusal = rejection ?? (await this.#history.duplication(userId, orderId));
    if (refusal !== undefined) return found(orderId, 'rejected', { rejection: withLoss(refusal, loss) });
    // Of whose order it was, and when that ended, nothing may be told.
    if (await this.#usedIds.refuses(orderId)) return found(orderId, 'rejected', { rejection: USED });
    throw new Problem(404, 'unknown_order', `There is no such order: ${whyNot(loss)}.`, { orderId });
  }

  /** One that is closed stays closed. Whatever else the history says may have changed since. */
  async #statusWithoutEngine(userId: string, orderId: string, answer: Unanswered): Promise<Reply> {
    const closed = await this.#closed(userId, orderId);
    if (closed !== undefined) return closed;
    eventOf(answer, 'order');
    return pending(orderId);
  }

  /** Whether it is sure from now on that the order is never opened, and what led to it is in the history. */
  async #makeVoid(userId: string, orderId: string, since: LogId): Promise<boolean> {
    const answer = await this.#voids.make(userId, orderId, since);
    if (answer.outcome !== 'answered') return false;
    const { event, callback } = answer;
    return event.type === 'order' && event.status === 'unknown' && (await this.#recorder.reaches(callback));
  }

  async #closed(userId: string, orderId: string): Promise<Reply | undefined> {
    const order = await this.#history.closedOrder(userId, orderId);
    return order === undefined ? undefined : found(orderId, 'closed', { order });
  }
}

function found(orderId: string, status: string, fields: object): Reply {
  return { status: 200, body: { orderId, status, ...fields } };
}

/** What was refused before the loss may have been sent again until then. */
function lost(orderId: string, { lostAfter, lostBefore }: OrderLoss, rejection: Rejection | undefined): Reply {
  const wasBefore = rejection !== undefined && rejection.rejectedAt <= lostBefore;
  return found(orderId, 'lost', {
    loss: { after: lostAfter, before: lostBefore },
    ...(wasBefore ? { rejection } : {}),
  });
}

/** A repetition is refused in this way although an earlier sending was carried out, which may be lost since. */
function withLoss(rejection: Rejection, loss: OrderLoss | undefined): Rejection {
  const { code, message } = rejection;
  if (loss === undefined || !OF_REPETITIONS.includes(code)) return rejection;
  return { ...rejection, message: `${message} An earlier sending may be ${amongLost(loss)}.` };
}

function whyNot(loss: OrderLoss | undefined): string {
  return `it never reached the engine${loss === undefined ? '' : `, or it is ${amongLost(loss)}`}`;
}

function amongLost({ lostAfter, lostBefore, isOrEarlier }: OrderLoss): string {
  const [after, before] = [lostAfter, lostBefore].map((time) => new Date(time).toISOString());
  return `among what the log lost of the time from ${after} to ${before}${isOrEarlier ? ', or earlier' : ''}`;
}

function pending(orderId: string): Reply {
  return found(orderId, 'pending', {});
}
