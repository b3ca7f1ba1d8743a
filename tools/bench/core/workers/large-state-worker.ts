import assert from 'node:assert/strict';
import { runWorker } from '../../programs/worker.ts';
import { OrderIds } from '../order-ids.ts';
import { bringNear, createOrder, fallingTick, MILLION, makeUsers, quietTick } from '../workload.ts';
import { FilledCore } from './filled-core.ts';
import { type Memory, settledMemory } from './settled-memory.ts';

const MASS_TICKS = 5;
/** One order in ten is near the market: two of each twenty numbers, a buy and a sell. */
const NEAR_EVERY = 20;

export interface LargeState {
  /** The memory of a million orders and their accounts. */
  readonly memory: Memory;
  /** Milliseconds for a tick that closes a tenth of a million, round by round. */
  readonly massTicksMs: readonly number[];
}

runWorker({
  measure: async (): Promise<LargeState> => {
    const users = makeUsers();
    const ids = new OrderIds(MILLION);
    const before = await settledMemory();
    const filled = new FilledCore(users);
    filled.open(0, MILLION, (number, orderId) => ids.set(number, orderId));
    const after = await settledMemory();
    const memory = { rssBytes: after.rssBytes - before.rssBytes, jsBytes: after.jsBytes - before.jsBytes };
    const massTicksMs = Array.from({ length: MASS_TICKS }, (_, round) => timeMassTick(filled, ids, round));
    return { memory, massTicksMs };
  },
});

/** Closes a tenth of a million orders that are scattered among the others in the order of opening. */
function timeMassTick(filled: FilledCore, ids: OrderIds, round: number): number {
  filled.apply(quietTick);
  const near = prepareNear(filled, ids, round);
  assert.equal(filled.core.openOrders, MILLION, 'a million orders are open');
  const startedAt = performance.now();
  const events = filled.apply(fallingTick);
  const elapsedMs = performance.now() - startedAt;
  const closed = events.map((event) => (event.type === 'closed' ? event.orderId : event.type));
  assert.equal(closed.length, MILLION / 10, 'one tick closes a tenth of a million orders');
  const wrong = near.findIndex((orderId, at) => closed[at] !== orderId);
  assert.equal(wrong, -1, 'it closes exactly the near ones, in the order in which they were opened');
  assert.equal(filled.core.openOrders, MILLION - near.length, 'the other orders stay open');
  return elapsedMs;
}

/**
 * Prepares a round. In the first round the near orders are those that were opened near. Before each later round, as many
 * orders are brought near, and as many new ones are opened in place of those that were closed.
 *
 * @returns the ids of the near orders in the order of opening.
 */
function prepareNear(filled: FilledCore, ids: OrderIds, round: number): string[] {
  const near: string[] = [];
  for (let number = 0; number < MILLION; number++) {
    if (Math.floor((number % NEAR_EVERY) / 2) !== round) continue;
    const orderId = ids.get(number);
    near.push(orderId);
    if (round === 0) continue;
    assert.equal(filled.apply(bringNear(number, filled.users, orderId))[0]?.type, 'updated');
    const replacement = createOrder(number, filled.users, false);
    assert.equal(filled.apply(replacement)[0]?.type, 'created');
  }
  return near;
}
