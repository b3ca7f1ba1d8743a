import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTest, isTestSupport, ROOT, sourceFiles } from './source-files.ts';

const files = sourceFiles();

/** What runs for people: the processes and the packages that they are made of. */
const production = files.filter(({ path }) => /^(apps|packages)\//.test(path) && !isTest(path) && !isTestSupport(path));

/** What only tests may use. */
const TEST_LIBRARIES = /^(vitest|fast-check|playwright-core|axe-core|autocannon)\b/;

describe('what only tests use', () => {
  it('stands in folders named testing, test or tests, which no production file imports', () => {
    expect(production.length).toBeGreaterThan(300);
    const used = production.flatMap(({ path, imports, foreign }) => [
      ...imports.filter((target) => isTest(target) || isTestSupport(target)).map((target) => `${path} → ${target}`),
      ...foreign.filter((name) => TEST_LIBRARIES.test(name)).map((name) => `${path} → ${name}`),
    ]);
    expect(used).toEqual([]);
  });

  it('is in no image', () => {
    const shipped = files.filter(({ path }) => isInImage(path));
    expect(shipped.map(({ path }) => path)).toContain('apps/engine/src/main.ts');
    const support = shipped.filter(
      ({ path, foreign }) => isTest(path) || isTestSupport(path) || foreign.some((name) => TEST_LIBRARIES.test(name)),
    );
    expect(support.map(({ path }) => path)).toEqual([]);
  });
});

describe('the image', () => {
  it('has all that its files cannot be loaded without', () => {
    const missing = files
      .filter(({ path }) => isInImage(path))
      .flatMap(({ path, needed }) =>
        needed.filter((target) => !isInImage(target)).map((target) => `${path} → ${target}`),
      );
    expect(missing).toEqual([]);
  });
});

/** Reads .dockerignore as Docker does: the last line that matches a file, or a folder above it, decides. */
function isInImage(path: string): boolean {
  const lines = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const last = rules.findLast((rule) => {
    const pattern = rule.replace('!', '');
    return matchesGlob(path, pattern) || matchesGlob(path, `${pattern}/**`);
  });
  return last === undefined || last.startsWith('!');
}
