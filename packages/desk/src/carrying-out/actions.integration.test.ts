import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { connectDatabase, migrate, readLosses } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { callbackId, logTime } from '@fulcrum/log';
import { historyId } from '@fulcrum/protocol';
import { connectRedis, OnceAppender, type OnceOnly, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ActionRow } from '../actions/action.ts';
import { ask, type DeskParts, MAX_WAITING } from '../actions/ask.ts';
import { approve } from '../actions/decide.ts';
import { expireOld } from '../actions/expire.ts';
import type { Actor } from '../staff/actor.ts';
import { actAtOnce } from './act-at-once.ts';
import { type DueAction, dueActions } from './due.ts';
import { endAnswered } from './end-answered.ts';
import { endLost } from './lost-actions.ts';
import { type SendParts, send } from './send.ts';

const keys = streamKeys();
const [SUPPORT, ADMIN] = [randomUUID(), randomUUID()];
const support: Actor = { id: SUPPORT, role: 'support', address: '192.0.2.1' };
const admin: Actor = { id: ADMIN, role: 'admin', address: '192.0.2.2' };
const operator: Actor = { id: 'cli:ada', role: 'operator', address: 'local' };
const CLIENT = randomUUID();

let folder: string;
let devstack: Devstack;
let redis: Redis;
let parts: DeskParts & SendParts;

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: join(folder, 'data') });
  await migrate(devstack.postgres.url);
  redis = connectRedis(devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  const db = connectDatabase(devstack.postgres.url, 12);
  parts = { db, redis, keys, secondPersonAbove: '1000', once: new OnceAppender(redis) };
  for (const id of [SUPPORT, ADMIN, CLIENT]) await db.user.create({ data: { id, email: `${id}@example.com` } });
});
afterAll(async () => {
  redis?.disconnect();
  await parts?.db.$disconnect();
  await devstack?.stop();
  removeFolder(folder);
});
beforeEach(async () => {
  await redis.flushall();
  const { db } = parts;
  await db.$transaction([
    ...[db.deskAction.deleteMany(), db.deskAnswer.deleteMany(), db.loss.deleteMany(), db.checkpoint.deleteMany()],
    db.staffMember.deleteMany(),
    db.staffMember.createMany({
      data: [
        { userId: SUPPORT, role: 'support' },
        { userId: ADMIN, role: 'admin' },
      ],
    }),
  ]);
  await redis.xadd(keys.engine, '*', 'type', 'set-rules', 'data', '{"version":7}');
});

const asked = (amount: string, actor = support) => ({
  ...{ id: randomUUID(), kind: 'adjust-cash' as const, actor, reason: 'a test' },
  data: { userId: CLIENT, amount, note: 'a fee' },
});

const approved = () => ask(parts, asked('5'));
const rowOf = (id: string) => parts.db.deskAction.findUniqueOrThrow({ where: { id } });

async function allDue(): Promise<DueAction[]> {
  const due: DueAction[] = [];
  for await (const action of dueActions(parts)) due.push(action);
  return due;
}

async function commandsInLog(): Promise<[id: string, data: Record<string, unknown>][]> {
  const entries = await redis.xrange(keys.engine, '-', '+');
  return entries.flatMap(([id, fields]) => (fields[1] === 'transfer' ? [[id, JSON.parse(fields[3] ?? '')]] : []));
}

/** Writes down an answer, as the recorder does. */
async function record({ id, entryId }: ActionRow, event: object = { type: 'transferred' }): Promise<void> {
  const row = historyId(0, callbackId(entryId ?? '', 0), 0);
  await parts.db.deskAnswer.create({ data: { id: row, actionId: id, event } });
}

async function stepsOf(id: string): Promise<string[]> {
  const rows = await parts.db.auditEntry.findMany({
    where: { content: { contains: id } },
    orderBy: { number: 'asc' },
  });
  return rows.map(({ act }) => act.replace('adjust-cash:', ''));
}

it('whoever sends it, and however often, it is in the log once, as an actor’s', async () => {
  const { id } = await approved();
  await Promise.all(Array.from({ length: 8 }, () => send(parts, id)));
  const [[entryId, data] = [], ...others] = await commandsInLog();
  expect(others).toEqual([]);
  expect(data).toMatchObject({ requestId: `desk:${id}`, transferId: id, userId: CLIENT, actor: SUPPORT });
  expect(await rowOf(id)).toMatchObject({ state: 'approved', entryId });
});

/** Ends as soon as the command is in the log. */
class Dying extends OnceAppender {
  override async append(command: OnceOnly): Promise<never> {
    await super.append(command);
    throw new Error('killed');
  }
}

it('a process that ended between the log and the database leaves nothing to be sent twice', async () => {
  const { id } = await approved();
  await expect(send({ ...parts, once: new Dying(redis) }, id)).rejects.toThrow('killed');
  expect((await rowOf(id)).entryId).toBeNull();
  expect(await allDue()).toMatchObject([{ id, isUnsent: true }]);
  await send(parts, id);
  const [[entryId] = [], ...others] = await commandsInLog();
  expect([(await rowOf(id)).entryId, others]).toEqual([entryId, []]);
});

it('its answer ends it, once, whoever sees it first', async () => {
  const { id } = await approved();
  await record((await send(parts, id)) as ActionRow);
  await Promise.all([endAnswered(parts, id), endAnswered(parts, id)]);
  expect(await rowOf(id)).toMatchObject({ state: 'done', answer: { type: 'transferred' } });
  expect(await stepsOf(id)).toEqual(['act', 'done']);
});

it('what was approved more than a day ago and never sent has failed', async () => {
  const { id } = await approved();
  await parts.db.deskAction.update({ where: { id }, data: { decidedAt: new Date(Date.now() - 86_400_001) } });
  await send(parts, id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', answer: { code: 'too_late' } });
  expect(await commandsInLog()).toEqual([]);
  expect(await stepsOf(id)).toEqual(['act', 'failed']);
});

it('a history that is far behind keeps money from being sent: it may have been booked before', async () => {
  await redis.xadd(keys.callback, '*', 'events', '[]');
  const { id } = await approved();
  expect(await send(parts, id)).toBeUndefined();
  expect(await rowOf(id)).toMatchObject({ state: 'approved', entryId: null });
});

it('any number of actions that have to wait holds up none behind them', async () => {
  const { id: first, before: _, answer: __, ...row } = await approved();
  // Of others: what one person does alone counts for the next time on the same account.
  const rows = Array.from({ length: 200 }, () => ({ ...row, id: randomUUID(), userId: randomUUID(), data: {} }));
  await parts.db.deskAction.createMany({ data: rows });
  const { id: last } = await approved();
  const due = (await allDue()).map(({ id }) => id);
  expect([new Set(due).size, due.length, due.at(-1)]).toEqual([202, 202, last]);
  expect(due).toContain(first);
});

it('nobody says yes after a day', async () => {
  const { id } = await ask(parts, asked('5000'));
  await parts.db.deskAction.update({ where: { id }, data: { expiresAt: new Date() } });
  await expect(approve(parts, { id, actor: admin })).rejects.toMatchObject({ code: 'already_decided' });
  expect((await rowOf(id)).state).toBe('expired');
  const { id: other } = await ask(parts, asked('5000'));
  await parts.db.deskAction.update({ where: { id: other }, data: { expiresAt: new Date() } });
  await expireOld(parts);
  expect((await rowOf(other)).state).toBe('expired');
  expect([await stepsOf(id), await stepsOf(other)]).toEqual([
    ['ask', 'expire'],
    ['ask', 'expire'],
  ]);
});

it('no price is shown that the engine would refuse by the time it is sent', async () => {
  await parts.db.staffMember.deleteMany();
  const instrument = {
    ...{ asset: 'DEAD_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
    ...{ maxLeverage: 100, maxQuoteAgeMs: 0 },
  };
  const set = (settings: object) =>
    redis.xadd(keys.engine, '*', 'type', 'set-instrument', 'data', JSON.stringify(settings));
  await set(instrument);
  const price = () => {
    const data = { asset: 'DEAD_USDC', bid: '200.00', ask: '200.10' };
    return ask(parts, { ...asked('5', operator), kind: 'set-price', data });
  };
  const [{ id: sent }, { id: late }] = [await price(), await price()];
  await send(parts, sent);
  await set({ ...instrument, mode: 'closed' });
  await send(parts, late);
  expect((await rowOf(sent)).entryId).not.toBeNull();
  expect(await rowOf(late)).toMatchObject({ state: 'failed', entryId: null, answer: { code: 'market_closed' } });
  expect(await redis.xlen(keys.price)).toBe(1);
});

it('so many may wait, and no more', async () => {
  const { id: _id, ...row } = await ask(parts, asked('5000'));
  const rows = Array.from({ length: MAX_WAITING - 1 }, () => ({ ...row, id: randomUUID(), data: {} }));
  await parts.db.deskAction.createMany({ data: rows.map(({ before: _, answer: __, ...other }) => other) });
  await expect(ask(parts, asked('5000'))).rejects.toMatchObject({ status: 429, code: 'too_many_waiting' });
  expect((await ask(parts, asked('5000', admin))).state).toBe('waiting');
});

it.each([
  ['a reason of two lines', { reason: 'one\ntwo' }, 'reason'],
  ['an endless reason', { reason: 'x'.repeat(501) }, 'reason'],
  ['no reason', { reason: ' ' }, 'reason'],
  ['an amount of nothing', { data: { userId: CLIENT, amount: '0', note: 'a' } }, 'amount'],
  ['a note that turns writing around', { data: { userId: CLIENT, amount: '5', note: 'a\u202eb' } }, 'note'],
  ['an id that is none', { id: 'DESK' }, 'actionId'],
])('%s is refused', async (_what, wrong, field) => {
  await expect(ask(parts, { ...asked('5'), ...wrong })).rejects.toThrow(field);
});

it('of two admins who are to take each other’s role one is told, and the other stays', async () => {
  const { db } = parts;
  const [one, two, judge] = await Promise.all(
    (['admin', 'admin', 'compliance'] as const).map(async (role) => {
      const { id } = await db.user.create({ data: { email: `${randomUUID()}@example.com` } });
      await db.staffMember.create({ data: { userId: id, role } });
      return { id, role, address: '192.0.2.3' } satisfies Actor;
    }),
  );
  await db.staffMember.delete({ where: { userId: ADMIN } });
  const against = (actor: Actor | undefined, other: Actor | undefined) =>
    ask(parts, { ...asked('5', actor), kind: 'set-role', data: { userId: other?.id, role: null } });
  const rows = [await against(one, two), await against(two, one)];
  const ends = await Promise.allSettled(rows.map(({ id }) => approve(parts, { id, actor: judge as Actor })));
  expect(ends.map((end) => (end.status === 'rejected' ? end.reason.code : end.value.state)).sort()).toEqual([
    'asker_may_not',
    'done',
  ]);
  expect(await db.staffMember.count({ where: { role: 'admin' } })).toBe(1);
});

it('what the log’s rules do not know is refused', async () => {
  await redis.del(keys.engine);
  await expect(ask(parts, asked('5'))).rejects.toMatchObject({ status: 409, code: 'older_rules' });
});

it('an action whose entry the log has lost has failed, also if it was done, once that is sure', async () => {
  const { id } = await approved();
  const sent = (await send(parts, id)) as ActionRow;
  await record(sent);
  await endAnswered(parts, id);
  const { id: kept } = await approved();
  await record((await send(parts, kept)) as ActionRow);
  await endAnswered(parts, kept);
  const { db } = parts;
  const foundAt = BigInt(Date.now() + 1);
  await db.loss.create({ data: { after: '1-0', foundAt } });
  const look = async () => endLost(parts, await readLosses(db, 0));
  // The answers are still there: the recorder has deleted nothing.
  expect(await look()).toEqual({ lost: [], isOver: true });
  await db.deskAnswer.deleteMany({ where: { actionId: id } });
  // The entry still stands in the log: its answer will be written anew.
  expect(await look()).toEqual({ lost: [], isOver: true });
  await redis.xdel(keys.engine, sent.entryId ?? '');
  // The history is being written anew, and may come to it yet.
  expect(await look()).toEqual({ lost: [], isOver: false });
  const position = `${logTime(sent.entryId ?? '') + 1}-0`;
  await db.checkpoint.create({ data: { reader: 'recorder', position } });
  const { lost, isOver } = await look();
  expect([lost.map((row) => row.id), isOver]).toEqual([[id], true]);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', answer: { type: 'lost' } });
  expect((await rowOf(kept)).state).toBe('done');
  expect(await stepsOf(id)).toEqual(['act', 'done', 'lost']);
  expect(await look()).toEqual({ lost: [], isOver: true });
});

it('a command line acts at once while nobody works at the desk, and asks once somebody does', async () => {
  const { id: _id, ...act } = asked('5000', operator);
  expect((await actAtOnce(parts, act, AbortSignal.timeout(5_000))).state).toBe('waiting');
  await parts.db.staffMember.deleteMany();
  const acting = actAtOnce(parts, act, AbortSignal.timeout(20_000));
  await expect.poll(commandsInLog).toHaveLength(1);
  const [[entryId, { requestId }] = ['', {}]] = await commandsInLog();
  const events = JSON.stringify([{ type: 'rejected', requestId, code: 'insufficient_balance', message: 'no' }]);
  await redis.xadd(keys.callback, callbackId(entryId, 0), 'events', events);
  expect(await acting).toMatchObject({ state: 'failed', entryId, answer: { message: 'no' }, askedBy: 'cli:ada' });
});

it('a command line that nobody answers says so, and the action goes on', async () => {
  await parts.db.staffMember.deleteMany();
  const { id: _id, ...act } = asked('5', operator);
  const row = await actAtOnce(parts, act, AbortSignal.timeout(300));
  expect(row).toMatchObject({ state: 'approved', entryId: expect.any(String) });
});
