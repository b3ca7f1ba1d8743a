import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../generated/client.ts';
import { clientWithLimits } from './limited-client.ts';

export type Database = PrismaClient;

/** A transaction, or the database itself: what a query needs. */
export type Queryable = Prisma.TransactionClient;

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;

/**
 * A pool of connections that are opened when they are needed, and again after they were lost. Nothing is set for a whole
 * session, and no statement is prepared by name, so that a pooler such as PgBouncer may stand in between.
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
    Client: clientWithLimits(transactionLimitMs),
  });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: queryLimitMs } });
}
