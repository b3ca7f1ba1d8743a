import pg from 'pg';
import type { Row } from './bulk-rows.ts';
import { copyRows } from './copy-rows.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Reads from a database that stands still. */
export interface Reading {
  /** The rows of a small query, by column. Numbers of more than 32 bits come as text. */
  rows<Columns>(query: string, values?: unknown[]): Promise<Columns[]>;
  /** The rows of a query that may have millions, as text, some hundred at a time. */
  copy(query: string): AsyncIterable<readonly Row[]>;
}

/**
 * Reads everything as of one moment, over a connection of its own. It is not Prisma's, which makes several objects of each
 * row: that counts when there are a million of them.
 *
 * @param limitMs after which the connection is given up, and the reading fails.
 */
export async function readAtOneMoment<Result>(
  url: string,
  limitMs: number,
  read: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks must not end the process: what is read over it fails by itself.
  client.on('error', () => {});
  await client.connect();
  const giveUp = setTimeout(() => client.end().catch(() => {}), limitMs);
  try {
    await client.query('begin isolation level repeatable read read only');
    const result = await read({
      rows: async (query, values) => (await client.query(query, values)).rows,
      copy: (query) => copyRows(client, query),
    });
    await client.query('commit');
    return result;
  } finally {
    clearTimeout(giveUp);
    // Nobody waits for its goodbye, which a server that is held still does not say.
    client.end().catch(() => {});
  }
}
