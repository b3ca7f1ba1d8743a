import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;

/** A transaction, or the database itself: what a query needs. */
export type Queryable = Prisma.TransactionClient;

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;

/**
 * PostgreSQL gives up a transaction whose process says nothing for so long, and frees what it has locked: a process that
 * is held still in the middle of a snapshot must not keep others from writing theirs.
 */
const SILENCE_IN_TRANSACTION_MS = 10_000;

/** It gives up one that was held still in the middle of a statement, too, once it has taken longer than it may. */
const LONGER_MS = 5_000;

/**
 * A pool of connections that are opened when they are needed, and again after they were lost.
 *
 * @param maxConnections of the pool; a query waits at most five seconds for one.
 * @param queryLimitMs after which a query that has no answer fails.
 * @param transactionLimitMs after which the server ends a transaction, whatever its client does.
 */
export function connectDatabase(
  url: string,
  maxConnections: number,
  queryLimitMs = 60_000,
  transactionLimitMs = queryLimitMs,
): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    query_timeout: queryLimitMs,
    idle_in_transaction_session_timeout: SILENCE_IN_TRANSACTION_MS,
    options: `-c transaction_timeout=${transactionLimitMs + LONGER_MS}`,
  });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: queryLimitMs } });
}
