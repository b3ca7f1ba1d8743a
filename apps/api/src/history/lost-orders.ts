import type { Loss } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { timeOfOrderId } from '@fulcrum/protocol';

/** Two clocks may be apart by as much. */
const APART_MS = 2_000;

/** Ids that are remembered. Beyond it the oldest are forgotten, whose order may then be lost where it is. */
const MAX_REMEMBERED = 10_000;

/** What the log lost, as far as an order is concerned that is nowhere to be found. */
export interface OrderLoss {
  /** Whether it was sent in the very time of which everything is gone; else it may have been. */
  readonly isIn: boolean;
  /** In milliseconds since 1970: what came between the two is gone. */
  readonly lostAfter: number;
  readonly lostBefore: number;
}

/** Knows of orders that are nowhere whether they can be among what the log has lost. */
export class LostOrders {
  /** Orders that this process sent, and when: a ring, because to look for the oldest key of a map takes long. */
  readonly #ids: string[] = [];
  readonly #times: number[] = [];
  /** Where each order stands that was sent, for the last time. */
  readonly #places = new Map<string, number>();
  #next = 0;

  sent(orderId: string): void {
    const oldest = this.#ids[this.#next];
    if (oldest !== undefined && this.#places.get(oldest) === this.#next) this.#places.delete(oldest);
    this.#ids[this.#next] = orderId;
    this.#times[this.#next] = Date.now();
    this.#places.set(orderId, this.#next);
    this.#next = (this.#next + 1) % MAX_REMEMBERED;
  }

  /** @param losses the last one first. */
  lossOf(orderId: string, losses: readonly Loss[]): OrderLoss | undefined {
    const sentAt = this.#times[this.#places.get(orderId) ?? -1];
    // An order is not sent before its id is made.
    const earliest = (sentAt ?? timeOfOrderId(orderId) ?? Number.NEGATIVE_INFINITY) - APART_MS;
    const possible = losses.filter(({ foundAt }) => foundAt >= earliest);
    const isIn = ({ after }: Loss) => logTime(after as LogId) <= earliest + 2 * APART_MS;
    const loss = possible.findLast(isIn) ?? (sentAt === undefined ? possible.at(-1) : undefined);
    if (loss === undefined) return undefined;
    const { after, foundAt } = loss;
    return { isIn: isIn(loss), lostAfter: logTime(after as LogId), lostBefore: foundAt };
  }
}
