import type { Quote, Side } from '@fulcrum/cfd';

/** An order that may be placed at a price. */
export interface OrderAt {
  readonly side: Side;
  readonly kind: 'limit' | 'stop';
}

/** The orders that would wait at a price, in grid units: one for each side whose price is not exactly there. */
export function ordersAt(price: number, { bid, ask }: Pick<Quote, 'bid' | 'ask'>): OrderAt[] {
  const found: OrderAt[] = [];
  if (price !== ask) found.push({ side: 'buy', kind: price < ask ? 'limit' : 'stop' });
  if (price !== bid) found.push({ side: 'sell', kind: price > bid ? 'limit' : 'stop' });
  return found;
}
