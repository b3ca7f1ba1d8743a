import { formatDecimal, MONEY_DECIMALS, type Money } from '@fulcrum/cfd';

/** An amount for people: in groups of three digits, with two digits behind the point, or as many as it takes. */
export function moneyText(amount: Money): string {
  const [whole = '', digits = ''] = formatDecimal(amount, MONEY_DECIMALS).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.replace(/0{1,4}$/, '')}`;
}
