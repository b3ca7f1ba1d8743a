import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CandleRow, insertMadeUpCandles, mergeCandles, moveCheckpoint, writeVenueHistory } from '@fulcrum/db';
import { freshFolder, removeFolder } from '@fulcrum/devstack';
import { historyId } from '@fulcrum/protocol';
import { createLogger } from '@fulcrum/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useRecorderWorld } from '../testing/use-recorder-world.ts';
import type { KeptDays } from './kept-days.ts';
import { deleteOld } from './retention.ts';

const world = useRecorderWorld();
let folder: string;

beforeAll(async () => {
  folder = await freshFolder();
});

afterAll(() => removeFolder(folder));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 1_000 * DAY;
const FOR_GOOD: KeptDays = {
  rejections: 0,
  orderEvents: 0,
  minuteCandles: 0,
  hourCandles: 0,
  venue: 0,
  unusedUsers: 0,
  journal: 0,
};

/** @param piece so small that it takes several. */
async function deleteWith(days: Partial<KeptDays>, piece = 10): Promise<void> {
  const { signal } = new AbortController();
  const logger = createLogger('recorder', 'silent');
  const keptDays = { ...FOR_GOOD, ...days };
  await deleteOld(
    { db: world().db, shard: 0, journalDirectory: join(folder, 'journal'), keptDays, signal, logger },
    piece,
  );
}

it.each<[string, Partial<KeptDays>, string[]]>([
  ['for good, but for those of a second', {}, ['1 48', '60 48', '60 49', '60 73', '3600 48', '3600 49', '3600 73']],
  ['two days of minutes', { minuteCandles: 2 }, ['1 48', '60 48', '3600 48', '3600 49', '3600 73']],
  ['three days of hours', { hourCandles: 3 }, ['1 48', '60 48', '60 49', '60 73', '3600 48', '3600 49']],
])('of candles it keeps: %s', async (_, days, kept) => {
  const prices = { open: '1', high: '1', low: '1', close: '1', ticks: 1 };
  const row = (asset: string, seconds: number, hours: number): CandleRow => {
    return { asset, seconds, start: NOW - hours * HOUR, ...prices };
  };
  const [assets, hours] = [
    ['BTC_USDC', 'ETH_USDC'],
    [48, 49, 73],
  ] as const;
  await mergeCandles(
    world().db,
    0,
    assets.flatMap((asset) => hours.flatMap((age) => [1, 60, 3_600].map((tier) => row(asset, tier, age)))),
  );
  await deleteWith(days, 1);
  expect(await world().db.candle.count()).toBe(18);
  await moveCheckpoint(world().db, 0, 'candles', '0-0', `${NOW}-7`);
  await deleteWith(days, 1);
  const rows = await world().db.candle.findMany({ orderBy: [{ asset: 'asc' }, { seconds: 'asc' }, { start: 'desc' }] });
  const left = rows.map(({ asset, seconds, start }) => `${asset} ${seconds} ${(NOW - Number(start)) / HOUR}`);
  expect(left).toEqual(assets.flatMap((asset) => kept.map((candle) => `${asset} ${candle}`)));
});

it('forgets ended sessions once they would have ended by themselves', async () => {
  const [over, other, holds] = ['1', '2', '3'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);
  const at = (sessionId = '', ms: number) => ({ sessionId, expiresAt: new Date(Date.now() + ms) });
  await world().db.endedSession.createMany({ data: [at(over, -1_000), at(other, -2_000), at(holds, HOUR)] });
  await deleteWith({}, 1);
  expect((await world().db.endedSession.findMany()).map(({ sessionId }) => sessionId)).toEqual([holds]);
});

it('of rejections it keeps those of so many days of log time', async () => {
  const rejection = (ms: number) => {
    const [id, rejectedAt] = [historyId(0, `${ms}-0`, 0), BigInt(ms)];
    return { id, requestId: 'r', code: 'no_price', message: 'none', rejectedAt };
  };
  const times = [5, NOW - 2 * DAY - 1, NOW - 2 * DAY, NOW];
  await world().db.rejection.createMany({ data: times.map(rejection) });
  await moveCheckpoint(world().db, 0, 'recorder', '0-0', `${NOW}-7`);
  await deleteWith({});
  expect(await world().db.rejection.count()).toBe(4);
  await deleteWith({ rejections: 2 }, 1);
  const left = await world().db.rejection.findMany({ orderBy: { id: 'asc' } });
  expect(left.map(({ rejectedAt }) => Number(rejectedAt))).toEqual([NOW - 2 * DAY, NOW]);
});

it('of other shards it keeps all, however old it is', async () => {
  const prices = { open: '1', high: '1', low: '1', close: '1', ticks: 1 };
  const old = { asset: 'BTC_USDC', seconds: 1, start: 0, ...prices } as const;
  for (const shard of [0, 3]) {
    await mergeCandles(world().db, shard, [old]);
    const [id, rejectedAt] = [historyId(shard, '5-0', 0), 5n];
    await world().db.rejection.create({
      data: { id, shard, requestId: 'r', code: 'no_price', message: '', rejectedAt },
    });
    for (const reader of ['candles', 'recorder'] as const)
      await moveCheckpoint(world().db, shard, reader, '0-0', shard === 0 ? `${NOW}-7` : '7-0');
  }
  await deleteWith({ rejections: 2 }, 1);
  expect(await world().db.candle.findMany()).toMatchObject([{ shard: 3 }]);
  expect(await world().db.rejection.findMany()).toMatchObject([{ shard: 3 }]);
});

it('keeps for their days when orders were placed, opened and changed', async () => {
  const { db } = world();
  const [orderId, userId] = [randomUUID(), randomUUID()];
  const ages = [1, 47, 49];
  for (const age of ages)
    await db.orderEvent.create({
      data: { id: historyId(0, `${NOW - age * HOUR}-0`, 0), orderId, userId, type: 'created', data: { age } },
    });
  await moveCheckpoint(db, 0, 'recorder', '0-0', `${NOW}-7`);
  const left = async () => (await db.orderEvent.findMany({ orderBy: { id: 'desc' } })).map(({ data }) => data);
  await deleteWith({});
  expect(await left()).toHaveLength(3);
  await deleteWith({ orderEvents: 2 }, 1);
  expect(await left()).toEqual([{ age: 1 }, { age: 47 }]);
});

it('forgets sessions once they have ended by themselves', async () => {
  const { id: userId } = await world().db.user.create({ data: { email: 'ada@example.com', lastLoggedIn: new Date() } });
  const until = (expiresAt: Date) => {
    const about = { userId, isByLink: true, userAgent: 'a program', address: '192.0.2.1' };
    return { ...about, sessionId: randomUUID(), startedAt: new Date(0), lastUsedAt: new Date(0), expiresAt };
  };
  const [over, holds] = [until(new Date(Date.now() - 1_000)), until(new Date(Date.now() + HOUR))];
  await world().db.userSession.createMany({ data: [over, holds] });
  await deleteWith({});
  expect((await world().db.userSession.findMany()).map(({ sessionId }) => sessionId)).toEqual([holds.sessionId]);
});

it('deletes users that never signed in, unless they are new, a link of theirs still holds, or they have money or a role', async () => {
  const ago = (days: number) => new Date(Date.now() - days * DAY);
  const user = (name: string, createdDays: number, more: object = {}) =>
    world().db.user.create({ data: { email: `${name}@example.com`, createdAt: ago(createdDays), ...more } });
  const token = (hash: string, days: number) => ({ tokens: { create: { hash, expiresAt: ago(days) } } });
  await user('came', 40, { lastLoggedIn: ago(39) });
  await user('new', 29);
  await user('invited', 40, token('good', -1));
  await user('gone', 31, token('old', 30));
  await user('never', 31);
  const paidFor = await user('paid-for', 40);
  const money = { amount: '5000', cash: '5000', bookedAt: 1n };
  await world().db.ledgerEntry.create({ data: { id: 'paid', userId: paidFor.id, kind: 'deposit', ...money } });
  const hired = await user('hired', 40);
  await world().db.staffMember.create({ data: { userId: hired.id, role: 'admin' } });
  await deleteWith({ unusedUsers: 30 }, 1);
  const left = await world().db.user.findMany({ orderBy: { email: 'asc' } });
  expect(left.map(({ email }) => email.split('@')[0])).toEqual(['came', 'hired', 'invited', 'new', 'paid-for']);
  expect((await world().db.signInToken.findMany()).map(({ hash }) => hash)).toEqual(['good']);
});

it('of the journal it keeps what an engine needs that starts from the snapshot, and the rest for so many days', async () => {
  const journal = join(folder, 'journal');
  mkdirSync(journal);
  const firsts = [5, NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY, NOW];
  for (const ms of firsts) writeFileSync(join(journal, `journal-${ms}-0.ndjson`), '');
  const left = () => readdirSync(journal).map((name) => (NOW - Number(/\d+/.exec(name)?.[0])) / DAY);
  await deleteWith({ journal: 1 });
  expect(left()).toHaveLength(5);
  await moveCheckpoint(world().db, 0, 'engine', '0-0', `${NOW}-3`);
  await deleteWith({});
  expect(left()).toHaveLength(5);
  await deleteWith({ journal: 2 });
  expect(left().sort()).toEqual([0, 1, 2]);
});

it("keeps the order book's trades and orders for their days, and for hours what was never filled", async () => {
  const { db } = world();
  const hours = [1, 7, 30, 47, 49];
  const [user, other] = [randomUUID(), randomUUID()];
  const trades = hours.map((age) => {
    const time = NOW - age * HOUR;
    const sides = ['1', user, null, '0', '2', other, null, '0'];
    return [historyId(0, `${time}-0`, 0), 'A_B', String(age), '1', '1', '1', 'buy', ...sides, String(time)];
  });
  const order = (number: number, age: number, executed: string, status: string | null) => {
    const placed = [String(number), user, 'A_B', null, 'buy', 'limit', '1', '1', null, 'GTC', 'false', 'reject_taker'];
    return [...placed, String(NOW - age * HOUR), executed, executed, status, null, null];
  };
  const orders = hours.flatMap((age, index) => [
    order(10 * index, age, '1', 'filled'),
    order(10 * index + 1, age, '0', 'cancelled'),
    order(10 * index + 2, age, '0', null),
  ]);
  await writeVenueHistory(db, 0, { trades, orders, outcomes: [], minutes: new Map() });
  const candle = (start: number) => ({ start, open: 1, high: 1, low: 1, close: 1 });
  await insertMadeUpCandles(db, 0, 'A_B', 60, [candle(NOW - 47 * HOUR), candle(NOW - 49 * HOUR)]);
  const left = async () => ({
    trades: (await db.venueTrade.findMany({ orderBy: { tradedAt: 'desc' } })).map(({ tradeId }) => Number(tradeId)),
    orders: (await db.venuePastOrder.findMany({ orderBy: { orderId: 'asc' } })).map(({ orderId }) => Number(orderId)),
    candles: await db.venueCandle.count(),
  });
  await moveCheckpoint(db, 0, 'venue-recorder', '0-0', `${NOW}-7`);
  await deleteWith({});
  expect(await left()).toEqual({ trades: hours, orders: orders.map(([id]) => Number(id)), candles: 2 });
  await deleteWith({ venue: 2, minuteCandles: 2 }, 1);
  // Those placed more than a day before the last six hours go with all others.
  expect(await left()).toEqual({
    ...{ trades: [1, 7, 30, 47], orders: [0, 1, 2, 10, 12, 20, 22, 30, 31, 32, 42], candles: 1 },
  });
});
