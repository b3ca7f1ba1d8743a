import pg from 'pg';
import type { Row } from '../tables/bulk-rows.ts';
import { copyRows } from './copy-rows.ts';
import { unreachable } from './database-reason.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** How long the reader may work between two queries, as on the rows of the first. */
const IDLE_LIMIT_MS = 120_000;

/**
 * Limits are set for the transaction alone, because a pooler passes on no setting of a session. The whole transaction has
 * no limit, whatever the server's configuration says: a large state takes its time.
 */
const BEGINNING = [
  'begin isolation level repeatable read read only',
  `set local idle_in_transaction_session_timeout = ${IDLE_LIMIT_MS}`,
  'set local transaction_timeout = 0',
  'set local statement_timeout = 0',
].join('; ');

/** Queries that all see the database as of one moment. */
export interface Reading {
  /** The rows of a small query, by column. Numbers of more than 32 bits come as text. */
  rows<Columns>(query: string, values?: unknown[]): Promise<Columns[]>;
  /** The rows of a query that may have millions, as text, some hundred at a time. */
  copy(query: string): AsyncIterable<readonly Row[]>;
}

/**
 * Reads everything as of one moment, over a connection of its own. It does without Prisma, which makes several objects of
 * each row, and there may be millions. The reading may take as long as rows keep coming.
 *
 * @param silenceLimitMs the reading fails after this time without a row or an answer.
 */
export async function readAtOneMoment<Result>(
  url: string,
  silenceLimitMs: number,
  read: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks must not end the process: what is read over it fails by itself.
  client.on('error', () => {});
  await client.connect().catch((error) => {
    throw unreachable(error);
  });
  let isSilent = false;
  const giveUp = setTimeout(() => {
    isSilent = true;
    client.end().catch(() => {});
  }, silenceLimitMs);
  try {
    await client.query(BEGINNING);
    const result = await read({
      rows: async (query, values) => {
        const { rows } = await client.query(query, values);
        giveUp.refresh();
        return rows;
      },
      copy: (query) => copyRows(client, query, () => giveUp.refresh()),
    });
    await client.query('commit');
    return result;
  } catch (error) {
    if (isSilent) throw new Error(`PostgreSQL said nothing for ${silenceLimitMs / 1_000} s`, { cause: error });
    throw error;
  } finally {
    clearTimeout(giveUp);
    // Nobody waits for its goodbye, which a server that is held still does not say.
    client.end().catch(() => {});
  }
}
