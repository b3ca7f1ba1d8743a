import type pg from 'pg';
import { rewordingClient } from './rewording-client.ts';

/**
 * PostgreSQL gives up a transaction whose process says nothing for so long, and frees what it has locked: a process that
 * is held still in the middle of a snapshot must not keep others from writing theirs.
 */
const SILENCE_IN_TRANSACTION_MS = 10_000;

/** It gives up one that was held still in the middle of a statement, too, once it has taken longer than it may. */
const LONGER_MS = 5_000;

/** How Prisma's adapter begins each transaction. */
const BEGIN = 'BEGIN';

/**
 * A connection whose transactions have limits that the server keeps. They are set in each transaction, on the way of its
 * beginning: a pooler passes on no setting of a session, and may give the next transaction another session.
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
