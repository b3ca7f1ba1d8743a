import { NONE } from '@fulcrum/memory';
import { millionthsOf } from '../../numbers/shares.ts';
import type { State } from '../../state/state.ts';
import { isBehind, type Taker, wantedAt } from './taker.ts';

/** What a taker would get of the book as it is. Nothing has changed. */
export interface Prospect {
  /** In the market's units. */
  readonly quantity: number;
  /** What it is worth, in the quote asset. */
  readonly quote: number;
  /** What it costs, fees included, in the quote asset. */
  readonly cost: number;
  /** Whether it gets all that it is for. */
  readonly isWhole: boolean;
  /** How many orders were looked at. */
  readonly looked: number;
}

/**
 * Works out what a taker would get, by the rules by which it takes: within its limit and the impact band, and no order of its
 * own user.
 *
 * @param mostQuantity looking on ends where more than this would be taken, or would have to be paid: it is refused then.
 */
export function lookAhead(state: State, taker: Taker, mostQuantity: number, mostCost: number): Prospect {
  const { orders, levels } = state;
  const { market, isBuy, account, selfTradePrevention } = taker;
  const side = isBuy ? market.asks : market.bids;
  let quantity = 0;
  let quote = 0;
  let cost = 0;
  let looked = 0;
  for (let level = side.best; level !== NONE; level = side.behind(level)) {
    const price = levels.price(level);
    if (isBehind(isBuy, price, taker.limit)) break;
    // What pays for a step at one price may pay for none at the next.
    if (wantedAt(taker, quantity, quote, price) === 0) return { quantity, quote, cost, isWhole: quantity > 0, looked };
    if (isBehind(isBuy, price, taker.worst)) break;
    for (let order = levels.first(level); order !== NONE; order = orders.next(order)) {
      const wanted = wantedAt(taker, quantity, quote, price);
      looked += 1;
      if (orders.account(order) === account) {
        if (selfTradePrevention === 'reject_maker') continue;
        return { quantity, quote, cost, isWhole: false, looked };
      }
      const taken = Math.min(wanted, orders.left(order));
      const notional = market.notional(price, taken);
      quantity += taken;
      quote += notional;
      cost += notional + millionthsOf(notional, market.settings.takerFeePpm);
      if (quantity > mostQuantity || cost > mostCost) return { quantity, quote, cost, isWhole: false, looked };
      if (taken === wanted) return { quantity, quote, cost, isWhole: true, looked };
    }
  }
  return { quantity, quote, cost, isWhole: false, looked };
}
