import type { Money } from '@fulcrum/cfd';
import { centsOf } from './rounding.ts';

/** The class that colours a gain or a loss: none for what is shown as nothing. */
export function toneOf(amount: Money): 'up' | 'down' | undefined {
  const cents = centsOf(amount);
  if (cents === 0n) return undefined;
  return cents > 0n ? 'up' : 'down';
}
