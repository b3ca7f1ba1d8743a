import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrationNames, migrationsPath, schemaPath } from './migration-files.ts';

it('the newest migration keeps a copy of the schema to which it leads: the next one is made from there', async () => {
  const newest = (await migrationNames()).at(-1) ?? '';
  const copy = readFileSync(join(migrationsPath, newest, 'schema.prisma'), 'utf8');
  expect(copy).toBe(readFileSync(schemaPath, 'utf8'));
});
