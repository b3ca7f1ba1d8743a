import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { holdersOfAdvisoryLock } from './lock-holders.ts';
import { Progress } from './progress.ts';

/** Prisma's own lock on migrations: its command line, and earlier versions of this program, take the same. */
const MIGRATION_LOCK = 72_707_369;

const TRY_AGAIN_MS = 250;

const BEGINNING = [
  'begin',
  "set local application_name = 'fulcrum migration'",
  ...['idle_in_transaction_session_timeout', 'transaction_timeout'].map((limit) => `set local ${limit} = 0`),
].join('; ');

/**
 * Works while nobody else migrates the database. The lock belongs to a transaction of its own, so that it is released
 * whatever becomes of this process, also behind a pooler.
 *
 * @param limitMs how long it may wait for the lock.
 * @throws when somebody else has it for longer.
 */
export async function withMigrationLock<Result>(
  client: pg.ClientBase,
  limitMs: number,
  tell: (message: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(BEGINNING);
  const progress = new Progress(
    'waiting for another migration',
    () => holdersOfAdvisoryLock(client, MIGRATION_LOCK),
    tell,
  );
  await progress.during(() => takeLock(client, Date.now() + limitMs));
  const result = await work();
  await client.query('commit');
  return result;
}

async function takeLock(client: pg.ClientBase, until: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.taken === true) return;
    if (Date.now() > until) throw await inVain(client);
    await sleep(TRY_AGAIN_MS);
  }
}

async function inVain(client: pg.ClientBase): Promise<Error> {
  const holders = await holdersOfAdvisoryLock(client, MIGRATION_LOCK);
  return new Error(`another program migrates it, and does not end: ${holders?.who ?? 'it has ended just now'}`);
}
