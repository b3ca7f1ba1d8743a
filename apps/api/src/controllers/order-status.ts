import type { Answer, EngineClient } from '@fulcrum/engine-client';
import { Problem } from '@fulcrum/http';
import type { LogId } from '@fulcrum/log';
import type { Session } from '@fulcrum/sessions';
import type { AccountReads } from '../engine/account-reads.ts';
import type { VoidOrders } from '../engine/void-orders.ts';
import type { LostOrders, OrderLoss } from '../history/lost-orders.ts';
import type { RecorderPosition } from '../history/recorder-position.ts';
import type { OrderHistory } from '../history/trade-history.ts';
import { USED, type UsedOrderIds } from '../history/used-order-ids.ts';
import type { Reply } from '../http/route.ts';
import { eventOf, required } from './engine-answers.ts';

type Rejection = NonNullable<Awaited<ReturnType<OrderHistory['rejection']>>>;

/** The codes with which a repetition may be refused: it is too late, or its id was used or made void. */
const OF_REPETITIONS = ['duplicate_order', 'expired'];

type Unanswered = Exclude<Answer, { outcome: 'answered' }>;

export interface OrderStatusParts {
  readonly engine: Pick<EngineClient, 'passed'>;
  readonly reads: AccountReads;
  readonly voids: VoidOrders;
  readonly history: OrderHistory;
  readonly recorder: RecorderPosition;
  readonly usedIds: UsedOrderIds;
  readonly lost: LostOrders;
}

/** Tells what became of an order. */
export class OrderStatus {
  readonly #engine: OrderStatusParts['engine'];
  readonly #reads: AccountReads;
  readonly #voids: VoidOrders;
  readonly #history: OrderHistory;
  readonly #recorder: RecorderPosition;
  readonly #usedIds: UsedOrderIds;
  readonly #lost: LostOrders;

  constructor({ engine, reads, voids, history, recorder, usedIds, lost }: OrderStatusParts) {
    this.#engine = engine;
    this.#reads = reads;
    this.#voids = voids;
    this.#history = history;
    this.#recorder = recorder;
    this.#usedIds = usedIds;
    this.#lost = lost;
  }

  /**
   * What became of an order. The engine answers in the order of the log, so its answer covers all that was appended before.
   * The engine forgets orders that have ended. The history has those, once it has come as far as the engine's answer. An order
   * that is in neither may still be on its way. It is made void, so that the answer stays true.
   */
  async of({ userId }: Session, orderId: string): Promise<Reply> {
    if (await this.#voids.holds(userId, orderId)) {
      const isRecorded = await this.#recorder.reaches(this.#engine.passed);
      return isRecorded ? this.#never(userId, orderId) : pending(orderId);
    }
    await this.#voids.requireShare(userId);
    const answer = await this.#reads.order(userId, orderId);
    if (answer.outcome !== 'answered') return this.#statusWithoutEngine(userId, orderId, answer);
    const event = required(answer, 'order');
    if (event.status === 'open') return found(orderId, 'open', { order: event.order });
    if (event.status === 'pending') return found(orderId, 'placed', { order: event.pendingOrder });
    const isRecorded = await this.#recorder.reaches(answer.callback);
    const ended = await this.#ended(userId, orderId);
    if (ended !== undefined) return ended;
    if (!isRecorded) return pending(orderId);
    // The history has a hole there.
    if (event.status === 'cancelled') return found(orderId, 'cancelled', {});
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

  /** Answers with the order if the history has its end. An order that has ended stays so. */
  async #statusWithoutEngine(userId: string, orderId: string, answer: Unanswered): Promise<Reply> {
    const ended = await this.#ended(userId, orderId);
    if (ended !== undefined) return ended;
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

  async #ended(userId: string, orderId: string): Promise<Reply | undefined> {
    const end = await this.#history.endOf(userId, orderId);
    return end && found(orderId, end.status, { order: end.order });
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
