import { type Instrument, type Money, marginFor } from '@fulcrum/cfd';

/** The price in the instrument's units, and the leverage. */
export interface Sizing {
  readonly price: number;
  readonly leverage: number;
  readonly instrument: Instrument;
}

/** A quantity in the instrument's units, or why no quantity fits an amount. */
export type Sized = number | 'tooLittle' | 'tooMuch';

/**
 * The largest quantity whose margin is at most this: too little when even the smallest quantity needs more, too much
 * when it pays for more than the largest.
 */
export function quantityForMargin(margin: Money, { price, leverage, instrument }: Sizing): Sized {
  return largestQuantity(instrument, (quantity) => marginFor(price, quantity, leverage, instrument) <= margin);
}

/** The largest quantity that is worth at most this much, with the same limits. */
export function quantityForNotional(notional: Money, { price, instrument }: Omit<Sizing, 'leverage'>): Sized {
  return largestQuantity(instrument, (quantity) => notionalOf(price, quantity, instrument) <= notional);
}

/** The value of a quantity, rounded up to a millionth: its margin at a leverage of 1. */
export function notionalOf(price: number, quantity: number, instrument: Instrument): Money {
  return marginFor(price, quantity, 1, instrument);
}

/** Finds the largest quantity by halving the range. The engine's own sums decide, so nothing is rounded here. */
function largestQuantity({ minQuantity, maxQuantity }: Instrument, fits: (quantity: number) => boolean): Sized {
  if (!fits(minQuantity)) return 'tooLittle';
  if (fits(maxQuantity + 1)) return 'tooMuch';
  let [most, tooMuch] = [minQuantity, maxQuantity + 1];
  while (tooMuch - most > 1) {
    const middle = most + Math.floor((tooMuch - most) / 2);
    if (fits(middle)) most = middle;
    else tooMuch = middle;
  }
  return most;
}
