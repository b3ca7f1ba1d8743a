import { basename, dirname } from 'node:path';
import { expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** A reader takes in as many names at a glance. */
const MOST_IDEAS = 15;

it('cuts a folder before it is too flat to be read', () => {
  const ideas = Map.groupBy(sourceFiles(), ({ path }) => dirname(path));
  const flat = [...ideas]
    .map(([folder, files]) => ({ folder, count: new Set(files.map(({ path }) => ideaOf(path))).size }))
    .filter(({ count }) => count > MOST_IDEAS)
    .map(
      ({ folder, count }) =>
        `${folder} has ${count} ideas, and ${MOST_IDEAS} are the most: put files that belong together into a folder with a name of its own`,
    );
  expect(flat).toEqual([]);
});

/** A file, its tests and its style sheet are one idea. */
function ideaOf(path: string): string {
  return basename(path)
    .replace(/\.(ts|tsx|mjs|css)$/, '')
    .replace(/\.(test|fixture|module)$/, '')
    .replace(/\.(integration|e2e|rules)$/, '');
}
