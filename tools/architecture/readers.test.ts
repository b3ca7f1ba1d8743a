import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isTest, isTestSupport, ROOT, sourceFiles } from './source-files.ts';

/** A replica starts over as a whole, and a program for people reads on until it has what it wants. */
const READ_ONCE = [/^packages\/streams\//, /^packages\/replica\/src\/replica\.ts$/, /^tools\//];

test('whatever reads a stream for ever has a Reader, and no loop of its own around `follow`', () => {
  const own = sourceFiles()
    .map(({ path }) => path)
    .filter((path) => path.endsWith('.ts') && !isTest(path) && !isTestSupport(path))
    .filter((path) => !READ_ONCE.some((pattern) => pattern.test(path)));
  expect(own.length).toBeGreaterThan(300);
  const followers = own.filter((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const [, names = ''] = /import \{([^}]*)\} from '@fulcrum\/streams';/.exec(text) ?? [];
    return /\bfollow\b/.test(names);
  });
  expect(followers).toEqual([]);
});
