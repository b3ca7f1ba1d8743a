import pg from 'pg';
import { giveApplicationRights } from '../rights/application-rights.ts';
import { type NamedUser, namedUser } from '../rights/named-user.ts';
import { pinAuditFunctions } from '../rights/surroundings.ts';
import { applyInterrupted } from './half-done.ts';
import { makeHypertables } from './hypertable.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { withMigrationLock } from './migration-lock.ts';
import { ensureRecord, lockRecord, type MigrationRecord, readRecord, recordApplied } from './migration-record.ts';
import { doWhole, type Workplace } from './whole-step.ts';

const CONNECT_LIMIT_MS = 10_000;

/** Of the connection that only looks what the other one waits for. */
const WATCHER_QUERY_LIMIT_MS = 60_000;

/** As long as somebody may take who reads a message and ends what stands in the way. */
const LOCK_LIMIT_MS = 600_000;

export interface MigrateOptions {
  /** Told what takes long, and whom it waits for. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** How long a step may wait for locks of others. */
  readonly lockLimitMs?: number;
  /** With which the processes connect, as a user of their own. They get what they need, and nothing more. */
  readonly applicationUrl?: string | undefined;
}

/**
 * Brings a database to the newest schema and returns the names of the migrations that were applied now. Each is applied
 * whole or not at all, so that whoever is interrupted starts again.
 *
 * It may be called by several programs at once: they take their turns, and all but the first find nothing to do.
 *
 * @throws an error with a sentence for people. What was applied before it stays.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const { onProgress: tell = () => undefined, lockLimitMs = LOCK_LIMIT_MS, applicationUrl } = options;
  const user = applicationUrl === undefined ? undefined : namedUser(applicationUrl);
  try {
    const done = await withClient(databaseUrl, WATCHER_QUERY_LIMIT_MS, (watcher) =>
      withMigrationLock(watcher, lockLimitMs, tell, () =>
        withClient(databaseUrl, undefined, (client) => applyAll({ client, watcher, lockLimitMs, tell }, user)),
      ),
    );
    if (applicationUrl !== undefined) await requireWayIn(applicationUrl);
    return done;
  } catch (error) {
    throw new Error(`The database could not be migrated: ${messageOf(error)}`, { cause: error });
  }
}

async function applyAll(place: Workplace, user: NamedUser | undefined): Promise<string[]> {
  const migrations = await readMigrations();
  const record = await doWhole(place, 'the record of migrations', async () => {
    await ensureRecord(place.client);
    return readRecord(place.client);
  });
  requireKnown(record, migrations);
  requireWhole(record, migrations);
  const pending = migrations.filter(({ name }) => !record.applied.has(name));
  const done: string[] = [];
  for (const migration of pending) if (await apply(place, migration)) done.push(migration.name);
  await doWhole(place, 'the hypertables', () => makeHypertables(place.client));
  await doWhole(place, 'the rights', () => setRights(place.client, user));
  return done;
}

async function setRights(client: pg.ClientBase, user: NamedUser | undefined): Promise<void> {
  const { rows } = await client.query<{ schema: string; owner: string }>(
    'select current_schema() as "schema", current_user as "owner"',
  );
  const [{ schema, owner } = { schema: '', owner: '' }] = rows;
  await pinAuditFunctions(client, schema);
  if (user !== undefined && user.name !== owner) await giveApplicationRights(client, user, schema);
}

/** @throws when the processes could not connect: whoever was there before may have another password. */
async function requireWayIn(applicationUrl: string): Promise<void> {
  try {
    await withClient(applicationUrl, WATCHER_QUERY_LIMIT_MS, (client) => client.query('select'));
  } catch (error) {
    const user = pg.escapeIdentifier(namedUser(applicationUrl).name);
    throw new Error(
      `the user ${user} of DATABASE_URL cannot connect (${messageOf(error)}). Where its password is another one, let a superuser run: alter role ${user} login password 'the password in DATABASE_URL';`,
      { cause: error },
    );
  }
}

/** @throws when a migration that this version does not have was begun and not ended, by Prisma's own command line. */
function requireKnown({ begun }: MigrationRecord, migrations: readonly Migration[]): void {
  const names = new Set(migrations.map(({ name }) => name));
  for (const [name, isSettled] of begun)
    if (!isSettled && !names.has(name))
      throw new Error(`${name} was begun and not ended by a newer version, which has to end it: start that one.`);
}

/** @throws when the record lacks a migration that was applied before others, so that it must not be applied again. */
function requireWhole({ applied, begun }: MigrationRecord, migrations: readonly Migration[]): void {
  const last = migrations.findLastIndex(({ name }) => applied.has(name));
  const missing = migrations.slice(0, last + 1).find(({ name }) => !applied.has(name) && !begun.has(name));
  if (missing === undefined) return;
  throw new Error(
    `its table "_prisma_migrations" does not have ${missing.name}, and has later ones: somebody has taken it out. Put the table's rows back from a copy of the database, and start again.`,
  );
}

/** @returns whether it was applied now. The commit of somebody who was cut off may have come just before. */
function apply(place: Workplace, migration: Migration): Promise<boolean> {
  const { client, tell } = place;
  return doWhole(place, migration.name, async () => {
    await lockRecord(client);
    const { applied, begun } = await readRecord(client);
    if (applied.has(migration.name)) return false;
    if (begun.has(migration.name)) tell(await applyInterrupted(client, migration));
    else await client.query(migration.script);
    await recordApplied(client, migration);
    return true;
  });
}

async function withClient<Result>(
  connectionString: string,
  queryLimitMs: number | undefined,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    ...(queryLimitMs === undefined ? {} : { query_timeout: queryLimitMs }),
  });
  // A connection that breaks must not end the process: the query that it was needed for fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
