import { type Grid, sizeOf } from '@fulcrum/venue-api';
import type { FairValue } from '../fair/fair-value.ts';
import type { Prices } from './prices.ts';

/** Which part of the way to the impact band is used: its reference is a little older than ours. */
const REACH = 0.6;

/** Prices that can be traded at, and where the fair ones are from there: 0 where they are the same. */
export interface Reachable {
  readonly prices: Prices;
  readonly ahead: -1 | 0 | 1;
}

/**
 * The fair prices on a market's grid, or as far towards them as orders can take. The venue lets nothing be taken too far
 * from its last trades' average, so after a jump the quotes walk there: each stretch is traded at before the next.
 *
 * @param reference that average, in ticks; undefined before the first trade.
 */
export function withinReach({ bid, ask }: FairValue, grid: Grid, reference: number | undefined): Reachable {
  const tick = sizeOf(grid.tick);
  const [low, high] = reach(grid, reference);
  const half = (ask - bid) / tick / 2;
  const middle = (ask + bid) / tick / 2;
  const held = Math.min(Math.max(middle, low), high);
  const lower = Math.max(1, Math.round(held - half));
  const prices = { bid: lower, ask: Math.max(lower + 1, Math.round(held + half)) };
  if (held === middle) return { prices, ahead: 0 };
  return { prices, ahead: middle > held ? 1 : -1 };
}

function reach({ impact }: Grid, reference: number | undefined): readonly [number, number] {
  if (reference === undefined) return [0, Number.MAX_SAFE_INTEGER];
  return [reference * (1 - (1 - impact.min) * REACH), reference * (1 + (impact.max - 1) * REACH)];
}
