import { assert } from '@fulcrum/log';
import { MAX_DECIMALS } from './limits.ts';
import { floorDivide, type Grid, MONEY_DECIMALS, type Money } from './money.ts';

/** Notionals are compared exactly, in steps of 10^-24 USDC: the product of the finest grids. */
const NOTIONAL_DECIMALS = 2 * MAX_DECIMALS;
const STEPS_OF_MONEY = 10n ** BigInt(NOTIONAL_DECIMALS - MONEY_DECIMALS);

/** A whole number of steps of 10^-24 USDC. */
export type Notional = bigint;

/**
 * The sum of `price × quantity` of positions of one asset, exactly. Mostly it fits a safe integer, and adding to it costs
 * next to nothing. Neither summand is negative, so a sum that is safe was made of products that are.
 */
export class NotionalSum {
  #small = 0;
  #large = 0n;

  /** @param price and quantity are in the units of the asset's grid. */
  add(price: number, quantity: number): void {
    assert(price >= 0 && quantity >= 0, 'a notional is not negative');
    const sum = this.#small + price * quantity;
    if (Number.isSafeInteger(sum)) this.#small = sum;
    else this.#large += BigInt(price) * BigInt(quantity);
  }

  on({ priceDecimals, quantityDecimals }: Grid): Notional {
    const scale = 10n ** BigInt(NOTIONAL_DECIMALS - priceDecimals - quantityDecimals);
    return (BigInt(this.#small) + this.#large) * scale;
  }
}

export function exceedsMoney(notional: Notional, most: Money): boolean {
  return notional > most * STEPS_OF_MONEY;
}

/** In millionths, rounded up. */
export function notionalAsMoney(notional: Notional): Money {
  return -floorDivide(-notional, STEPS_OF_MONEY);
}
