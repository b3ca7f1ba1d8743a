import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database, readCheckpoint, readLosses } from '@fulcrum/db';
import { compareLogIds, type LogId } from '@fulcrum/log';
import { newOrderId } from '@fulcrum/protocol';
import { signSession } from '@fulcrum/sessions';
import { endOfStream, streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SECRET, Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';

/** An order that was acknowledged, and that Redis has lost with its last writes, is answered as lost. */

let stack: Stack;
let db: Database;
let trader: Trader;
const keys = streamKeys();

beforeAll(async () => {
  stack = await Stack.start({ apis: 2 });
  db = connectDatabase(stack.devstack.postgres.url, 1);
  trader = await stack.trader();
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

/** Sends ticks until the engine's snapshot has everything that is in the log. */
async function untilInSnapshot(position: LogId): Promise<void> {
  const isIn = async () => {
    await stack.tick('61800.20', '61800.30');
    return compareLogIds(await readCheckpoint(db, 0, 'engine'), position) >= 0;
  };
  await expect.poll(isIn, { timeout: 25_000, interval: 500 }).toBe(true);
}

/** Puts a stream back to an earlier state, like a Redis that comes back without its last writes. */
async function loseBehind(key: string, last: LogId): Promise<void> {
  const kept = await stack.redis.xrange(key, '-', last);
  const back = stack.redis.multi().del(key);
  for (const [id, fields] of kept) back.xadd(key, id, ...fields);
  await back.exec();
}

it('lost orders and accounts are told of, whatever is repeated, and what never came is not', {
  timeout: 60_000,
}, async () => {
  const kept = newOrderId(Date.now());
  expect((await trader.open({ orderId: kept })).status).toBe(201);
  await untilInSnapshot(await endOfStream(stack.redis, keys.engine));
  const [log, results] = [await endOfStream(stack.redis, keys.engine), await endOfStream(stack.redis, keys.callback)];
  const lost = [newOrderId(Date.now()), randomUUID()];
  for (const orderId of lost) expect((await trader.open({ orderId })).status).toBe(201);
  const newcomer = await stack.trader();
  const lostWithAccount = newOrderId(Date.now());
  expect((await newcomer.open({ orderId: lostWithAccount })).status).toBe(201);
  await loseBehind(keys.engine, log);
  await loseBehind(keys.callback, results);
  await expect.poll(() => readLosses(db, 0)).toHaveLength(1);
  await expect.poll(async () => (await look(trader, kept)).body.status).toBe('open');
  for (const orderId of lost) await expectLost(trader, orderId);

  await expectLost(newcomer, lostWithAccount);
  expect(await newcomer.balance()).toBe('10000.000000');
  expect(await newcomer.openOrders()).toEqual([]);

  const repetition = await trader.open({ orderId: lost[0] });
  expect(repetition).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/tells what became/) } });
  expect((await trader.open({ orderId: lost[1] })).status).toBe(409);
  expect((await trader.open({ orderId: lost[0], validUntil: 1 })).status).toBe(409);
  for (const orderId of lost) await expectLost(trader, orderId);
  // A process that has not sent the order knows only the time in its id.
  const elsewhere = trader.at(stack.apiUrls[1] ?? '');
  await expectLost(elsewhere, lost[0] ?? '');
  expect((await look(elsewhere, lost[1] ?? '')).body.rejection.message).toMatch(/may be among what the log lost/);
  expect((await look(trader, randomUUID())).body).toMatchObject({
    code: 'unknown_order',
    detail: expect.stringMatching(/lost/),
  });
  await sleep(2_100);
  const never = 'There is no such order: it never reached the engine.';
  expect((await look(trader, newOrderId(Date.now()))).body.detail).toBe(never);
  const later = await stack.trader();
  expect((await look(later, randomUUID())).body.detail).toBe(never);
});

it('what a repetition opens under the id of a lost order is what stands', async () => {
  const [loss] = await readLosses(db, 0);
  const orderId = newOrderId(Number(loss?.foundAt));
  expect((await trader.open({ orderId })).status).toBe(201);
  expect((await look(trader, orderId)).body.status).toBe('open');
});

it('an account that is gone is opened again by the first order', async () => {
  const gone = await userWithoutAccount();
  expect((await gone.open()).status).toBe(201);
  expect((await gone.openOrders()).length).toBe(1);
});

/** A user with a valid session whom the engine does not know. */
async function userWithoutAccount(): Promise<Trader> {
  const { id } = await db.user.create({ data: { email: `${randomUUID()}@example.com` } });
  return trader.as(id, signSession(id, randomUUID(), SECRET));
}

function look(asker: Trader, orderId: string) {
  return asker.get(`/trade/orders/${orderId}`);
}

async function expectLost(asker: Trader, orderId: string): Promise<void> {
  const { body } = await look(asker, orderId);
  expect(body).toEqual({ orderId, status: 'lost', loss: { after: expect.any(Number), before: expect.any(Number) } });
  expect(body.loss.after).toBeLessThan(body.loss.before);
  expect(body.loss.before).toBeLessThanOrEqual(Date.now());
}
