import type { Word } from '../../messages/fields.ts';
import type { Market } from '../../state/market.ts';
import { worstPrice } from './bands.ts';
import type { Terms } from './terms.ts';

/** An order while it takes from the book. */
export interface Taker {
  readonly market: Market;
  readonly isBuy: boolean;
  /** The slot of its user's account. */
  readonly account: number;
  readonly userId: string;
  readonly number: number;
  readonly clientId: number;
  readonly selfTradePrevention: Word<'selfTradePrevention'>;
  /** The worst price that it wants to take at. */
  readonly limit: number;
  /** The worst price that the impact band lets it take at. */
  readonly worst: number;
  /** What it is for; 0 where it is for an amount of the quote asset. */
  readonly quantity: number;
  readonly quoteQuantity: number;
  executed: number;
  executedQuote: number;
  fees: number;
  /** Why it takes no more, whatever else is in the book. */
  stopped: Word<'reason'> | undefined;
}

export function takerOf(market: Market, terms: Terms, account: number, userId: string, number: number): Taker {
  const { isBuy, isLimit, price, quantity, quoteQuantity, selfTradePrevention, clientId } = terms;
  return {
    market,
    isBuy,
    account,
    userId,
    number,
    clientId,
    selfTradePrevention,
    limit: isLimit ? price : isBuy ? Number.POSITIVE_INFINITY : 0,
    worst: worstPrice(market, isBuy),
    quantity,
    quoteQuantity,
    executed: 0,
    executedQuote: 0,
    fees: 0,
    stopped: undefined,
  };
}

/** Whether a price is behind the worst of two that an order may take at. */
export function isBehind(isBuy: boolean, price: number, worst: number): boolean {
  return isBuy ? price > worst : price < worst;
}

/**
 * How much a taker still wants at a price. One that is for an amount of the quote asset wants as many steps as it can still
 * pay for, which may be none.
 */
export function wantedAt(
  { market, quantity, quoteQuantity }: Taker,
  executed: number,
  executedQuote: number,
  price: number,
): number {
  if (quoteQuantity === 0) return quantity - executed;
  const { stepSize } = market.settings;
  const ofStep = market.notional(price, stepSize);
  const left = quoteQuantity - executedQuote;
  const steps = Math.floor(left / ofStep);
  // The quotient of large amounts may have been rounded up.
  return (steps * ofStep > left ? steps - 1 : steps) * stepSize;
}
