import { readFile } from 'node:fs/promises';
import { accountTable, orderTable, quoteTable } from '@fulcrum/cfd';
import { connectDatabase, migrate, PostgresTables } from '@fulcrum/db';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { schemaPath } from '../../packages/db/src/migrations/migration-files.ts';
import { noFilters, withSchemaEngine } from '../../packages/db/src/migrations/schema-engine.ts';
import { Databases } from './testing/databases.ts';
import { applyAsEarlier, migrationsBefore, namesFrom } from './testing/earlier-migrations.ts';
import { shapeOf } from './testing/shape.ts';

/** A database of before there were shards, with rows in it, gets them. */

const ORDER = '00000000-0000-4000-8000-000000000001';
const USER = '00000000-0000-4000-8000-000000000002';
const HISTORY = '001732000000000-0000000000050001-000';

/** A row of each table that is written out of a log, and a user. */
const ROWS = `
  insert into "User" (id, email) values ('${USER}', 'ada@example.com');
  insert into "Checkpoint" (reader, position) values ('engine', '1-0'), ('recorder', '1-0'), ('candles', '1-0');
  insert into "Snapshot" (position, "formatVersion", "stateHash", "houseResult", deposits, "nextOrderNumber")
    values ('1-0', 3, '0123456789abcdef', 0, 10000, 2);
  insert into "Loss" values ('1-0', 5);
  insert into "Instrument" values ('BTC_USDC', 2, 5, 0.001, 1000, 100, 10000);
  insert into "Quote" values ('BTC_USDC', 1, 2, 3);
  insert into "HeldTick" ("asset", "bid", "ask", "heldSince") values ('BTC_USDC', 1, 2, 3);
  insert into "Account" values ('${USER}', 10000);
  insert into "OpenOrder" ("orderId", number, "userId", asset, side, quantity, leverage, "openPrice", margin, slippage, "openedAt")
    values ('${ORDER}', 1, '${USER}', 'BTC_USDC', 'buy', 1, 10, 100, 10, 0, 5);
  insert into "ClosedId" values ('${ORDER}', '${USER}', 5);
  insert into "Candle" (asset, seconds, start, open, high, low, close, ticks) values ('BTC_USDC', 60, 60000, 1, 1, 1, 1, 1);
  insert into "Rejection" (id, "requestId", code, message, "rejectedAt") values ('${HISTORY}', 'r', 'no_price', 'None.', 1);
  insert into "ExistingTrade" (id, "orderId", "userId", asset, side, quantity, leverage, "openPrice", "closePrice",
      slippage, margin, pnl, payout, reason, liquidated, "openedAt", "closedAt")
    values ('${HISTORY}', '${ORDER}', '${USER}', 'BTC_USDC', 'buy', 1, 10, 100, 100, 0, 10, 0, 10, 'manual', false, 1, 2)`;

/** The settings of an account that has none: its rights, pause and limits. */
const NO_SETTINGS = ['0', null, null, null, null];

let databases: Databases;

beforeAll(async () => {
  databases = await Databases.start();
});
afterAll(() => databases?.stop());

it('gives each row of before to shard 0, and lets another shard write the same keys', async () => {
  const made = await databases.make();
  const { url } = made;
  await applyAsEarlier(url, await migrationsBefore('0011'));
  await made.query(ROWS);
  expect(await migrate(url)).toEqual(await namesFrom('0011_shards'));
  const named = await made.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'shard'`,
  );
  // Groups, the ledger, what is on hold, what is mailed, the venue, the hedge and the desk are younger, and have no rows of before.
  const older = named.filter(
    ({ name }) =>
      ![
        'Hold',
        'LedgerEntry',
        'Transfer',
        'AccountGroup',
        'PendingOrder',
        'TrailingGroup',
        'CancelledOrder',
        'ReducedOrder',
        'OrderEvent',
        'Notice',
        'Mail',
      ].includes(name) &&
      !name.startsWith('Venue') &&
      !name.startsWith('Hedge') &&
      !name.startsWith('Desk') &&
      !name.startsWith('House'),
  );
  expect(older).toHaveLength(13);
  for (const { name } of older)
    expect(await made.query(`select distinct shard from "${name}"`), name).toEqual([{ shard: 0 }]);

  const db = connectDatabase(url, 2);
  onTestFinished(() => db.$disconnect());
  const [own, other] = [0, 1].map((shard) => new PostgresTables(db, url, shard)) as [PostgresTables, PostgresTables];
  expect(await own.checkpoint('engine')).toBe('1-0');
  expect(await other.checkpoint('engine')).toBe('0-0');
  const order = await own.find(orderTable, [ORDER]);
  expect(order).toHaveLength(1);
  expect(await other.find(orderTable, [ORDER])).toEqual([]);
  await other.transaction(async (tx) => {
    await tx.moveCheckpoint('engine', '0-0', '7-0');
    await tx.upsert(orderTable, order);
    await tx.upsert(accountTable, [[USER, '5', ...NO_SETTINGS]]);
    await tx.delete(quoteTable, ['BTC_USDC']);
  });
  expect(await own.checkpoint('engine')).toBe('1-0');
  expect(await own.find(accountTable, [USER])).toEqual([[USER, '10000.000000', ...NO_SETTINGS]]);
  expect(await own.find(quoteTable, ['BTC_USDC'])).toHaveLength(1);
});

it('leads to the very schema', async () => {
  const [migrated, made] = [await databases.make(), await databases.make()];
  await migrate(migrated.url);
  const files = [{ path: schemaPath, content: await readFile(schemaPath, 'utf8') }];
  const { stdout } = await withSchemaEngine(made.url, (engine) =>
    engine.diff({
      ...{ from: { tag: 'empty' }, to: { tag: 'schemaDatamodel', files } },
      ...{ script: true, exitCode: null, shadowDatabaseUrl: null, filters: noFilters },
    }),
  );
  await made.query(stdout ?? '');
  const shape = await shapeOf(migrated);
  const [ofExpressions, others] = [true, false].map((is) => shape.filter((part) => isOfExpression(part) === is));
  expect(others).toEqual(await shapeOf(made));
  expect(ofExpressions).toHaveLength(OF_EXPRESSIONS.length);
});

/** Indexes of expressions, which Prisma's schema has no words for: the migration 0032 alone makes them. */
const OF_EXPRESSIONS = ['User_email_begins_idx', 'Profile_name_begins_idx', 'Profile_last_word_begins_idx'];

function isOfExpression(part: string): boolean {
  return OF_EXPRESSIONS.some((name) => part.includes(`"${name}"`));
}
