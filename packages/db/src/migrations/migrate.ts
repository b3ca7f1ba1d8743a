import pg from 'pg';
import { makeHypertable } from './hypertable.ts';
import { readMigrationFiles } from './migration-files.ts';
import { MIGRATION_LOCK, noFilters, withSchemaEngine } from './schema-engine.ts';

const connectTimeoutMs = 10_000;
const lockTimeoutMs = 60_000;

/**
 * Brings a database to the newest schema and returns the names of the migrations that were applied now.
 *
 * It may be called by several programs at once: they take their turns, and all but the first find nothing to do.
 * The record of what was applied is Prisma's own table, so `prisma migrate deploy` agrees with it.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withLock(databaseUrl, async (client) => {
    const migrationsList = await readMigrationFiles();
    try {
      const applied = await withSchemaEngine(databaseUrl, async (engine) => {
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
        return appliedMigrationNames;
      });
      await makeHypertable(client);
      return applied;
    } catch (error) {
      throw new Error(`The database could not be migrated: ${messageOf(error)}`, { cause: error });
    }
  });
}

/**
 * The lock belongs to a transaction of its own, so that it is released whatever becomes of this process, also behind a
 * pooler. The transaction says nothing while the migrations are applied, for as long as they take.
 */
async function withLock<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs });
  // A connection that breaks while the engine works must not end the process: the engine reports its own failure.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    for (const limit of ['idle_in_transaction_session_timeout', 'transaction_timeout', 'statement_timeout'])
      await client.query(`set local ${limit} = 0`);
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const result = await work(client);
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
