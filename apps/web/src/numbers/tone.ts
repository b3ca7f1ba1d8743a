import type { Money } from '@fulcrum/cfd';
import { centsOf } from './rounding.ts';

/** The CSS class of a gain or a loss; undefined for an amount that is shown as zero. */
export function toneOf(amount: Money): 'up' | 'down' | undefined {
  const cents = centsOf(amount);
  if (cents === 0n) return undefined;
  return cents > 0n ? 'up' : 'down';
}
