import type { Side } from '@fulcrum/cfd';

/** For what an order waits, in plain words. */
export function waitsFor(side: Side, kind: 'limit' | 'stop'): string {
  const price = side === 'buy' ? 'ask' : 'bid';
  const isBelow = (side === 'buy') === (kind === 'limit');
  return `Opens once the ${price} is at this price or ${isBelow ? 'below' : 'above'}.`;
}
