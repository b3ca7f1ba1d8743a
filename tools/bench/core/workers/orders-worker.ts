import assert from 'node:assert/strict';
import type { CloseOrder, Command, CreateOrder } from '@fulcrum/cfd';
import { runWorker } from '../../programs/worker.ts';
import { createOrder, MILLION, userOf } from '../workload.ts';
import { FilledCore } from './filled-core.ts';

const OPERATIONS_PER_ROUND = 50_000;
const COMMANDS_PER_BATCH = 1_000;
const ROUNDS = 4;
/** The first round only warms up. */
const OPERATIONS = OPERATIONS_PER_ROUND * (ROUNDS + 1);

export interface OrderRates {
  readonly operations: number;
  readonly createdPerSecond: number;
  readonly closedPerSecond: number;
}

runWorker({
  /** Opens and closes in turns, so that about a million orders stay open. Garbage collections count. */
  measure: (): OrderRates => {
    const filled = new FilledCore();
    const closes = fillAndChoose(filled);
    const creates = makeCreates(filled.users);
    let [creatingMs, closingMs] = [0, 0];
    for (let round = 0; round <= ROUNDS; round++) {
      const [from, to] = [round * OPERATIONS_PER_ROUND, (round + 1) * OPERATIONS_PER_ROUND];
      const created = timeAll(filled, creates.slice(from, to), 'created');
      const closed = timeAll(filled, closes.slice(from, to), 'closed');
      if (round === 0) continue;
      creatingMs += created;
      closingMs += closed;
    }
    assert.equal(filled.core.openOrders, MILLION, 'a million orders are open');
    const operations = OPERATIONS_PER_ROUND * ROUNDS;
    const rate = (elapsedMs: number) => (operations * 1_000) / elapsedMs;
    return { operations, createdPerSecond: rate(creatingMs), closedPerSecond: rate(closingMs) };
  },
});

/** Opens a million orders, and chooses at random which of them to close. */
function fillAndChoose(filled: FilledCore): CloseOrder[] {
  const closes: CloseOrder[] = [];
  filled.open(0, MILLION, (number, orderId) => {
    if (number % (MILLION / OPERATIONS) !== 0) return;
    closes.push({ type: 'close-order', requestId: orderId, orderId, userId: userOf(number, filled.users) });
  });
  return shuffle(closes);
}

function makeCreates(users: readonly string[]): CreateOrder[] {
  return Array.from({ length: OPERATIONS }, (_, number) => createOrder(MILLION + number, users));
}

/** Times the core alone. The commands are read from JSON just before, some at a time, as they are in an engine. */
function timeAll(filled: FilledCore, commands: readonly Command[], expected: string): number {
  let [done, elapsedMs] = [0, 0];
  for (let from = 0; from < commands.length; from += COMMANDS_PER_BATCH) {
    const batch = commands.slice(from, from + COMMANDS_PER_BATCH).map(read);
    const startedAt = performance.now();
    for (const command of batch) if (filled.apply(command)[0]?.type === expected) done += 1;
    elapsedMs += performance.now() - startedAt;
  }
  assert.equal(done, commands.length, `every command is answered with "${expected}"`);
  return elapsedMs;
}

function read(command: Command): Command {
  return JSON.parse(JSON.stringify(command));
}

function shuffle<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
