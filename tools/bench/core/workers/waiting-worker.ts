import assert from 'node:assert/strict';
import { type Command, type CreateOrder, NEWEST_RULES, type PriceUpdate } from '@fulcrum/cfd';
import { runWorker } from '../../programs/worker.ts';
import { median } from '../../report/statistics.ts';
import {
  createOrder,
  createTrailing,
  makeRisingTicks,
  makeTicks,
  placeOrder,
  quietTick,
  tickAt,
  userOf,
} from '../workload.ts';
import { FilledCore } from './filled-core.ts';
import { settledMemory } from './settled-memory.ts';

const EACH = 600_000;
const TICKS = 20_000;
const ROUNDS = 10;
const RISING_TICKS = 100_000;
const COMMANDS_PER_BATCH = 1_000;
const BATCH = 50_000;
const MASS = 100_000;
const MIDDLE = 6_000_000;

export interface Waiting {
  readonly ticksNs: number;
  readonly risingTicksNs: number;
  /** Memory of an order that waits. */
  readonly bytes: number;
  /** Orders a second. */
  readonly rates: { readonly placed: number; readonly cancelled: number; readonly opened: number };
  readonly massTickMs: number;
}

runWorker({
  measure: async (): Promise<Waiting> => {
    const filled = new FilledCore();
    filled.apply({ type: 'set-rules', version: NEWEST_RULES });
    open(filled);
    const before = await settledMemory();
    const first = place(filled);
    const after = await settledMemory();
    const bytes = Math.max(after.rssBytes - before.rssBytes, after.jsBytes - before.jsBytes) / EACH;
    const ticksNs = timeTicks(filled, makeTicks(TICKS));
    const risingTicksNs = timeRising(filled);
    const rates = timeOrders(filled);
    return { ticksNs, risingTicksNs, bytes, rates, massTickMs: timeMassTick(filled, first) };
  },
});

/** Prices move while orders are opened, so that the stops that trail have many beginnings. */
function open(filled: FilledCore): void {
  const ticks = makeTicks(EACH / 50);
  for (let number = 0; number < EACH; number++) {
    const tick = number % 50 === 0 ? ticks[number / 50] : undefined;
    if (tick !== undefined) expectNothing(filled, tick);
    expectAll(filled, number % 3 === 0 ? createTrailing(number, filled.users) : createOrder(number, filled.users));
  }
  filled.apply(quietTick);
}

/** @returns what cancels as many of them as one tick is to open: the core has no room for both. */
function place(filled: FilledCore): Command[] {
  const cancels: Command[] = [];
  for (let number = 0; number < EACH; number++) {
    const order = placeOrder(number, filled.users);
    expectAll(filled, order);
    if (number < MASS) cancels.push(cancelOf(order));
  }
  return cancels;
}

function cancelOf({ orderId, requestId, userId }: CreateOrder): Command {
  return { type: 'cancel-order', orderId, requestId, userId };
}

/** Nanoseconds for each tick. */
function timeTicks(filled: FilledCore, ticks: readonly PriceUpdate[]): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    for (const tick of ticks) expectNothing(filled, tick);
    return ((performance.now() - startedAt) * 1e6) / ticks.length;
  });
  return median(rounds);
}

/**
 * The same, once: the next round would find no price that is new. The ticks are read from JSON just before, some at a time, as
 * they are in an engine.
 */
function timeRising(filled: FilledCore): number {
  const ticks = makeRisingTicks(RISING_TICKS);
  let elapsedMs = 0;
  for (let from = 0; from < ticks.length; from += COMMANDS_PER_BATCH) {
    const batch: PriceUpdate[] = JSON.parse(JSON.stringify(ticks.slice(from, from + COMMANDS_PER_BATCH)));
    const startedAt = performance.now();
    for (const tick of batch) expectNothing(filled, tick);
    elapsedMs += performance.now() - startedAt;
  }
  filled.apply(quietTick);
  return (elapsedMs * 1e6) / ticks.length;
}

function timeOrders(filled: FilledCore): Waiting['rates'] {
  const { users } = filled;
  const elapsed = { placed: 0, cancelled: 0, opened: 0 };
  for (let round = 0; round <= 3; round++) {
    const orders = Array.from({ length: BATCH }, (_, number) => placeOrder(EACH + number, users));
    const cancels = orders.map(cancelOf);
    const placed = timeAll(filled, orders);
    const cancelled = timeAll(filled, cancels);
    const opened = timeOpening(filled);
    if (round === 0) continue;
    elapsed.placed += placed;
    elapsed.cancelled += cancelled;
    elapsed.opened += opened;
  }
  const rate = (ms: number) => (3 * BATCH * 1_000) / ms;
  return { placed: rate(elapsed.placed), cancelled: rate(elapsed.cancelled), opened: rate(elapsed.opened) };
}

/** Places orders just below and above the market, reaches them with ticks a hundredth apart, and closes what they opened. */
function timeOpening(filled: FilledCore): number {
  const nearBuys = nearOrders(filled, BATCH, (number) => 1_000 + (number % 5_000));
  const ticks = Array.from({ length: 6_000 }, (_, step) => tickAt(MIDDLE - step - 1_000));
  const startedAt = performance.now();
  let opened = 0;
  for (const tick of ticks) for (const { type } of filled.apply(tick)) if (type === 'created') opened += 1;
  const elapsedMs = performance.now() - startedAt;
  assert.equal(opened, BATCH, 'all of them open');
  closeAll(filled, nearBuys);
  return elapsedMs;
}

/** One tick opens a hundred thousand. */
function timeMassTick(filled: FilledCore, first: readonly Command[]): number {
  for (const cancel of first) expectAll(filled, cancel);
  const rounds = Array.from({ length: 3 }, () => {
    const orders = nearOrders(filled, MASS, (number) => 1_000 + (number % 5_000));
    const fall = tickAt(MIDDLE - 7_000);
    const startedAt = performance.now();
    const events = filled.apply(fall);
    const elapsedMs = performance.now() - startedAt;
    assert.equal(events.filter(({ type }) => type === 'created').length, MASS, 'one tick opens all of them');
    closeAll(filled, orders);
    return elapsedMs;
  });
  return median(rounds);
}

/** Buy limits below the market. */
function nearOrders(filled: FilledCore, count: number, away: (number: number) => number): CreateOrder[] {
  const orders = Array.from({ length: count }, (_, number) => placeOrder(4 * number, filled.users, away(number)));
  for (const [number, order] of orders.entries()) expectAll(filled, { ...order, userId: userOf(number, filled.users) });
  return orders;
}

function closeAll(filled: FilledCore, orders: readonly CreateOrder[]): void {
  for (const [number, { orderId, requestId }] of orders.entries())
    expectAll(filled, { type: 'close-order', orderId, requestId, userId: userOf(number, filled.users) });
  filled.apply(quietTick);
}

/** Times the core alone. The commands are read from JSON just before, some at a time, as they are in an engine. */
function timeAll(filled: FilledCore, commands: readonly Command[]): number {
  let elapsedMs = 0;
  for (let from = 0; from < commands.length; from += COMMANDS_PER_BATCH) {
    const batch: Command[] = JSON.parse(JSON.stringify(commands.slice(from, from + COMMANDS_PER_BATCH)));
    const startedAt = performance.now();
    for (const command of batch) expectAll(filled, command);
    elapsedMs += performance.now() - startedAt;
  }
  return elapsedMs;
}

function expectAll(filled: FilledCore, command: Command): void {
  const [event] = filled.apply(command);
  assert(event !== undefined && event.type !== 'rejected', `${command.type} is carried out`);
}

function expectNothing(filled: FilledCore, tick: PriceUpdate): void {
  assert.equal(filled.apply(tick).length, 0, 'the tick triggers nothing');
}
