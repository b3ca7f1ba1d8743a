import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const built = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist');

/** Over a slow mobile network, 300 kB are about a second and a half. */
const MOST_BYTES = 300_000;

/** A script that the page or another script loads at once. What is loaded later is named in a call of `import`. */
const LOADED_AT_ONCE = [
  /<(?:script|link)[^>]* (?:src|href)="\.\/(assets\/[^"]+\.js)"/g,
  /(?:from|import)\s*"\.\/([^"]+\.js)"/g,
];

/** The scripts that have to be there before anything is shown. */
function scriptsOfTheFirstView(): Set<string> {
  const [inPage = /$^/, inScript = /$^/] = LOADED_AT_ONCE;
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  const found = new Set([...page.matchAll(inPage)].map(([, path = '']) => path));
  // A set goes on with what is added to it meanwhile.
  for (const path of found)
    for (const [, name] of readFileSync(join(built, path), 'utf8').matchAll(inScript)) found.add(`assets/${name}`);
  return found;
}

it('the scripts of the first view stay small enough for a slow network', () => {
  const scripts = [...scriptsOfTheFirstView()];
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = scripts.map((path) => gzipSync(readFileSync(join(built, path))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
