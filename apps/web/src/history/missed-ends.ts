import type { CancelledOrder, ClosedOrder, EndedOrder } from '../api/schemas.ts';
import type { Missed } from '../feed/missed.ts';
import { isMore, sumOf } from '../numbers/exact-amounts.ts';
import { isClosing } from './closed-orders.ts';

/** What the history tells of an end that the feed has not told. */
export interface Told {
  readonly closings: readonly ClosedOrder[];
  readonly cancelled: readonly CancelledOrder[];
  /** Orders that waited, and had nothing left to open once they had closed others. */
  readonly reduced: readonly { readonly asset: string; readonly closedQuantity: string }[];
}

/** The ends of orders that the feed has not told, until the history has them. */
export class MissedEnds {
  readonly #closings = new Map<string, Missed['closings'][number]>();
  readonly #ended = new Map<string, Missed['ended'][number]>();

  get size(): number {
    return this.#closings.size + this.#ended.size;
  }

  add({ closings, ended }: Missed): void {
    for (const closing of closings) {
      // The feed may be lost again before the history has what was missed first.
      const { before } = this.#closings.get(closing.orderId) ?? closing;
      this.#closings.set(closing.orderId, { ...closing, before });
    }
    for (const order of ended) this.#ended.set(order.orderId, order);
  }

  clear(): void {
    this.#closings.clear();
    this.#ended.clear();
  }

  /** Takes what the history has of them by now, the newest first. The rows of one event are all there, or none is. */
  take(rows: readonly EndedOrder[]): Told {
    const closed = rows.filter(isClosing);
    const closings = [...this.#takeClosings(closed)];
    const cancelled = rows.filter((row): row is CancelledOrder => !isClosing(row) && this.#ended.delete(row.orderId));
    const netted = Map.groupBy(closed, ({ nettedBy }) => nettedBy);
    const reduced = [...this.#ended.values()].flatMap(({ orderId, asset }) => {
      const itsClosings = netted.get(orderId);
      if (itsClosings === undefined) return [];
      this.#ended.delete(orderId);
      return [{ asset, closedQuantity: itsClosings.map(({ quantity }) => quantity).reduce(sumOf) }];
    });
    return { closings, cancelled, reduced };
  }

  /** A closing of an order that had waited, or one or more of a position, which ends where the position stands now. */
  *#takeClosings(closings: readonly ClosedOrder[]): Generator<ClosedOrder> {
    for (const [orderId, ofOrder] of Map.groupBy(closings, (closing) => closing.orderId)) {
      const missed = this.#closings.get(orderId);
      const isThere = ofOrder.some(({ remaining }) => remaining === missed?.left);
      if (!isThere || (missed === undefined && !this.#ended.has(orderId))) continue;
      this.#closings.delete(orderId);
      this.#ended.delete(orderId);
      // What was closed in part before the feed was lost has been told, and so has what was closed since it is back.
      const isMissed = ({ remaining = '0' }: ClosedOrder) =>
        missed === undefined || (isMore(missed.before, remaining) && !isMore(missed.left ?? '0', remaining));
      yield* ofOrder.filter(isMissed).reverse();
    }
  }
}
