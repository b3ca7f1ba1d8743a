import type { Loss } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { timeOfOrderId } from '@fulcrum/protocol';

/** Two clocks may be apart by as much. */
const APART_MS = 2_000;

/** Sendings that are remembered. Beyond it the oldest are forgotten, whose order may then be lost where it is. */
const MAX_REMEMBERED = 10_000;

/** What the log lost, as far as an order is concerned that is nowhere to be found. */
export interface OrderLoss {
  /** Whether it was sent in the very time of which everything is gone; else it may have been. */
  readonly isIn: boolean;
  /** In milliseconds since 1970: what came between the two is gone. */
  readonly lostAfter: number;
  readonly lostBefore: number;
  /** Whether it may as well have been in a loss before. */
  readonly isOrEarlier: boolean;
}

/** Knows of orders that are nowhere whether they can be among what the log has lost. */
export class LostOrders {
  /** What this process sent: a ring, because to look for the oldest key of a map takes long. */
  readonly #ids: string[] = [];
  /** When each order was sent, the first time in front: a repetition must not hide a sending that was lost. */
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
   * @returns the loss in which an order is gone. Nobody knows here what other processes sent: if the order may be gone, it
   *   is the last loss in which that is possible.
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
