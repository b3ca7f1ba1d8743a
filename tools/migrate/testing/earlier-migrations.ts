import {
  type Migration,
  migrationNames,
  migrationsPath,
  readMigrations,
} from '../../../packages/db/src/migrations/migration-files.ts';
import { noFilters, withSchemaEngine } from '../../../packages/db/src/migrations/schema-engine.ts';

/** All migrations before that which is named. */
export async function migrationsBefore(first: string): Promise<Migration[]> {
  const migrations = await readMigrations();
  return migrations.filter(({ name }) => name < first);
}

/** The names of that which is named and of all behind it, however many there will be. */
export async function namesFrom(first: string): Promise<string[]> {
  return (await migrationNames()).filter((name) => name >= first);
}

/**
 * Applies migrations as earlier versions did: Prisma's engine sends each statement by itself.
 *
 * @returns the names of those that were applied now.
 */
export async function applyAsEarlier(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const migrationsList = {
    ...{ baseDir: migrationsPath, shadowDbInitScript: '' },
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
    })),
  };
  const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({ migrationsList, filters: noFilters }),
  );
  return appliedMigrationNames;
}
