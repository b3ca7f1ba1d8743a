import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '@fulcrum/cfd';
import type { LogId } from '@fulcrum/log';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { runWorker } from '../../programs/worker.ts';
import { OpenOrders } from '../open-orders.ts';
import { createAccount, createOrder, makeTicks, makeUsers, quietTick, setInstrument, userOf } from '../workload.ts';

const ENTRIES_PER_PIPELINE = 1_000;
/** The most pipelines without their replies. */
const PIPELINES = 8;
const FEED_INTERVAL_MS = 5;
const ORDERS_PER_TICK = 50;

export interface Filled {
  readonly entries: number;
  readonly lastId: LogId;
}

export interface FeedRates {
  readonly seconds: number;
  readonly ticksPerSecond: number;
  readonly ordersPerSecond: number;
}

export interface Fed {
  readonly elapsedMs: number;
  readonly ticks: number;
  readonly orders: number;
  readonly openOrders: number;
}

const users = makeUsers();
const ticks = makeTicks(4_096);
const open = new OpenOrders();
let redis: Redis | undefined;
let nextNumber = 0;
let nextTick = 0;
let lastId: LogId = '';

runWorker({
  connect: async ({ redisUrl }: { redisUrl: string }): Promise<void> => {
    redis = connectRedis(redisUrl, (error) => console.error(error));
    await whenReady(redis, AbortSignal.timeout(10_000));
  },
  /** Appends an instrument, the accounts and so many orders, as fast as Redis takes them. */
  fill: async ({ orders }: { orders: number }): Promise<Filled> => {
    let entries = 0;
    const sending = new Set<Promise<void>>();
    for (const commands of inPieces(opening(orders))) {
      entries += commands.length;
      await send(sending, commands);
    }
    await Promise.all(sending);
    return { entries, lastId };
  },
  tick: async (): Promise<void> => {
    await append([quietTick]);
  },
  /** Appends ticks that trigger nothing, and commands that open and close as many orders, at these rates. */
  feed: async ({ seconds, ticksPerSecond, ordersPerSecond }: FeedRates): Promise<Fed> => {
    const sending = new Set<Promise<void>>();
    const startedAt = performance.now();
    const elapsedSeconds = () => Math.min(seconds, (performance.now() - startedAt) / 1_000);
    let [tickCount, orderCount] = [0, 0];
    for (let now = 0; now < seconds; ) {
      now = elapsedSeconds();
      const commands: Command[] = [];
      for (; tickCount < Math.floor(now * ticksPerSecond); tickCount++) commands.push(movingTick());
      for (; orderCount < Math.floor(now * ordersPerSecond); orderCount++)
        commands.push(orderCount % 2 === 0 ? openNext() : closeAny());
      if (commands.length > 0) await send(sending, commands);
      await sleep(FEED_INTERVAL_MS);
    }
    await Promise.all(sending);
    return { elapsedMs: performance.now() - startedAt, ticks: tickCount, orders: orderCount, openOrders: open.size };
  },
});

function* opening(orders: number): Generator<Command> {
  yield setInstrument;
  for (const userId of users) yield createAccount(userId);
  for (let order = 0; order < orders; order++) {
    if (order % ORDERS_PER_TICK === 0) yield movingTick();
    yield openNext();
  }
}

function movingTick(): Command {
  nextTick += 1;
  return ticks[nextTick % ticks.length] ?? quietTick;
}

function openNext(): Command {
  const command = createOrder(nextNumber, users);
  open.add(nextNumber, command.orderId);
  nextNumber += 1;
  return command;
}

function closeAny(): Command {
  const { number, orderId } = open.takeAny();
  return { type: 'close-order', requestId: orderId, orderId, userId: userOf(number, users) };
}

function* inPieces(commands: Iterable<Command>): Generator<Command[]> {
  let piece: Command[] = [];
  for (const command of commands) {
    piece.push(command);
    if (piece.length < ENTRIES_PER_PIPELINE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** Sends on while replies are outstanding, but not without limit. */
async function send(sending: Set<Promise<void>>, commands: readonly Command[]): Promise<void> {
  const sent = append(commands).finally(() => sending.delete(sent));
  sending.add(sent);
  if (sending.size >= PIPELINES) await Promise.race(sending);
}

/**
 * Appends many entries with one command, because the feeder has to leave as much of the machine to the engine as it can.
 * Redis writes each as an entry of its own.
 */
const APPEND_ALL = `
  local id
  for at = 1, #ARGV, 2 do id = redis.call('XADD', KEYS[1], '*', 'type', ARGV[at], 'data', ARGV[at + 1]) end
  return id`;

async function append(commands: readonly Command[]): Promise<void> {
  assert(redis !== undefined, 'the feeder is connected first');
  const fields = commands.flatMap(({ type, ...data }) => [type, JSON.stringify(data)]);
  lastId = String(await redis.eval(APPEND_ALL, 1, streamKeys().engine, ...fields));
}
