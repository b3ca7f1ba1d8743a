import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase, type Database } from '@fulcrum/db';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';
import { StaffMember, stepsOf } from './desk-staff.ts';

/** `kill -9` between a second person's yes and its effect: nothing is lost, and nothing is done twice. */

const keys = streamKeys();
const SETTLES = { timeout: 30_000 };

let stack: Stack;
let db: Database;
let support: StaffMember;
let compliance: StaffMember;
let client: Trader;
let booked = 0;

beforeAll(async () => {
  stack = await Stack.start();
  await stack.append('set-rules', { version: NEWEST_RULES });
  db = connectDatabase(stack.devstack.postgres.url, 5);
  support = await StaffMember.hire(stack, db, 'support');
  compliance = await StaffMember.hire(stack, db, 'compliance');
  client = await stack.trader();
  await stack.addApi();
});
afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

/** The place of the process that staff use: the others know of what is done there by the database alone. */
let here = 0;
const apiHere = () => stack.apis[here] as AppProcess;
const at = (staff: StaffMember) => staff.at(stack.apiUrls[here] ?? '');

/** It is killed, and another one takes over. */
async function moveOn(): Promise<void> {
  await apiHere().kill();
  here = 1 - here;
}

async function askedFor(): Promise<string> {
  const path = `/clients/${client.userId}/deposits`;
  const asked = await at(support).ask(path, { amount: '1001', paymentId: randomUUID() });
  expect([asked.status, asked.body.action?.state]).toEqual([202, 'waiting']);
  return asked.body.action.actionId;
}

/** Nobody waits for the answer, which may never come. */
function sayYes(actionId: string): void {
  at(compliance)
    .decide(actionId, 'approve')
    .catch(() => {});
}

const rowOf = (id: string) => db.deskAction.findUniqueOrThrow({ where: { id } });
const stateOf = async (id: string) => (await rowOf(id)).state;

async function entriesOf(actionId: string): Promise<string[]> {
  const entries = await stack.redis.xrange(keys.engine, '-', '+');
  return entries.filter(([, fields]) => fields.join().includes(`"desk:${actionId}"`)).map(([id]) => id);
}

/** It was done once, whoever did which part of it. */
async function isDoneOnce(actionId: string): Promise<void> {
  booked += 1;
  await expect.poll(() => stateOf(actionId), SETTLES).toBe('done');
  const { entryId } = await rowOf(actionId);
  expect(await entriesOf(actionId)).toEqual([entryId]);
  expect((await stepsOf(db, actionId)).map(({ act }) => act)).toEqual([
    'book-deposit:ask',
    'book-deposit:approve',
    'book-deposit:done',
  ]);
}

/** The ledger has each booking once. */
async function addsUp(): Promise<void> {
  const rows = await db.ledgerEntry.findMany({ where: { userId: client.userId } });
  expect(rows.filter(({ amount }) => amount.toString() === '1001')).toHaveLength(booked);
  expect((await client.at(stack.apiUrls[here] ?? '').get('/balance/me')).body.cash).toBe(
    `${10_000 + 1001 * booked}.000000`,
  );
}

describe('a process that is killed', () => {
  it('after the yes, and before anything is sent, is followed by another', async () => {
    const actionId = await askedFor();
    // Redis takes no writes: nothing can be sent.
    await stack.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    sayYes(actionId);
    await expect.poll(() => stateOf(actionId), SETTLES).toBe('approved');
    await moveOn();
    await stack.redis.call('CLIENT', 'UNPAUSE');
    expect([(await rowOf(actionId)).entryId, await entriesOf(actionId)]).toEqual([null, []]);
    await apiHere().start();
    await isDoneOnce(actionId);
  });

  it('after it was sent, and before that was noted, sends nothing twice', async () => {
    const actionId = await askedFor();
    await stack.recorder.stop();
    sayYes(actionId);
    await expect.poll(() => entriesOf(actionId), SETTLES).toHaveLength(1);
    await moveOn();
    // As if its transaction had never been finished.
    await db.deskAction.update({ where: { id: actionId }, data: { entryId: null } });
    await Promise.all([apiHere().start(), stack.recorder.start()]);
    await isDoneOnce(actionId);
  });

  it('after it was sent and before the answer is recorded leaves the answer to another', async () => {
    const actionId = await askedFor();
    await stack.recorder.kill();
    sayYes(actionId);
    await expect.poll(async () => (await rowOf(actionId)).entryId, SETTLES).not.toBeNull();
    await moveOn();
    expect(await stateOf(actionId)).toBe('approved');
    await Promise.all([apiHere().start(), stack.recorder.start()]);
    await isDoneOnce(actionId);
  });

  it('after the answer, and before the end is noted, leaves the end to another', async () => {
    const actionId = await askedFor();
    await stack.recorder.kill();
    sayYes(actionId);
    await expect.poll(async () => (await rowOf(actionId)).entryId, SETTLES).not.toBeNull();
    await db.$transaction(
      async (tx) => {
        // Whoever holds the row keeps everybody from ending it.
        await tx.$queryRaw`select from "DeskAction" where "id" = ${actionId}::uuid for update`;
        await stack.recorder.start();
        await expect.poll(() => db.deskAnswer.count({ where: { actionId } }), SETTLES).toBe(1);
        await moveOn();
      },
      { timeout: 60_000 },
    );
    expect(await stateOf(actionId)).toBe('approved');
    await apiHere().start();
    await isDoneOnce(actionId);
  });

  it('beside another one, at any moment, loses and doubles nothing', async () => {
    await (stack.apis[1 - here] as AppProcess).start();
    const actions: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const ids = [await askedFor(), await askedFor(), await askedFor()];
      actions.push(...ids);
      for (const id of ids) sayYes(id);
      await sleep(Math.random() * 120);
      const victim = apiHere();
      await moveOn();
      await victim.start();
    }
    for (const actionId of actions) {
      // The yes may have come too late: nothing of it was done then, and it can be said again.
      if ((await stateOf(actionId)) === 'waiting') {
        expect(await entriesOf(actionId)).toEqual([]);
        expect((await at(compliance).decide(actionId, 'approve')).status).toBeLessThan(300);
      }
      await isDoneOnce(actionId);
    }
    await addsUp();
  });
});
