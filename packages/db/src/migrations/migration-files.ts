import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const schemaPath = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url));
export const migrationsPath = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
export const lockFileName = 'migration_lock.toml';

/** A step of the schema. One that was released never changes: databases keep a checksum of its script. */
export interface Migration {
  readonly name: string;
  readonly script: string;
}

/** The migrations on disk in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames();
  return Promise.all(
    names.map(async (name) => ({ name, script: await readFile(`${migrationsPath}/${name}/migration.sql`, 'utf8') })),
  );
}

/** The names of the migrations on disk: the number in front makes their order. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsPath, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
