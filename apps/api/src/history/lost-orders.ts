import type { Loss } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { timeOfOrderId } from '@fulcrum/protocol';

/** Two clocks may be this far apart. */
const APART_MS = 2_000;

/** Sendings that are remembered. The oldest beyond that are forgotten: it is then only said that their order may be lost. */
const MAX_REMEMBERED = 10_000;

/** The loss in which an order that is nowhere to be found is gone, or may be gone. */
export interface OrderLoss {
  /** Whether it was sent within the loss. Otherwise it is only possible. */
  readonly isIn: boolean;
  /** In milliseconds since 1970. Everything that came between the two is gone. */
  readonly lostAfter: number;
  readonly lostBefore: number;
  /** Whether it may also have been in an earlier loss. */
  readonly isOrEarlier: boolean;
}

/** Tells whether an order that is nowhere to be found can be among those that the log has lost. */
export class LostOrders {
  /** The orders that this process sent, in a ring: finding the oldest key of a map takes long. */
  readonly #ids: string[] = [];
  /** When each order was sent, the first time in front. A repetition must not hide a sending that was lost. */
  readonly #times = new Map<string, number[]>();
  #next = 0;

  /** @param at in milliseconds since 1970. */
  sent(orderId: string, at: number): void {
    const oldest = this.#ids[this.#next];
    if (oldest !== undefined) this.#forget(oldest);
    this.#ids[this.#next] = orderId;
    this.#next = (this.#next + 1) % MAX_REMEMBERED;
    const times = this.#times.get(orderId);
    if (times === undefined) this.#times.set(orderId, [at]);
    else times.push(at);
  }

  /**
   * @param losses the last one first.
   * @returns the loss in which an order is gone. This process does not know what the others sent: of an order that may
   *   be gone it returns the last loss in which that is possible.
   */
  lossOf(orderId: string, losses: readonly Loss[]): OrderLoss | undefined {
    const madeAt = timeOfOrderId(orderId);
    const times = [...(madeAt === undefined ? [] : [madeAt]), ...(this.#times.get(orderId) ?? [])];
    const certain = losses.findLast((loss) => times.some((time) => isIn(loss, time)));
    if (certain !== undefined) return { isIn: true, ...timesOf(certain), isOrEarlier: false };
    // An order is not sent before its id is made.
    const possible = losses.filter(({ foundAt }) => madeAt === undefined || foundAt >= madeAt - APART_MS);
    const [last] = possible;
    return last && { isIn: false, ...timesOf(last), isOrEarlier: possible.length > 1 };
  }

  #forget(orderId: string): void {
    const times = this.#times.get(orderId);
    times?.shift();
    if (times?.length === 0) this.#times.delete(orderId);
  }
}

function isIn({ after, foundAt }: Loss, time: number): boolean {
  return logTime(after as LogId) <= time + APART_MS && foundAt >= time - APART_MS;
}

function timesOf({ after, foundAt }: Loss): Pick<OrderLoss, 'lostAfter' | 'lostBefore'> {
  return { lostAfter: logTime(after as LogId), lostBefore: foundAt };
}
