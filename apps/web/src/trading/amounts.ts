import { formatDecimal, type Instrument, MONEY_DECIMALS, type Money, type Side } from '@fulcrum/core';

/** How amounts are shown: grouped by thousands, with a true minus sign, exact to the last digit that is shown. */

const GROUPS = /\B(?=(\d{3})+(?!\d))/g;

/** A decimal text such as "-1234.5" as people read it: "−1,234.5". */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const digits = whole.replace('-', '').replace(GROUPS, ',');
  return `${text.startsWith('-') ? '\u2212' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

export function priceText(units: number, { priceDecimals }: Instrument): string {
  return grouped(formatDecimal(units, priceDecimals));
}

export function quantityText(units: number, { quantityDecimals }: Instrument): string {
  return grouped(formatDecimal(units, quantityDecimals));
}

/** Money with two digits, rounded toward minus infinity: nobody is shown to have more than there is. */
export function moneyText(amount: Money): string {
  const cent = 10n ** BigInt(MONEY_DECIMALS - 2);
  const cents = amount >= 0n ? amount / cent : -((-amount + cent - 1n) / cent);
  return grouped(formatDecimal(cents, 2));
}

/** As `moneyText`, with a plus sign before what is won. */
export function signedMoneyText(amount: Money): string {
  return amount > 0n ? `+${moneyText(amount)}` : moneyText(amount);
}

/** Hundredths of a percent as text: 1234 is "12.34 %". */
export function percentText(hundredths: bigint | number): string {
  return `${grouped(formatDecimal(hundredths, 2))} %`;
}

export function signedPercentText(hundredths: bigint): string {
  return hundredths > 0n ? `+${percentText(hundredths)}` : percentText(hundredths);
}

/** Money as the API writes it, "-1.500000", in millionths. */
export function readMoney(text: string): Money {
  return BigInt(text.replace('.', ''));
}

/** "BTC_USDC" as people write it. */
export function assetText(asset: string): string {
  return asset.replace('_', '/');
}

export function sideText(side: Side): string {
  return side === 'buy' ? 'Long' : 'Short';
}
