import { OrderBook, Side } from 'nodejs-order-book';
import type { Operation } from './flow.ts';

type Call =
  | { readonly kind: 'rest'; readonly order: { id: string; side: Side; size: number; price: number } }
  | { readonly kind: 'take'; readonly order: { side: Side; size: number } }
  | { readonly kind: 'cancel'; readonly id: string };

/** An operation as the other book takes it. Its figures are whole numbers as well: it counts in floating point. */
export function callOf(operation: Operation): Call {
  if (operation.kind === 'cancel') return { kind: 'cancel', id: String(operation.order) };
  const side = operation.isBuy ? Side.BUY : Side.SELL;
  if (operation.kind === 'take') return { kind: 'take', order: { side, size: operation.quantity } };
  const { order, quantity, price } = operation;
  return { kind: 'rest', order: { id: String(order), side, size: quantity, price } };
}

/** The npm package nodejs-order-book: prices, quantities and ids alone, without users and their money. */
export class OtherBook {
  readonly #book = new OrderBook();

  apply(call: Call): void {
    if (call.kind === 'rest') this.#book.limit(call.order);
    else if (call.kind === 'take') this.#book.market(call.order);
    else this.#book.cancel(call.id);
  }
}
