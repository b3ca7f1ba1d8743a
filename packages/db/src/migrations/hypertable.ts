import type pg from 'pg';

const DAY_MS = 86_400_000;

/** The tables that grow with time, the columns of their times, and how much time a chunk of each holds. */
const HYPERTABLES = [
  ['Candle', 'start', 7 * DAY_MS],
  ['VenueCandle', 'start', 7 * DAY_MS],
  ['VenueTrade', 'tradedAt', DAY_MS],
] as const;

/**
 * Makes candles and trades hypertables where somebody has installed TimescaleDB. Elsewhere they stay plain tables, as in most
 * tests. The extension is not installed here, because a migration lacks the rights for that.
 */
export async function makeHypertables(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query("select from pg_extension where extname = 'timescaledb'");
  if (rows.length === 0) return;
  const made = await client.query<{ name: string }>(
    'select hypertable_name as "name" from timescaledb_information.hypertables where hypertable_schema = current_schema()',
  );
  const names = made.rows.map(({ name }) => name);
  for (const [table, column, chunkMs] of HYPERTABLES.filter(([table]) => !names.includes(table)))
    await client.query(
      `select create_hypertable('"${table}"', by_range('${column}', ${chunkMs}), if_not_exists => true, migrate_data => true)`,
    );
}
