import { assert } from '@fulcrum/log';
import type { Event } from '../../messages/events.ts';
import { millionthsOf } from '../../numbers/shares.ts';
import { clientIdOf } from '../../reads/order-view.ts';
import { lockOfOrder } from '../../state/locks.ts';
import type { State } from '../../state/state.ts';
import { endOrder } from '../end-order.ts';
import type { Taker } from './taker.ts';

/**
 * Trades a quantity between a taker and the order of a maker, at the maker's price. The maker's balances change at once, the
 * taker's when it has taken all (see place-order.ts).
 */
export function fill(
  state: State,
  taker: Taker,
  maker: number,
  price: number,
  quantity: number,
  now: number,
  events: Event[],
): void {
  const { orders, accounts } = state;
  const { market } = taker;
  const { settings } = market;
  assert(quantity > 0, 'a trade has a quantity');
  const notional = market.notional(price, quantity);
  const takerFee = millionthsOf(notional, settings.takerFeePpm);
  // Fees that were raised since do not reach an order that rests: so much less is locked with it.
  const makerFee = millionthsOf(notional, Math.min(settings.makerFeePpm, orders.feePpm(maker)));
  payMaker(state, taker, maker, quantity, notional, makerFee);
  state.resting.fill(maker, quantity, notional, taker.isBuy ? market.asks : market.bids);
  market.quote.takeFees(takerFee + makerFee);
  market.noteTrade(price);
  taker.executed += quantity;
  taker.executedQuote += notional;
  taker.fees += takerFee;
  const left = orders.left(maker);
  events.push({
    type: 'fill',
    market: settings,
    tradeId: market.tradeId,
    price,
    quantity,
    quoteQuantity: notional,
    takerSide: taker.isBuy ? 'buy' : 'sell',
    takerOrderId: taker.number,
    takerUserId: taker.userId,
    takerClientId: clientIdOf(taker.clientId),
    takerFee,
    makerOrderId: orders.number(maker),
    makerUserId: accounts.userId(orders.account(maker)),
    makerClientId: clientIdOf(orders.clientId(maker)),
    makerFee,
    makerExecuted: orders.executed(maker),
    makerExecutedQuote: orders.executedQuote(maker),
    takerExecuted: taker.executed,
    takerExecutedQuote: taker.executedQuote,
    makerLeft: left,
    time: now,
  });
  if (left === 0) endOrder(state, maker, 'filled', 'filled', now, events);
  else state.noteOrder(maker);
}

/** Pays with what is locked with the maker's order. What a fill costs less than was locked for it is given back at once. */
function payMaker(
  { orders, seats, balances }: State,
  { market, isBuy }: Taker,
  maker: number,
  quantity: number,
  notional: number,
  fee: number,
): void {
  const seat = orders.seat(maker);
  const base = market.baseUnits(quantity);
  if (isBuy) {
    balances.change(seats.baseBalance(seat), 0, -base);
    balances.change(seats.quoteBalance(seat), notional - fee, 0);
    return;
  }
  const left = orders.left(maker);
  const released = lockOfOrder(market, orders, maker, left) - lockOfOrder(market, orders, maker, left - quantity);
  assert(released >= notional + fee, 'a fill costs no more than was locked for it');
  balances.change(seats.quoteBalance(seat), released - notional - fee, -released);
  balances.change(seats.baseBalance(seat), base, 0);
}
