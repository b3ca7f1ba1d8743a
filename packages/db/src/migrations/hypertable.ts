import type pg from 'pg';

/** A chunk of the table holds the candles of a week. */
const CHUNK_MS = 7 * 86_400_000;

/**
 * Makes the candles a hypertable in a database in which somebody has installed TimescaleDB; a plain table with its index
 * does the same elsewhere, which is what the tests run on. Installing an extension takes rights that a migration does not
 * have, so none is installed here. Tried by hand with TimescaleDB 2.23.
 */
export async function makeHypertable(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query("select from pg_extension where extname = 'timescaledb'");
  if (rowCount === 0) return;
  await client.query(
    `select create_hypertable('"Candle"', by_range('start', ${CHUNK_MS}), if_not_exists => true, migrate_data => true)`,
  );
}
