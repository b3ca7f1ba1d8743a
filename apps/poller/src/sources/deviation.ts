import type { Tick } from '../relay/check-tick.ts';

/** The distance between the mid prices of two ticks, in ten-thousandths of the second. It is only reported. */
export function deviationBps(one: Tick, other: Tick): number {
  const [first, second] = [middle(one), middle(other)];
  return Math.round((Math.abs(first - second) / second) * 10_000);
}

function middle({ bid, ask }: Tick): number {
  return (Number(bid) + Number(ask)) / 2;
}
