import { formatDecimal, MONEY_DECIMALS } from '@fulcrum/cfd';
import { QUANTITY_DECIMALS } from '@fulcrum/exposure';

const MONEY_UNIT = 10n ** BigInt(2 * QUANTITY_DECIMALS - MONEY_DECIMALS);

/** Prints products of two amounts, which are in units of 10^-24, as money. What is below a millionth is left out. */
export function printSquareUnits(units: bigint): string {
  return formatDecimal(units / MONEY_UNIT, MONEY_DECIMALS);
}

/** Prints units of 10^-12 with so many decimals, of which no more are there. */
export function printUnitsWith(units: bigint, decimals: number): string {
  return formatDecimal(units / 10n ** BigInt(QUANTITY_DECIMALS - decimals), decimals);
}
