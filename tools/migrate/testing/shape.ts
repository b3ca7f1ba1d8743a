import type { TestDatabase } from './test-database.ts';

const SHAPE = `
  select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as what
    from information_schema.columns where table_schema = 'public' and table_name not like '\\_%'
  union all select indexdef from pg_indexes where schemaname = 'public' and tablename not like '\\_%'
  union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text not like '%\\_prisma%'
  order by 1`;

/** The columns of a database, and what its indexes and constraints hold. */
export async function shapeOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ what: string }>(SHAPE);
  return rows.map(({ what }) => what);
}
