import type { Word } from '../../messages/fields.ts';
import type { Market } from '../../state/market.ts';

/** An order as it comes in, on the grids of its market, and what it takes from the book. */
export interface Taker {
  readonly market: Market;
  /** The slot of its user's account. */
  readonly account: number;
  readonly userId: string;
  readonly number: number;
  /** Milliseconds of log time. */
  readonly placedAt: number;
  readonly isBuy: boolean;
  readonly isLimit: boolean;
  /** A limit order's; 0 of a market order. */
  readonly price: number;
  /** What it is for; 0 where it is for an amount of the quote asset. */
  readonly quantity: number;
  /** 0 where the order names a quantity. */
  readonly quoteQuantity: number;
  readonly timeInForce: Word<'timeInForce'>;
  readonly isPostOnly: boolean;
  readonly selfTradePrevention: Word<'selfTradePrevention'>;
  readonly clientId: number;
  /** The larger of the market's two fees: so much is locked with what rests of it. */
  readonly feePpm: number;
  /** The worst price that it wants to take at. */
  readonly limit: number;
  /** The worst price that the impact band lets it take at. */
  readonly worst: number;
  executed: number;
  executedQuote: number;
  fees: number;
  /** Why it takes no more, whatever else is in the book. */
  stopped: Word<'reason'> | undefined;
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
