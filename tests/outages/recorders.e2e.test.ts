import { connectDatabase } from '@fulcrum/db';
import { journalLines } from '@fulcrum/journal';
import { decodeEvents } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';

/** Two recorders on one journal folder and one database: one keeps the journal, and the other one takes over. */

const WAITS = 'another recorder writes';
const CATCH_UP = { timeout: 30_000, interval: 100 };

let stack: Stack;
let trader: Trader;
let second: AppProcess;

beforeAll(async () => {
  stack = await Stack.start();
  await stack.tick('61800.20', '61800.30');
  trader = await stack.trader();
  second = stack.addRecorder();
  await second.spawn();
});

afterAll(() => stack?.stop());

/** Opens and closes some orders, one after the other. */
async function trade(count: number): Promise<void> {
  for (let order = 0; order < count; order += 1) {
    const { status, body } = await trader.open({ quantity: '0.00010' });
    expect(status).toBe(201);
    expect((await trader.close(body.orderId)).status).toBe(200);
  }
}

async function journalled(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { text } of journalLines(stack.journalFolder)) ids.push(JSON.parse(text).id);
  return ids;
}

const inLog = async () => (await stack.redis.xrange(streamKeys().engine, '-', '+')).map(([id]) => id);

async function closed(): Promise<string[]> {
  const entries = await stack.redis.xrange(streamKeys().callback, '-', '+');
  const events = entries.flatMap(([, [, text = '[]']]) => decodeEvents(text));
  return events.flatMap((event) => (event.type === 'closed' ? [event.orderId] : [])).sort();
}

async function inHistory(): Promise<string[]> {
  const db = connectDatabase(stack.devstack.postgres.url, 1);
  const rows = await db.$queryRaw<{ orderId: string }[]>`select "orderId"::text from "ExistingTrade"`;
  await db.$disconnect();
  return rows.map(({ orderId }) => orderId).sort();
}

/** Expects that nothing is lost, doubled or out of order. */
async function expectAllRecorded(): Promise<void> {
  await expect.poll(async () => (await journalled()).at(-1), CATCH_UP).toBe((await inLog()).at(-1));
  expect(await journalled()).toEqual(await inLog());
  await expect.poll(inHistory, CATCH_UP).toEqual(await closed());
}

it('lets the second one wait', async () => {
  await second.untilNotReady(WAITS);
  await trade(10);
  await expectAllRecorded();
});

it('goes on with the second one when the first one is killed', async () => {
  const [trading] = [trade(20), await stack.recorder.kill()];
  await second.ready();
  await trading;
  await stack.recorder.spawn();
  await stack.recorder.untilNotReady(WAITS);
  await expectAllRecorded();
});

it('goes on with the first one when the second one is held still, and goes on itself later', async () => {
  const trading = trade(20);
  second.hold();
  await stack.recorder.ready();
  second.letGo();
  await second.untilNotReady(WAITS);
  await trading;
  await trade(10);
  await expectAllRecorded();
  expect((await closed()).length).toBe(60);
});
