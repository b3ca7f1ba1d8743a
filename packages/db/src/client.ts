import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;

/** A transaction, or the database itself: what a query needs. */
export type Queryable = Prisma.TransactionClient;

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;

/**
 * A pool of connections that are opened when they are needed, and again after they were lost.
 *
 * @param maxConnections of the pool; a query waits at most five seconds for one.
 * @param queryLimitMs after which a query that has no answer fails.
 */
export function connectDatabase(url: string, maxConnections: number, queryLimitMs = 60_000): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    query_timeout: queryLimitMs,
  });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: queryLimitMs } });
}
