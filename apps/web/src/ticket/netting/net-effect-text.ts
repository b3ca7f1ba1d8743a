import type { Side } from '@fulcrum/cfd';
import type { NetEffect } from './net-effect.ts';

/** What becomes of the positions of the other side, in plain words. */
export function effectText({ closed, stays, left }: NetEffect, side: Side): string {
  const [own, other] = side === 'buy' ? ['long', 'short'] : ['short', 'long'];
  if (closed === 0) return left === 0 ? `No ${other} to reduce` : `Opens a ${own}`;
  if (stays > 0) return `Reduces your ${other}`;
  return left === 0 ? `Closes your ${other}` : `Turns your ${other} into a ${own}`;
}
