import pg from 'pg';
import { withoutPassword } from '../dev-server.ts';
import type { Answer } from '../server/readiness.ts';

const connectTimeoutMs = 5_000;
const queryTimeoutMs = 10_000;

/** PostgreSQL's code for "the database system is starting up", also during recovery from a crash. */
const startingUp = '57P03';
const databaseExists = '42P04';

/**
 * Checks a PostgreSQL that somebody else runs.
 *
 * @param setting that has the URL.
 * @returns what it is, for people.
 * @throws an error whose message says what to do.
 */
export async function checkPostgres(url: string, setting: string): Promise<string> {
  const shown = withoutPassword(url);
  try {
    return await withClient(url, async (client) => {
      await client.query('select 1');
      const { rows } = await client.query<{ server_version: string }>('show server_version');
      return `PostgreSQL ${rows[0]?.server_version.split(' ')[0]} at ${shown} (${setting})`;
    });
  } catch (error) {
    throw new Error(
      `The PostgreSQL that ${setting} names (${shown}) cannot be used: ${messageOf(error)}. ` +
        `Start it, correct ${setting}, or unset DATABASE_URL to have a private PostgreSQL started.`,
    );
  }
}

/** Whether our server answers: the password proves that it is ours. */
export async function askPostgres(url: string): Promise<Answer | undefined> {
  try {
    return await withClient(url, async (client) => {
      await client.query('select 1');
      return { ready: true };
    });
  } catch (error) {
    const starting = (error as { code?: string }).code === startingUp;
    return starting ? { ready: false, doing: 'PostgreSQL is recovering its data.' } : undefined;
  }
}

/** Makes the database if it does not exist. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    await client.query(`create database ${client.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      if (error.code !== databaseExists) throw error;
    });
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
  });
  // The next query reports a connection that broke between two queries.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The message of an error. A name with several addresses fails with one error each, and no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
