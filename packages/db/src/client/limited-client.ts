import type pg from 'pg';
import { rewordingClient } from './rewording-client.ts';

/**
 * PostgreSQL ends a transaction whose process is silent for this long, and frees its locks. A process that is stopped in
 * the middle of a snapshot must not keep others from writing theirs.
 */
const SILENCE_IN_TRANSACTION_MS = 10_000;

/** PostgreSQL ends a transaction this long after its limit. It does so in the middle of a statement, too. */
const LONGER_MS = 5_000;

/** How Prisma's adapter begins each transaction. */
const BEGIN = 'BEGIN';

/**
 * A connection whose transactions have limits, which the server enforces. Each transaction sets them with its first
 * statement. A pooler passes on no setting of a session, and may give the next transaction another session.
 *
 * @param transactionLimitMs after which the server ends a transaction, a little later.
 */
export function clientWithLimits(transactionLimitMs: number): typeof pg.Client {
  const beginning = [
    BEGIN,
    `set local idle_in_transaction_session_timeout = ${SILENCE_IN_TRANSACTION_MS}`,
    `set local transaction_timeout = ${transactionLimitMs + LONGER_MS}`,
  ].join('; ');
  return rewordingClient((statement) => (statement === BEGIN ? beginning : statement));
}
