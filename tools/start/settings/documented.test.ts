import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { schemas } from './process-settings.ts';
import { startSettings } from './settings.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs/settings.md'), 'utf8');

/** The names in backticks. */
const documented = new Set([...PAGE.matchAll(/`([A-Z][A-Z\d_]+)(?:=[^`]*)?`/g)].map(([, name]) => name));

it('docs/settings.md names each setting of each process, and of a start', async () => {
  const all = [...(await schemas()), startSettings];
  expect(all.length).toBeGreaterThan(6);
  const names = all.flatMap((schema) => {
    expect(schema).toBeInstanceOf(z.ZodObject);
    return Object.keys((schema as z.ZodObject).shape);
  });
  expect(new Set(names.filter((name) => !documented.has(name)))).toEqual(new Set());
});
