import { NONE } from '@fulcrum/memory';
import type { Event } from '../../messages/events.ts';
import type { State } from '../../state/state.ts';
import { endOrder } from '../end-order.ts';
import { fill } from './fill.ts';
import { isBehind, type Taker, wantedAt } from './taker.ts';

/** Takes from the other side of the book, the best price first, for as long as the taker wants more and may take it. */
export function take(state: State, taker: Taker, now: number, events: Event[]): void {
  const { levels } = state;
  const { market, isBuy } = taker;
  const side = isBuy ? market.asks : market.bids;
  for (let level = side.best; level !== NONE && taker.stopped === undefined; level = side.best) {
    const price = levels.price(level);
    if (isBehind(isBuy, price, taker.limit)) return;
    const wanted = wantedAt(taker, taker.executed, taker.executedQuote, price);
    // What pays for a step at one price may pay for none at the next.
    if (wanted === 0) taker.stopped = taker.executed > 0 ? 'filled' : 'lot_size';
    else if (isBehind(isBuy, price, taker.worst)) taker.stopped = 'price_band';
    else takeFrom(state, taker, levels.first(level), price, wanted, now, events);
  }
}

function takeFrom(
  state: State,
  taker: Taker,
  maker: number,
  price: number,
  wanted: number,
  now: number,
  events: Event[],
): void {
  const { orders } = state;
  if (orders.account(maker) === taker.account) {
    preventSelfTrade(state, taker, maker, now, events);
    return;
  }
  const quantity = Math.min(wanted, orders.left(maker));
  fill(state, taker, maker, price, quantity, now, events);
  if (quantity === wanted) taker.stopped = 'filled';
}

/** The taker's choice decides which of two orders of one user goes. */
function preventSelfTrade(state: State, taker: Taker, maker: number, now: number, events: Event[]): void {
  const { selfTradePrevention } = taker;
  if (selfTradePrevention !== 'reject_taker') endOrder(state, maker, 'cancelled', 'self_trade', now, events);
  if (selfTradePrevention !== 'reject_maker') taker.stopped = 'self_trade';
}
