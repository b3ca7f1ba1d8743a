import { MONEY_DECIMALS } from '@fulcrum/cfd';

/** What a quantity is worth at a price, in USDC, rounded up to the millionth. Both are decimals that the engine printed. */
export function notionalOf(quantity: string, price: string): string {
  const [units, decimals] = exact(quantity);
  const [priceUnits, priceDecimals] = exact(price);
  const product = units * priceUnits;
  const extra = decimals + priceDecimals - MONEY_DECIMALS;
  const money = extra <= 0 ? product * 10n ** BigInt(-extra) : ceilDivide(product, 10n ** BigInt(extra));
  const digits = money.toString().padStart(MONEY_DECIMALS + 1, '0');
  return `${digits.slice(0, -MONEY_DECIMALS)}.${digits.slice(-MONEY_DECIMALS)}`;
}

/** The digits of a decimal as a whole number, and how many of them stand behind the point. */
function exact(text: string): [digits: bigint, decimals: number] {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return [BigInt(whole + fraction), fraction.length];
}

function ceilDivide(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
