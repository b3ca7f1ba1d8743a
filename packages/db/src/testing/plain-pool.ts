import pg from 'pg';

/** Connections without the database client, whose start takes longer than most statements of a test. */
export function plainPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 5_000, query_timeout: 60_000 });
  // The next query reports a connection that broke between two queries.
  pool.on('error', () => undefined);
  return pool;
}
