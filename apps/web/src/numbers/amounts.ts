import { formatDecimal, type Instrument, type Money, type Side } from '@fulcrum/cfd';
import { centsOf } from './rounding.ts';

/** How amounts are shown: grouped by thousands, with a true minus sign, halves rounded away from zero. */

const GROUPS = /\B(?=(\d{3})+(?!\d))/g;

/** A decimal text such as "-1234.5" as people read it: "−1,234.5". */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const digits = whole.replace('-', '').replace(GROUPS, ',');
  return `${text.startsWith('-') ? '\u2212' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

export function priceText(units: number, { priceDecimals }: Pick<Instrument, 'priceDecimals'>): string {
  return grouped(formatDecimal(units, priceDecimals));
}

export function quantityText(units: number, { quantityDecimals }: Pick<Instrument, 'quantityDecimals'>): string {
  return grouped(formatDecimal(units, quantityDecimals));
}

/** Money with two digits. */
export function moneyText(amount: Money): string {
  return grouped(formatDecimal(centsOf(amount), 2));
}

/** As `moneyText`, with a plus sign before a gain. An amount that rounds to zero has no sign. */
export function signedMoneyText(amount: Money): string {
  return centsOf(amount) > 0n ? `+${moneyText(amount)}` : moneyText(amount);
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

/** Such as "Buy limit". */
export function orderKindText(side: Side, kind: 'limit' | 'stop'): string {
  return `${side === 'buy' ? 'Buy' : 'Sell'} ${kind}`;
}
