import { type Answer, type EngineClient, readsFor } from '@fulcrum/engine-client';
import { invalidInput, Problem } from '@fulcrum/http';
import type { LogId } from '@fulcrum/log';
import { MAX_ORDERS_PER_PAGE, newOrderId, numberOfCursor, orderCursor } from '@fulcrum/protocol';
import type { Session } from '@fulcrum/sessions';
import type { z } from 'zod';
import type { AccountReads } from '../engine/account-reads.ts';
import type { OpeningGuard } from '../engine/opening-guard.ts';
import type { VoidOrders } from '../engine/void-orders.ts';
import { LostOrders, type OrderLoss } from '../history/lost-orders.ts';
import { RecorderPosition } from '../history/recorder-position.ts';
import type { OrderHistory } from '../history/trade-history.ts';
import { USED, UsedOrderIds } from '../history/used-order-ids.ts';
import type { Reply } from '../http/route.ts';
import type { closeOrderBody, createOrderBody, openOrdersQuery, pageQuery, updateOrderBody } from '../http/schemas.ts';
import { eventOf, replyWith, required } from './engine-answers.ts';

type Rejection = NonNullable<Awaited<ReturnType<OrderHistory['rejection']>>>;

/** The codes with which a repetition may be refused: it is too late, or its id was used or made void. */
const OF_REPETITIONS = ['duplicate_order', 'expired'];

type Unanswered = Exclude<Answer, { outcome: 'answered' }>;

/** The parts that answer requests about orders. */
export interface TradeParts {
  readonly shard: number;
  readonly engine: Pick<EngineClient, 'send' | 'passed'>;
  readonly reads: AccountReads;
  /** Decides last, before an order is sent, whether it may be opened. */
  readonly guard: Pick<OpeningGuard, 'check'>;
  readonly voids: VoidOrders;
  readonly history: OrderHistory;
  /** Ends all waiting for the history. */
  readonly signal: AbortSignal;
}

/** Orders of the signed-in user: opened, changed, closed and looked up. */
export class TradeController {
  readonly #shard: number;
  readonly #engine: TradeParts['engine'];
  readonly #reads: AccountReads;
  readonly #guard: TradeParts['guard'];
  readonly #voids: VoidOrders;
  readonly #history: OrderHistory;
  readonly #recorder: RecorderPosition;
  readonly #usedIds: UsedOrderIds;
  readonly #lost = new LostOrders();
  /** The printed lists of accounts that may still have to be sent. */
  readonly #printed = new WeakMap<object, Buffer>();

  constructor({ shard, engine, reads, guard, voids, history, signal }: TradeParts) {
    this.#shard = shard;
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

  /** The id is checked first: nobody may be told that an order was refused when it was opened long ago. */
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

  /**
   * All open orders, or a page of them. The cursor is the number of the last order of the page before, and its shard.
   *
   * @throws Problem when the cursor is that of another shard.
   */
  async openOrders({ userId }: Session, { limit, cursor }: z.output<typeof openOrdersQuery>): Promise<Reply> {
    if (limit === undefined && cursor === undefined) return this.#allOpenOrders(userId);
    const after = cursor === undefined ? undefined : numberOfCursor(this.#shard, cursor);
    if (cursor !== undefined && after === undefined)
      throw invalidInput({ cursor: 'must be the nextCursor of the page before' });
    const page = { limit: limit ?? MAX_ORDERS_PER_PAGE, ...(after === undefined ? {} : { after }) };
    const { orders = [], next } = required(await this.#reads.page(userId, page), 'account');
    return {
      status: 200,
      body: { orders, ...(next === undefined ? {} : { nextCursor: orderCursor(this.#shard, next) }) },
    };
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
    return { status: 200, body, cost: readsFor(orders.length) };
  }

  async closedOrders({ userId }: Session, { limit, cursor }: z.output<typeof pageQuery>): Promise<Reply> {
    return { status: 200, body: await this.#history.closedOrders(userId, limit, cursor) };
  }

  /**
   * What became of an order. The engine answers in the order of the log, so its answer covers everything that was appended
   * before. An order that it has forgotten is in the history, once that has come as far as the answer. An order that is
   * in neither may still be on its way. It is made void, so that the answer stays true, and nobody need ask again while
   * it is void.
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
    // An order that counts as closed, and is not in the history, was made void before.
    if (event.status === 'closed') this.#voids.confirm(userId, orderId);
    else if (!(await this.#makeVoid(userId, orderId, answer.callback))) return pending(orderId);
    return this.#never(userId, orderId);
  }

  /**
   * Says why the order is not there and never will be: the log has lost it, it was refused, or it never came. A loss is
   * looked for first, because a repetition of a lost order is refused as well, and that refusal must not hide the loss.
   * No row tells of an order that this API refused by itself, so the history by which it refused is asked again.
   */
  async #never(userId: string, orderId: string): Promise<Reply> {
    const loss = this.#lost.lossOf(orderId, await this.#history.losses(userId));
    const rejection = await this.#history.rejection(userId, orderId);
    if (loss?.isIn) return lost(orderId, loss, rejection);
    const refusal = rejection ?? (await this.#history.duplication(userId, orderId));
    if (refusal !== undefined) return found(orderId, 'rejected', { rejection: withLoss(refusal, loss) });
    // The id may be of another user's order, about which nothing may be told.
    if (await this.#usedIds.refuses(orderId)) return found(orderId, 'rejected', { rejection: USED });
    throw new Problem(404, 'unknown_order', `There is no such order: ${whyNot(loss)}.`, { orderId });
  }

  /** Answers with the order if the history has it as closed. A closed order stays closed. */
  async #statusWithoutEngine(userId: string, orderId: string, answer: Unanswered): Promise<Reply> {
    const closed = await this.#closed(userId, orderId);
    if (closed !== undefined) return closed;
    eventOf(answer, 'order');
    return pending(orderId);
  }

  /** Makes the order void. @returns whether it will surely never be opened, and the history has come as far as that. */
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

/** A rejection of before the loss is told as well: the order may have been sent again, and that sending lost. */
function lost(orderId: string, { lostAfter, lostBefore }: OrderLoss, rejection: Rejection | undefined): Reply {
  const wasBefore = rejection !== undefined && rejection.rejectedAt <= lostBefore;
  return found(orderId, 'lost', {
    loss: { after: lostAfter, before: lostBefore },
    ...(wasBefore ? { rejection } : {}),
  });
}

/** Adds to the refusal of a repetition that an earlier sending of the order may be lost. */
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
