import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeEvents } from '@fulcrum/protocol';
import { streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RedisPair } from '../../packages/streams/src/testing/redis-pair.ts';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';

/** Two Redis servers behind one address, without sentinels: the address moves from the one to the other. */

const TRADES_AGAIN_WITHIN_MS = 10_000;

let pair: RedisPair;
let stack: Stack;
let trader: Trader;

beforeAll(async () => {
  pair = await RedisPair.start();
  const address = { REDIS_URL: pair.url };
  stack = await Stack.start({ redis: { address, settings: address } });
  await stack.tick('61800.20', '61800.30');
  trader = await stack.trader();
});

afterAll(async () => {
  await stack?.stop();
  await pair?.stop();
});

const open = async () => (await trader.open({ orderId: randomUUID(), quantity: '0.00010', leverage: 100 })).status;

/** Sends orders until one of them is opened. @returns the answers to the others. */
async function openAgain(): Promise<number[]> {
  const others: number[] = [];
  for (const end = Date.now() + TRADES_AGAIN_WITHIN_MS; Date.now() < end; await sleep(20)) {
    const status = await open();
    if (status === 201) return others;
    others.push(status);
  }
  throw new Error(`no order was opened within ten seconds: ${others.join(', ')}`);
}

/** The former server may still have opened the first order. */
async function expectToTradeOn(): Promise<void> {
  for (let order = 0; order < 20; order += 1)
    for (const status of await openAgain()) expect([202, 503]).toContain(status);
  await stack.apis[0]?.ready();
  await stack.engine.ready();
  const answers = await Promise.all(Array.from({ length: 20 }, open));
  expect(answers).toEqual(Array.from({ length: 20 }, () => 201));
}

it('trades on when the former primary lives on as a replica, and would refuse everything', async () => {
  expect(await open()).toBe(201);
  await pair.failOver();
  await expectToTradeOn();
});

it('trades on when the primary was killed, and says that it is not ready before another one is there', async () => {
  await pair.kill(async () => {
    await Promise.all([stack.apis[0]?.untilNotReady(''), stack.engine.untilNotReady('')]);
    expect(await open()).toBe(503);
  });
  await expectToTradeOn();
});

it('has done nothing twice', async () => {
  await whenReady(stack.redis, AbortSignal.timeout(10_000));
  const entries = await stack.redis.xrange(streamKeys().callback, '-', '+');
  const events = entries.flatMap(([, [, text = '[]']]) => decodeEvents(text));
  const created = events.flatMap((event) => (event.type === 'created' ? [event.orderId] : []));
  expect(created.length).toBeGreaterThan(80);
  expect(new Set(created).size).toBe(created.length);
});
