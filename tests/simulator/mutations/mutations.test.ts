import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mutations } from './mutations.ts';

const ROOT = join(import.meta.dirname, '../../..');

it.each(mutations)('what $name replaces stands in $file exactly once', ({ file, replace }) => {
  expect(readFileSync(join(ROOT, file), 'utf8').split(replace)).toHaveLength(2);
});
