import { typedAmount } from '../../blocks/forms/AmountField.tsx';
import type { Difference } from '../previews.ts';

export const PREVIEW_PATH = '/desk/limits/preview';

/** What stands in the form of the limits. What is empty does not hold. */
export interface TypedLimits {
  readonly maxOpenOrders: string;
  readonly maxNotional: string;
  readonly maxTotalNotional: string;
  readonly positionMode: 'hedging' | 'netting';
}

/** The limits that hold, from what would change if none did. */
export function typedLimits(differences: readonly Difference[]): TypedLimits {
  const of = (name: keyof TypedLimits) => differences.find(({ field }) => field === name)?.before ?? '';
  return {
    ...{ maxOpenOrders: of('maxOpenOrders'), maxNotional: of('maxNotional') },
    ...{ maxTotalNotional: of('maxTotalNotional') },
    positionMode: of('positionMode') === 'netting' ? 'netting' : 'hedging',
  };
}

export type WantedLimits = Readonly<Record<string, unknown>>;

/** The limits as the API takes them. What is no number is sent as it is: the API says what is wrong with it. */
export function limitsOf({ maxOpenOrders, maxNotional, maxTotalNotional, positionMode }: TypedLimits): WantedLimits {
  const amount = (text: string) => (text.trim() === '' ? undefined : (typedAmount(text) ?? text.trim()));
  const orders = maxOpenOrders.trim();
  const limits = {
    maxOpenOrders: orders === '' ? undefined : /^\d{1,9}$/.test(orders) ? Number(orders) : orders,
    maxNotional: amount(maxNotional),
    maxTotalNotional: amount(maxTotalNotional),
    positionMode: positionMode === 'netting' ? positionMode : undefined,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
