import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database, readCheckpoint, readLosses } from '@fulcrum/db';
import { compareLogIds, type LogId } from '@fulcrum/log';
import { newOrderId } from '@fulcrum/protocol';
import { endOfStream, streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stack } from './support/stack.ts';
import type { Trader } from './support/trader.ts';

/** An order that was acknowledged, and that Redis has lost with its last writes, is answered as lost. */

let stack: Stack;
let db: Database;
let trader: Trader;
const keys = streamKeys();

beforeAll(async () => {
  stack = await Stack.start();
  db = connectDatabase(stack.devstack.postgres.url, 1);
  trader = await stack.trader();
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

/** Ticks until the engine's snapshot has all that stands in the log. */
async function untilInSnapshot(position: LogId): Promise<void> {
  const isIn = async () => {
    await stack.tick('61800.20', '61800.30');
    return compareLogIds(await readCheckpoint(db, 'engine'), position) >= 0;
  };
  await expect.poll(isIn, { timeout: 25_000, interval: 500 }).toBe(true);
}

/** Puts a stream back to where it was, as a Redis does that comes back without its last writes. */
async function loseBehind(key: string, last: LogId): Promise<void> {
  const kept = await stack.redis.xrange(key, '-', last);
  const back = stack.redis.multi().del(key);
  for (const [id, fields] of kept) back.xadd(key, id, ...fields);
  await back.exec();
}

it('a lost order is answered as lost, with when, and what never came is not', { timeout: 60_000 }, async () => {
  const kept = newOrderId(Date.now());
  expect((await trader.open({ orderId: kept })).status).toBe(201);
  await untilInSnapshot(await endOfStream(stack.redis, keys.engine));
  const [log, results] = [await endOfStream(stack.redis, keys.engine), await endOfStream(stack.redis, keys.callback)];
  const lost = [newOrderId(Date.now()), randomUUID()];
  for (const orderId of lost) expect((await trader.open({ orderId })).status).toBe(201);
  const look = (orderId: string) => trader.get(`/trade/orders/${orderId}`);
  await loseBehind(keys.engine, log);
  await loseBehind(keys.callback, results);
  await expect.poll(() => readLosses(db), { timeout: 20_000 }).toHaveLength(1);
  await expect.poll(async () => (await look(kept)).body.status, { timeout: 20_000 }).toBe('open');
  const loss = { after: expect.any(Number), before: expect.any(Number) };
  for (const orderId of lost) {
    const { body } = await look(orderId);
    expect(body).toEqual({ orderId, status: 'lost', loss });
    expect(body.loss.after).toBeLessThan(body.loss.before);
    expect(body.loss.before).toBeLessThanOrEqual(Date.now());
  }
  expect((await look(randomUUID())).body).toMatchObject({
    code: 'unknown_order',
    detail: expect.stringMatching(/lost/),
  });
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const later = newOrderId(Date.now());
  expect((await look(later)).body.detail).toBe('There is no such order: it never reached the engine.');
});
