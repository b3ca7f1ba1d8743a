import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { type Actor, appendAudit } from '@fulcrum/desk';
import { applicationUrl, type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChainChecker } from './chain-checker.ts';

const ADA: Actor = { id: 'cli:ada', role: 'operator', address: 'local' };

let folder: string;
let postgres: DevServer;
let owner: Database;
let db: Database;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  [owner, db] = [connectDatabase(postgres.url, 1), connectDatabase(applicationUrl(postgres.url), 1)];
});
afterAll(async () => {
  await Promise.all([owner?.$disconnect(), db?.$disconnect()]);
  await postgres?.stop();
  removeFolder(folder);
});

const add = async (rows: number) => {
  for (let row = 0; row < rows; row += 1) await appendAudit(db, ADA, { act: 'note', subject: 'x', content: {} });
};
const tamper = async (statement: string) => {
  await owner.$executeRawUnsafe('alter table "AuditEntry" disable trigger all');
  await owner.$executeRawUnsafe(statement);
  await owner.$executeRawUnsafe('alter table "AuditEntry" enable trigger all');
};

it('goes on where it was, so many rows at a time, and finds at once what was done to its last row', async () => {
  const checker = new ChainChecker(db, { rows: 4, atOnce: 2 });
  const check = async (isAnew = false) => {
    const { place, fault } = await checker.check(isAnew);
    return [Number(place.number), fault?.kind, fault && Number(fault.number)];
  };
  expect(await check()).toEqual([0, undefined, undefined]);
  await add(13);
  // A page begins with the last row of the one before.
  expect(await check()).toEqual([7, undefined, undefined]);
  expect(await Promise.all([check(), check()])).toEqual([
    [13, undefined, undefined],
    [13, undefined, undefined],
  ]);
  expect(await check()).toEqual([13, undefined, undefined]);
  await add(2);
  expect(await check()).toEqual([15, undefined, undefined]);

  // What it has passed it looks at again when it is told so.
  await tamper(`update "AuditEntry" set "subject" = 'y' where "number" = 3`);
  expect(await check()).toEqual([15, undefined, undefined]);
  expect(await check(true)).toEqual([2, 'hash', 3]);
  expect(await check()).toEqual([2, 'hash', 3]);
  await tamper(`update "AuditEntry" set "subject" = 'x' where "number" = 3`);
  await check();
  await check();
  expect(await check()).toEqual([15, undefined, undefined]);

  await tamper('delete from "AuditEntry" where "number" > 13');
  expect(await check()).toEqual([15, 'cut-off', 15]);
  await add(2);
  expect(await check()).toEqual([15, 'not-as-expected', 15]);
});
