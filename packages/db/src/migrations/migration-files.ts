import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';

export const schemaPath = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url));
export const migrationsPath = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
export const lockFileName = 'migration_lock.toml';

/** The migrations on disk in their order, in the form that the schema engine takes them. */
export async function readMigrationFiles(): Promise<MigrationList> {
  const names = await migrationNames();
  return {
    baseDir: migrationsPath,
    lockfile: { path: lockFileName, content: await readIfThere(`${migrationsPath}/${lockFileName}`) },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(`${migrationsPath}/${name}/migration.sql`, 'utf8') },
        },
      })),
    ),
  };
}

/** The names of the migrations on disk: the number in front makes their order. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsPath, { withFileTypes: true }).catch(ifMissing([]));
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(ifMissing(null));
}

function ifMissing<T>(fallback: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return fallback;
    throw error;
  };
}
