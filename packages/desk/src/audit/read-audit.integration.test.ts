import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { applicationUrl, type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuditQuery, readAudit } from './read-audit.ts';

const ROWS = 11_000;
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

let folder: string;
let postgres: DevServer;
let db: Database;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  const owner = connectDatabase(postgres.url, 1);
  await owner.$executeRawUnsafe('alter table "AuditEntry" disable trigger all');
  // A row a minute. At row 10,000 the clock goes back by half an hour.
  await owner.$executeRawUnsafe(`
    insert into "AuditEntry" select n, to_timestamp(${START / 1_000}) + (n - case when n >= 10000 then 30 else 0 end) * interval '1 minute',
      case when n % 1000 = 0 then 'ben' else 'ada' end, 'support', 'local', case when n = 5 then 'rare' else 'note' end, 'subject ' || n % 100, '{}', sha256('x'), sha256('y')
    from generate_series(1, ${ROWS}) as n`);
  await owner.$disconnect();
  db = connectDatabase(applicationUrl(postgres.url), 1);
});
afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

const read = async (query: Partial<AuditQuery>) => {
  const { rows, next } = await readAudit(db, { limit: 3, ...query });
  return { numbers: rows.map(({ number }) => Number(number)), next: next === undefined ? undefined : Number(next) };
};

it('gives the newest first, page by page, or those behind a number', async () => {
  expect(await read({})).toEqual({ numbers: [11_000, 10_999, 10_998], next: 10_998 });
  expect(await read({ before: 10_998n })).toEqual({ numbers: [10_997, 10_996, 10_995], next: 10_995 });
  expect(await read({ before: 3n })).toEqual({ numbers: [2, 1], next: undefined });
  expect(await read({ before: 1n })).toEqual({ numbers: [], next: undefined });
  expect(await read({ after: 0n })).toEqual({ numbers: [1, 2, 3], next: 3 });
  expect(await read({ after: 10_998n })).toEqual({ numbers: [10_999, 11_000], next: undefined });
});

it('gives those of a subject, an actor and an act', async () => {
  expect(await read({ subject: 'subject 7' })).toEqual({ numbers: [10_907, 10_807, 10_707], next: 10_707 });
  expect(await read({ actor: 'ben' })).toEqual({ numbers: [11_000, 10_000, 9_000], next: 9_000 });
  expect(await read({ act: 'rare' })).toEqual({ numbers: [5], next: undefined });
  expect(await read({ actor: 'ada', subject: 'subject 5', act: 'rare' })).toEqual({
    numbers: [5],
    next: undefined,
  });
  expect(await read({ actor: `x' or ''='` })).toEqual({ numbers: [], next: undefined });
});

it('looks through so many rows at most, and goes on behind them', async () => {
  const time = { from: START, to: START + 3 * MINUTE };
  // Times are found among the numbers, so nothing else is looked through.
  expect(await read({ act: 'note', ...time })).toEqual({ numbers: [2, 1], next: undefined });
  // Of the 10,989 rows of this actor all but the first 989.
  expect(await read({ act: 'rare', actor: 'ada' })).toEqual({ numbers: [], next: 990 });
  expect(await read({ act: 'rare', actor: 'ada', before: 990n })).toEqual({ numbers: [5], next: undefined });
});

it('gives those of a time, also where the clock went back', async () => {
  const at = (minutes: number) => START + minutes * MINUTE;
  expect(await read({ from: at(10_969) })).toEqual({ numbers: [11_000, 10_999], next: undefined });
  expect(await read({ to: at(3) })).toEqual({ numbers: [2, 1], next: undefined });
  expect(await read({ from: at(9_980), to: at(9_982), limit: 9 })).toEqual({
    numbers: [10_011, 10_010, 9_981, 9_980],
    next: undefined,
  });
  expect(await read({ from: at(9_999), to: at(10_000), limit: 9 })).toEqual({
    numbers: [10_029, 9_999],
    next: undefined,
  });
  expect(await read({ from: at(30_000) })).toEqual({ numbers: [], next: undefined });
  expect(await read({ to: at(0) })).toEqual({ numbers: [], next: undefined });
});
