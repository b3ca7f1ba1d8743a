import { migrate } from '@fulcrum/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Migration, readMigrations } from '../../packages/db/src/migrations/migration-files.ts';
import { Databases } from './testing/databases.ts';
import { applyAsEarlier } from './testing/earlier-migrations.ts';
import { shapeOf } from './testing/shape.ts';
import type { TestDatabase } from './testing/test-database.ts';

/** Earlier versions committed each statement of a migration by itself: an interruption left some of them behind. */

/** Later migrations are applied whole, by every version that has them. */
const LAST_BY_STATEMENTS = '0014_open_order_index';

/** Whether a migration is interrupted behind each of its statements, and not in three places alone: for soaking. */
const EVERY_STATEMENT = process.env.EVERY_STATEMENT !== undefined;

const migrations = await readMigrations();
const released = migrations.slice(0, migrations.findIndex(({ name }) => name === LAST_BY_STATEMENTS) + 1);
let databases: Databases;
let whole: readonly string[];

beforeAll(async () => {
  databases = await Databases.start();
  whole = await shapeOf(await migrated());
});
afterAll(() => databases?.stop());

function named(name: string): Migration {
  const found = released.find((migration) => migration.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

const statementsOf = ({ script }: Migration) => script.split(';').filter((statement) => statement.trim() !== '');

const middleOf = (statements: number) => Math.ceil(statements / 2);

/** How many statements were done when it was interrupted. */
function interruptions(statements: number): number[] {
  if (EVERY_STATEMENT) return Array.from({ length: statements + 1 }, (_, done) => done);
  return [...new Set([0, middleOf(statements), statements])];
}

/** A database in which a migration was begun, and ended behind some of its statements. */
async function interrupt(before: TestDatabase, migration: Migration, statements: readonly string[]) {
  const made = await databases.make(before);
  await made.query(statements.join(';'));
  await made.query(
    `insert into "_prisma_migrations" (id, checksum, migration_name) values (gen_random_uuid()::text, 'of the script', $1)`,
    [migration.name],
  );
  return made;
}

async function databaseBefore(migration: Migration): Promise<TestDatabase> {
  const made = await databases.make();
  await applyAsEarlier(
    made.url,
    released.filter(({ name }) => name < migration.name),
  );
  return made;
}

async function migrated(): Promise<TestDatabase> {
  const made = await databases.make();
  await migrate(made.url);
  return made;
}

async function expectWhole(database: TestDatabase): Promise<void> {
  expect(await shapeOf(database)).toEqual(whole);
  // Prisma's own engine, and so an earlier version of this program, finds nothing wrong, and nothing to do.
  expect(await applyAsEarlier(database.url, migrations)).toEqual([]);
}

describe('a migration of an earlier version that was interrupted', () => {
  it.each(released.map((migration) => [migration.name, migration] as const))(
    'goes on, wherever that was: %s',
    async (_name, migration) => {
      const before = await databaseBefore(migration);
      const statements = statementsOf(migration);
      for (const done of interruptions(statements.length)) {
        const made = await interrupt(before, migration, statements.slice(0, done));
        // Prisma's engine takes as long as all else, so that it looks at one of them.
        const isMiddle = done === middleOf(statements.length);
        if (isMiddle) await expect(applyAsEarlier(made.url, migrations)).rejects.toThrow(/failed migrations/);
        const applied = await migrate(made.url);
        expect(applied[0], `behind ${done}`).toBe(migration.name);
        expect(await shapeOf(made), `behind ${done}`).toEqual(whole);
        if (isMiddle) await expectWhole(made);
      }
    },
  );

  it('goes on where it failed by itself, and says how much had been done', async () => {
    const indexes = named('0012_shard_indexes');
    const made = await databaseBefore(indexes);
    await made.query('create index "OpenOrder_shard_number_key" on "OpenOrder" (number)');
    await expect(applyAsEarlier(made.url, migrations)).rejects.toThrow(/already exists/);
    await made.query('drop index "OpenOrder_shard_number_key"');
    const told: string[] = [];
    await migrate(made.url, { onProgress: (message) => told.push(message) });
    expect(told).toEqual([
      'The migration 0012_shard_indexes was interrupted before, behind 9 of its 17 statements: the others follow now.',
    ]);
    await expectWhole(made);
  });

  it('goes on as well where somebody has told Prisma that nothing of it was left', async () => {
    const shards = named('0011_shards');
    const made = await interrupt(await databaseBefore(shards), shards, statementsOf(shards).slice(0, 4));
    await made.query('update "_prisma_migrations" set rolled_back_at = now() where finished_at is null');
    await expect(applyAsEarlier(made.url, migrations)).rejects.toThrow(/already exists/);
    await migrate(made.url);
    await expectWhole(made);
  });

  it('is left as it is where the tables were changed since, with what to do', async () => {
    const keys = named('0013_shard_keys');
    const [first = '', second = '', third = ''] = statementsOf(keys);
    const made = await interrupt(await databaseBefore(keys), keys, [first, third]);
    const shape = await shapeOf(made);
    const refusal = await migrate(made.url).catch((error: Error) => error.message);
    expect(refusal).toMatch(
      /^The database could not be migrated: 0013_shard_keys failed as a whole.* somebody has changed/,
    );
    expect(refusal).toContain(`do by hand what is missing, and start again:\n       ${second.trim()};\n`);
    expect(refusal).toContain(`These are done:\n       ALTER TABLE "Checkpoint"`);
    expect(await shapeOf(made)).toEqual(shape);
    // The second way out, by the letter.
    const [, missing = ''] = /start again:\n([\s\S]*?)\n {5}These are done/.exec(String(refusal)) ?? [];
    await made.query(missing);
    await migrate(made.url);
    await expectWhole(made);
  });
});

describe('a database', () => {
  it('with a migration that a newer version began is left to that one', async () => {
    const made = await interrupt(await migrated(), { name: '9999_later', script: '' }, []);
    await expect(migrate(made.url)).rejects.toThrow('9999_later was begun and not ended by a newer version');
    await made.query('update "_prisma_migrations" set rolled_back_at = now() where finished_at is null');
    expect(await migrate(made.url)).toEqual([]);
  });

  it('with a whole migration of a newer version is not touched', async () => {
    const made = await interrupt(await migrated(), { name: '9999_later', script: '' }, []);
    await made.query('update "_prisma_migrations" set finished_at = now() where finished_at is null');
    expect(await migrate(made.url)).toEqual([]);
  });

  it.each([
    ['0010_sent_links', 'does not have 0010_sent_links, and has later ones'],
    [migrations.at(-1)?.name, 'Somebody has changed the tables, or has taken the row'],
  ])('whose record lost %s is left as it is, with what to do', async (name, message) => {
    const made = await migrated();
    await made.query('delete from "_prisma_migrations" where migration_name = $1', [name]);
    await expect(migrate(made.url)).rejects.toThrow(message);
    expect(await shapeOf(made)).toEqual(whole);
  });

  it('with the tables of somebody else is refused', async () => {
    const made = await databases.make();
    await made.query('create table "Theirs" ()');
    await expect(migrate(made.url)).rejects.toThrow(/tables that no migration made \(Theirs\)/);
    expect(await shapeOf(made)).toEqual([]);
  });
});

/** A migration that ends its own transaction would not be applied whole. The body of a function cannot. */
it('no migration ends a transaction', () => {
  for (const { name, script } of migrations)
    expect(script.replace(/\$\$[^$]*\$\$/g, ''), name).not.toMatch(/^\s*(begin|start|commit|end|rollback|abort)\b/im);
});
