import type { Tick } from '../relay/check-tick.ts';

/** How far apart the middles of two ticks are, in ten-thousandths of the second one's. It is only told, never traded on. */
export function deviationBps(one: Tick, other: Tick): number {
  const [first, second] = [middle(one), middle(other)];
  return Math.round((Math.abs(first - second) / second) * 10_000);
}

function middle({ bid, ask }: Tick): number {
  return (Number(bid) + Number(ask)) / 2;
}
