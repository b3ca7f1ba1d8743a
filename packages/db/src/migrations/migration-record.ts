import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Migration } from './migration-files.ts';

/** Which migrations a database has. The table is Prisma's own, so that `prisma migrate deploy` agrees with it. */
export interface MigrationRecord {
  readonly applied: ReadonlySet<string>;
  /** Those that were begun and not ended, and whether somebody has told Prisma that they were undone. */
  readonly begun: ReadonlyMap<string, boolean>;
}

/** As Prisma makes it. */
const CREATE = `
  create table "_prisma_migrations" (
    "id" varchar(36) primary key not null,
    "checksum" varchar(64) not null,
    "finished_at" timestamptz,
    "migration_name" varchar(255) not null,
    "logs" text,
    "rolled_back_at" timestamptz,
    "started_at" timestamptz not null default now(),
    "applied_steps_count" integer not null default 0
  )`;

const TABLES = `
  select table_name as name from information_schema.tables
  where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1 limit 3`;

/**
 * Makes the table of a new database.
 *
 * @throws when the database has tables of somebody else.
 */
export async function ensureRecord(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ is: boolean }>(
    `select to_regclass('"_prisma_migrations"') is not null as "is"`,
  );
  if (rows[0]?.is === true) return;
  const others = await client.query<{ name: string }>(TABLES);
  if (others.rows.length > 0)
    throw new Error(
      `it has tables that no migration made (${others.rows.map(({ name }) => name).join(', ')}). DATABASE_URL has to name a database that nothing else uses. If these tables are its own, its table "_prisma_migrations" was taken away: put it back from a copy of the database.`,
    );
  await client.query(CREATE);
}

/** Nobody else applies a migration until the transaction ends, and whoever was at it has ended. */
export async function lockRecord(client: pg.ClientBase): Promise<void> {
  await client.query('lock table "_prisma_migrations" in share row exclusive mode');
}

export async function readRecord(client: pg.ClientBase): Promise<MigrationRecord> {
  const { rows } = await client.query<{ name: string; isApplied: boolean; isSettled: boolean }>(`
    select "migration_name" as "name",
      bool_or("finished_at" is not null and "rolled_back_at" is null) as "isApplied",
      bool_and("rolled_back_at" is not null) as "isSettled"
    from "_prisma_migrations" group by 1`);
  const begun = rows.filter(({ isApplied }) => !isApplied);
  return {
    applied: new Set(rows.filter(({ isApplied }) => isApplied).map(({ name }) => name)),
    begun: new Map(begun.map(({ name, isSettled }) => [name, isSettled])),
  };
}

/** Notes that a migration is applied. An attempt that did not end remains noted as one that was undone. */
export async function recordApplied(client: pg.ClientBase, { name, script }: Migration): Promise<void> {
  await client.query(
    `update "_prisma_migrations" set "rolled_back_at" = now()
      where "migration_name" = $1 and "finished_at" is null and "rolled_back_at" is null`,
    [name],
  );
  await client.query(
    `insert into "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
      values ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), createHash('sha256').update(script).digest('hex'), name],
  );
}
