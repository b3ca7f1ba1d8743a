import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectDatabase, migrate } from '@fulcrum/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Databases } from './testing/databases.ts';
import { applyAsEarlier, migrationsBefore, namesFrom } from './testing/earlier-migrations.ts';
import { shapeOf } from './testing/shape.ts';
import type { TestDatabase } from './testing/test-database.ts';

/** A migration that is interrupted, or that has to wait for others. */

/** As many candles as make the index of 0012 take a second. */
const CANDLES = 800_000;

const PATIENCE = { timeout: 30_000, interval: 20 };

let databases: Databases;
/** Of before 0012, with many candles. */
let large: TestDatabase;
let whole: readonly string[];
let database: TestDatabase;

beforeAll(async () => {
  databases = await Databases.start();
  const made = await databases.make();
  await migrate(made.url);
  whole = await shapeOf(made);
  large = await databases.make();
  await applyAsEarlier(large.url, await migrationsBefore('0012'));
  await large.query(`
    insert into "Candle" (asset, seconds, start, open, high, low, close, ticks)
    select 'BTC_USDC', 60, n * 60000::bigint, 1, 1, 1, 1, 1 from generate_series(1, ${CANDLES}) as n`);
});
afterAll(() => databases?.stop());

describe('a migration that is interrupted', () => {
  beforeEach(async () => {
    database = await databases.make(large);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s leaves nothing behind, and the next start goes on',
    async (signal) => {
      const program = startProgram();
      await vi.waitUntil(() => isBuilding('"Candle"'), PATIENCE);
      const before = await shapeOf(database);
      program.kill(signal);
      await once(program, 'exit');
      // At once, while the server may not yet know that the program is gone.
      expect(await migrate(database.url)).toEqual(await namesFrom('0012_shard_indexes'));
      expect(before.filter((line) => line.includes('_shard_'))).toEqual([]);
      expect(await shapeOf(database)).toEqual(whole);
      expect(await attempts()).toEqual([]);
      expect(await applyAsEarlier(database.url, await migrationsBefore('9999'))).toEqual([]);
    },
  );

  it('is ended by the server soon, in the middle of a statement', async () => {
    const program = startProgram('testing/endless-step-main.ts');
    await vi.waitUntil(() => isActive('%pg_sleep(60)%'), PATIENCE);
    program.kill('SIGKILL');
    await vi.waitUntil(async () => !(await isActive('%pg_sleep(60)%')), PATIENCE);
  });
});

describe('a migration that needs a lock of somebody else', () => {
  let told: string[];
  const onProgress = (message: string) => void told.push(message);

  beforeEach(async () => {
    told = [];
    database = await databases.make();
    await applyAsEarlier(database.url, await migrationsBefore('0011'));
  });

  it('says who has it, lets others read meanwhile, and goes on when it is free', async () => {
    const dump = await hold('lock table "Checkpoint" in access share mode');
    const migrating = migrate(database.url, { onProgress });
    await vi.waitUntil(() => told.length > 1, PATIENCE);
    for (const message of told)
      expect(message).toMatch(
        new RegExp(
          `^Migrating the database: 0011_shards has taken \\d+ s so far\\. It waits for a lock of PostgreSQL's process ${dump.pid} \\(pg_dump, user postgres, idle in transaction, for \\d+ s\\), and goes on when that is free\\. To end who holds it: select pg_terminate_backend\\(${dump.pid}\\)$`,
        ),
      );
    await database.query('select from "Checkpoint"');
    await dump.letGo();
    expect((await migrating)[0]).toBe('0011_shards');
    expect(await shapeOf(database)).toEqual(whole);
  });

  it('waits for the last statement of an earlier version that was killed', async () => {
    const indexes = (await migrationsBefore('0013')).at(-1);
    await applyAsEarlier(database.url, await migrationsBefore('0012'));
    const statements = indexes?.script.match(/^CREATE .*(?=;$)/gm) ?? [];
    await database.query(statements.slice(0, -1).join(';'));
    await database.query(`
      insert into "_prisma_migrations" (id, checksum, migration_name) values ('1', 'of the script', '0012_shard_indexes')`);
    const last = await hold(String(statements.at(-1)));
    const migrating = migrate(database.url, { onProgress });
    await vi.waitUntil(() => told.some((message) => message.includes(`process ${last.pid}`)), PATIENCE);
    await last.letGo();
    expect((await migrating)[0]).toBe('0012_shard_indexes');
    expect(await shapeOf(database)).toEqual(whole);
  });

  it('gives up in the end, and is not done at all; what it says ends who holds it', async () => {
    const dump = await hold('lock table "Candle" in access share mode');
    const before = await shapeOf(database);
    const refusal = await migrate(database.url, { lockLimitMs: 0 }).catch((error: Error) => error.message);
    expect(refusal).toMatch(
      /^The database could not be migrated: 0011_shards failed as a whole, so that the next start begins it anew: it waited in vain for a lock of PostgreSQL's process \d+ \(pg_dump/,
    );
    expect(await shapeOf(database)).toEqual(before);
    expect(await attempts()).toEqual([]);
    const [, ending = ''] = /or end it with: (.*)$/.exec(String(refusal)) ?? [];
    await database.query(ending);
    await expect(dump.letGo()).rejects.toThrow();
    expect((await migrate(database.url))[0]).toBe('0011_shards');
  });

  it('waits for another program that migrates, says which, and gives up in the end', async () => {
    const other = await hold('select pg_advisory_xact_lock(72707369)::text');
    await expect(migrate(database.url, { lockLimitMs: 0 })).rejects.toThrow(
      `The database could not be migrated: another program migrates it, and does not end: PostgreSQL's process ${other.pid} (pg_dump`,
    );
    const migrating = migrate(database.url, { onProgress });
    await vi.waitUntil(() => told.length > 0, PATIENCE);
    expect(told[0]).toMatch(/^Migrating the database: waiting for another migration has taken \d+ s so far\. It waits/);
    expect(told[0]).toContain(`process ${other.pid} (pg_dump`);
    await other.letGo();
    expect((await migrating)[0]).toBe('0011_shards');
  });
});

/** A transaction that holds a lock, by a program that calls itself pg_dump, until it lets go. */
async function hold(statement: string): Promise<{ pid: number; letGo(): Promise<void> }> {
  const url = new URL(database.url);
  url.searchParams.set('application_name', 'pg_dump');
  const db = connectDatabase(url.href, 1, 120_000);
  const end = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<number>();
  const holding = db.$transaction(
    async (tx) => {
      await tx.$queryRawUnsafe(statement);
      await tx.$executeRaw`set local idle_in_transaction_session_timeout = 0`;
      const [own] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      begun.resolve(own?.pid ?? 0);
      await end.promise;
    },
    { timeout: 120_000 },
  );
  holding.catch(begun.reject);
  const letGo = () => {
    end.resolve();
    return holding.finally(() => db.$disconnect());
  };
  return { pid: await begun.promise, letGo };
}

/** @param main by default the program that migrates the database alone. */
function startProgram(main = 'database-main.ts'): ChildProcess {
  const env = { ...process.env, DATABASE_URL: database.url };
  return spawn(process.execPath, [join(import.meta.dirname, main)], { env, stdio: 'inherit' });
}

async function isActive(statement: string): Promise<boolean> {
  const [found] = await database.query<{ is: boolean }>(
    `select exists (
      select from pg_stat_activity where state = 'active' and query like $1 and pid <> pg_backend_pid()) as "is"`,
    [statement],
  );
  return found?.is === true;
}

/** Whether PostgreSQL builds an index of a table just now. */
async function isBuilding(table: string): Promise<boolean> {
  const [found] = await database.query<{ is: boolean }>(
    `select exists (
      select from pg_stat_progress_create_index
      where datname = current_database() and relid = $1::regclass and blocks_done > 0) as "is"`,
    [table],
  );
  return found?.is === true;
}

/** The attempts that are noted and did not end. */
function attempts(): Promise<object[]> {
  return database.query('select migration_name from "_prisma_migrations" where finished_at is null');
}
