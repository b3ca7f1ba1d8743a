import { join } from 'node:path';
import { connectDatabase, type Database, PostgresTables, readHouseResult } from '@fulcrum/db';
import { freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { LOG_START, type LogId, logTime } from '@fulcrum/log';
import { historyId, type JsonEvent } from '@fulcrum/protocol';
import { createLogger } from '@fulcrum/service';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addHistory, emptyHistory } from '../history/history-rows.ts';
import { writeHistory } from '../history/write-history.ts';
import { closed, createdWithGuarantee, OTHER_USER } from '../testing/test-events.ts';
import { addUpHouseDays } from './house-days.ts';

const DAY_MS = 86_400_000;
const FIRST = 20_000;

let folder: string;
let postgres: Awaited<ReturnType<typeof startMigratedPostgres>>;
let db: Database;
let tables: PostgresTables;
let position: LogId;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  db = connectDatabase(postgres.url, 5);
  tables = new PostgresTables(db, postgres.url, 0);
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

beforeEach(async () => {
  for (const table of ['LedgerEntry', 'ExistingTrade', 'OrderEvent', 'HouseDay', 'HouseClientDay', 'Checkpoint'])
    await db.$executeRawUnsafe(`truncate "${table}"`);
  position = LOG_START;
});

/** Records events that happen on a day, so many milliseconds after it began. */
async function record(day: number, afterMs: number, events: readonly JsonEvent[], clearFrom?: LogId): Promise<void> {
  const callback: LogId = `${day * DAY_MS + afterMs}-0`;
  const rows = emptyHistory(0);
  addHistory(rows, callback, events);
  await writeHistory(tables, position, callback, rows, undefined, clearFrom);
  position = callback;
}

const lost = (order: number, more: object = {}) => closed(order, { cash: '9999.950000', ...more });
const won = (order: number, more: object = {}) =>
  closed(order, { pnl: '0.020000', payout: '10.070000', cash: '9999.970000', userId: OTHER_USER, ...more });

const addUp = () =>
  addUpHouseDays({ db, shard: 0, signal: new AbortController().signal, logger: createLogger('test', 'silent') });

const days = async () =>
  (await db.houseDay.findMany({ orderBy: [{ day: 'asc' }, { asset: 'asc' }] })).map(
    ({ day, asset, amount, entries }) => [day - FIRST, asset, amount.toFixed(6), entries],
  );

function result(by: 'day' | 'instrument' | 'client', from: number, to: number, mostDays = 3) {
  const rowAt = (day: number) => historyId(0, `${day * DAY_MS}-0`, 0);
  return readHouseResult(db, {
    ...{ shard: 0, range: { from: FIRST + from, to: FIRST + to }, by, most: 10, mostDays, firstDay: FIRST },
    idsOf: (range) => ({ from: rowAt(range.from), before: rowAt(range.to + 1) }),
  });
}

it('adds up each day that is over and recorded, once, whatever it has', async () => {
  await record(FIRST, 5, [lost(1), createdWithGuarantee(2), won(3, { asset: 'ETH_USDC' })]);
  await record(FIRST, DAY_MS - 1, [lost(4)]);
  expect(await addUp()).toBe(0);
  await record(FIRST + 2, 0, [lost(5)]);
  expect(await addUp()).toBe(2);
  const kept = [
    [0, '', '0.000000', 0],
    // Twice 0.05 and the price of a guarantee.
    [0, 'BTC_USDC', '0.130150', 3],
    [0, 'ETH_USDC', '-0.020000', 1],
    [1, '', '0.000000', 0],
  ];
  expect(await days()).toEqual(kept);
  expect(await addUp()).toBe(0);
  expect(await days()).toEqual(kept);
});

it('is the same result before a day is added up and behind it', async () => {
  await record(FIRST, 5, [lost(1), createdWithGuarantee(2), won(3, { asset: 'ETH_USDC' })]);
  await record(FIRST + 1, 7, [won(4)]);
  await record(FIRST + 2, 0, [lost(5)]);
  const all = () => Promise.all((['day', 'instrument', 'client'] as const).map((by) => result(by, -5, 2, 30)));
  const before = await all();
  expect(before[0]).toEqual({
    total: { amount: '0.090150', entries: 5 },
    byDay: [
      { day: FIRST, amount: '0.060150', entries: 3 },
      { day: FIRST + 1, amount: '-0.020000', entries: 1 },
      { day: FIRST + 2, amount: '0.050000', entries: 1 },
    ],
  });
  await addUp();
  // What was added up is read: the ledger itself might be gone.
  await db.$executeRaw`delete from "LedgerEntry" where "bookedAt" < ${(FIRST + 2) * DAY_MS}`;
  expect(await all()).toEqual(before);
  expect(await result('day', 0, 0)).toMatchObject({ total: { amount: '0.060150', entries: 3 } });
  expect(await result('client', 1, 1)).toMatchObject({
    gains: [],
    losses: [{ userId: OTHER_USER, amount: '-0.020000' }],
  });
});

it('says from where on days are not added up, if these are more than one answer adds up', async () => {
  await record(FIRST, 5, [lost(1)]);
  await record(FIRST + 9, 5, [lost(2)]);
  expect(await result('day', 0, 9)).toEqual({ notAddedUpFrom: FIRST });
  expect(await result('day', 7, 9)).toMatchObject({ total: { entries: 1 } });
  await addUp();
  expect(await result('day', 0, 9)).toMatchObject({ total: { amount: '0.100000', entries: 2 } });
});

it('does not outlive what a loss of the log has taken, but for the days before', async () => {
  await record(FIRST, 5, [lost(1)]);
  await record(FIRST + 1, 5, [lost(2)]);
  await record(FIRST + 1, 9, [lost(3)]);
  await record(FIRST + 3, 5, [lost(4)]);
  await addUp();
  // Of the second day what came first is kept.
  await record(FIRST + 3, 6, [won(5)], `${(FIRST + 1) * DAY_MS + 9}-0`);
  expect((await days()).map(([day]) => day)).toEqual([0, 0]);
  expect(await db.houseClientDay.count()).toBe(1);
  await addUp();
  expect(await result('day', 0, 3)).toMatchObject({ total: { amount: '0.080000', entries: 3 } });
  expect((await days()).filter(([day]) => day === 1)).toEqual([
    [1, '', '0.000000', 0],
    [1, 'BTC_USDC', '0.050000', 1],
  ]);
});

it('is right when a day is added up while a loss is being cleared', async () => {
  await record(FIRST, 5, [lost(1)]);
  await record(FIRST, 9, [lost(2)]);
  await record(FIRST + 1, 5, [lost(3)]);
  const summing = db.$transaction(async (tx) => {
    await tx.$executeRaw`lock table "HouseDay" in share row exclusive mode`;
    const clearing = record(FIRST + 1, 6, [], `${FIRST * DAY_MS + 9}-0`);
    const waits = async () =>
      (await db.$queryRaw<[{ count: number }]>`select count(*)::int from pg_locks where not granted`)[0].count;
    await expect.poll(waits).toBe(1);
    // It still sees what is being deleted, as one that began before does.
    await tx.houseDay.create({ data: { day: FIRST, asset: '', amount: '0.1', entries: 2 } });
    return { clearing };
  });
  await (await summing).clearing;
  expect(await days()).toEqual([]);
  await addUp();
  expect(await days()).toContainEqual([0, 'BTC_USDC', '0.050000', 1]);
});

it('adds a day up once, however many try', async () => {
  await record(FIRST, 5, [lost(1)]);
  await record(FIRST + 1, 5, [lost(2)]);
  const counts = await Promise.all([addUp(), addUp(), addUp()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  expect(logTime(position)).toBe((FIRST + 1) * DAY_MS + 5);
});
