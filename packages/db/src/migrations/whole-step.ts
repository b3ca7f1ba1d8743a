import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { holdersBefore, type LockHolders } from './lock-holders.ts';
import { Progress } from './progress.ts';

/**
 * How long one try waits for a lock. Whoever wants the same table meanwhile, also to read it, has to stand behind. It is
 * longer than the second after which PostgreSQL makes its own cleaning give way.
 */
const LOCK_WAIT_MS = 3_000;

/** Between two tries the others have their turn. */
const PAUSE_MS = 2_000;

/**
 * The limits of the transaction alone, because a pooler passes on no setting of a session: none for its time, since a
 * large table takes long. Where the system can tell, the server ends it soon after its client, in the middle of a
 * statement, too.
 */
const BEGINNING = [
  'begin',
  "set local application_name = 'fulcrum migration'",
  ...['idle_in_transaction_session_timeout', 'transaction_timeout', 'statement_timeout'].map(
    (limit) => `set local ${limit} = 0`,
  ),
  `set local lock_timeout = ${LOCK_WAIT_MS}`,
  "select set_config('client_connection_check_interval', '1s', true) where version() !~* 'windows|mingw|msvc'",
].join('; ');

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';
const UNIQUE_VIOLATION = '23505';
const NOT_PERMITTED = '42501';
/** A table (or index), a column or another object is there already, or is not there: the tables are not as expected. */
const UNEXPECTED = new Set(['42P07', '42701', '42710', '42P01', '42703', '42704']);

/** What steps are done with. */
export interface Workplace {
  readonly client: pg.ClientBase;
  /** A second connection, which looks whom the first one waits for. */
  readonly watcher: pg.ClientBase;
  /** How long a step may wait for locks altogether. */
  readonly lockLimitMs: number;
  readonly tell: (message: string) => void;
}

/**
 * Does a step whole or not at all, in one transaction. While others hold a lock that it needs, it is tried again.
 *
 * @param name of the step, for people.
 * @throws an error that names the step when it fails, or has waited for too long.
 */
export async function doWhole<Result>(place: Workplace, name: string, step: () => Promise<Result>): Promise<Result> {
  let pid = 0;
  const progress = new Progress(name, () => holdersBefore(place.watcher, pid), place.tell);
  const tryOnce = () =>
    inTransaction(place.client, async () => {
      pid = await processOf(place.client);
      return step();
    });
  return progress.during(async () => {
    for (let waitedMs = LOCK_WAIT_MS; ; waitedMs += PAUSE_MS + LOCK_WAIT_MS) {
      try {
        return await tryOnce();
      } catch (error) {
        if (!isBecauseOfOthers(error)) throw failed(name, reasonOf(error), error);
        if (waitedMs > place.lockLimitMs) throw failed(name, inVain(progress.lastHolders), error);
      }
      await sleep(PAUSE_MS);
    }
  });
}

async function inTransaction<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query(BEGINNING);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that is broken cannot say so: its transaction ends with it, and the first error has the reason.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function processOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

/** Whether the next try may succeed, once others are done. */
function isBecauseOfOthers(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  // Somebody made something of the same name at the same moment, so that only the catalogue's own key tells.
  const isRace = error.code === UNIQUE_VIOLATION && error.schema === 'pg_catalog';
  return isRace || error.code === LOCK_NOT_AVAILABLE || error.code === DEADLOCK;
}

function failed(name: string, reason: string, cause: unknown): Error {
  if (cause instanceof pg.DatabaseError && UNEXPECTED.has(cause.code ?? ''))
    return new Error(
      `${name} failed as a whole: ${reason}. Somebody has changed the tables, or has taken the row of ${name} out of "_prisma_migrations". Put back what was there, from a copy of the database, and start again.`,
      { cause },
    );
  if (cause instanceof pg.DatabaseError && cause.code === NOT_PERMITTED)
    return new Error(
      `${name} failed as a whole: ${reason}. It takes the owner of the tables, whom MIGRATION_DATABASE_URL names where the processes have a user of their own.`,
      { cause },
    );
  return new Error(`${name} failed as a whole, so that the next start begins it anew: ${reason}`, { cause });
}

function reasonOf(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  return error instanceof pg.DatabaseError && error.detail
    ? `${message} (${error.detail.replace(/\.$/, '')})`
    : message;
}

function inVain(holders: LockHolders | undefined): string {
  return holders === undefined
    ? 'others kept it from the locks that it needs'
    : `it waited in vain for a lock of ${holders.who}. Wait until that is over, or end it with: ${holders.ending}`;
}
