import assert from 'node:assert/strict';
import { runWorker } from '../../programs/worker.ts';
import { makeTicks } from '../workload.ts';
import { FilledCore } from './filled-core.ts';

const DIFFERENT_TICKS = 4_096;
const TICKS_PER_ROUND = 100_000;
const WARM_UP_ROUNDS = 15;

let filled: FilledCore | undefined;
const ticks = makeTicks(DIFFERENT_TICKS);

/** Each size has a process of its own, so that neither the order of the sizes nor the garbage of another one matters. */
runWorker({
  prepare: ({ openOrders }: { openOrders: number }): void => {
    filled = new FilledCore();
    filled.open(0, openOrders);
    timeRounds(filled, WARM_UP_ROUNDS);
  },
  /** @returns nanoseconds for one price-update that triggers nothing, for each round. */
  measure: ({ rounds }: { rounds: number }): number[] => {
    assert(filled !== undefined, 'the core is prepared first');
    return timeRounds(filled, rounds);
  },
});

function timeRounds(on: FilledCore, rounds: number): number[] {
  const before = on.core.openOrders;
  const roundsNs = Array.from({ length: rounds }, () => {
    let events = 0;
    const startedAt = performance.now();
    for (let count = 0; count < TICKS_PER_ROUND; count++) {
      const tick = ticks[count % DIFFERENT_TICKS];
      if (tick !== undefined) events += on.apply(tick).length;
    }
    const elapsedMs = performance.now() - startedAt;
    assert.equal(events, 0, 'no tick triggers anything');
    return (elapsedMs * 1e6) / TICKS_PER_ROUND;
  });
  assert.equal(on.core.openOrders, before, 'all orders are still open');
  return roundsNs;
}
