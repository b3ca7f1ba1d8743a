import type { Money } from '@fulcrum/core';

/** The class that colours a gain or a loss. */
export function toneOf(amount: Money): 'up' | 'down' | undefined {
  if (amount === 0n) return undefined;
  return amount > 0n ? 'up' : 'down';
}
