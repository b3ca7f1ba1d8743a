import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const built = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist');

/** Over a slow mobile network, 300 kB are about a second and a half. */
const MOST_BYTES = 300_000;

/** The desk needs no chart, no ticket and no feed. */
const MOST_BYTES_OF_DESK = 150_000;

/** A script that the page or another script loads at once. What is loaded later is named in a call of `import`. */
const IN_PAGE = /<(?:script|link)[^>]* (?:src|href)="\.{1,2}\/([^"]+\.js)"/g;
const AT_ONCE = /(?:from|import)\s*"\.\/([^"]+\.js)"/g;

/** The scripts that have to be there before anything of a page is shown. */
function scriptsOfTheFirstView(page: string): string[] {
  const text = readFileSync(join(built, page), 'utf8');
  const found = new Set([...text.matchAll(IN_PAGE)].map(([, path = '']) => path));
  // A set goes on with what is added to it meanwhile.
  for (const path of found)
    for (const [, name] of readFileSync(join(built, path), 'utf8').matchAll(AT_ONCE))
      found.add(join(path, '..', name ?? ''));
  return [...found];
}

const scriptsIn = (folder: string) => readdirSync(join(built, folder)).filter((name) => name.endsWith('.js'));
const textOf = (folder: string) =>
  scriptsIn(folder)
    .map((name) => readFileSync(join(built, folder, name), 'utf8'))
    .join('\n');

it.each([
  ['the trading screen', 'index.html', MOST_BYTES],
  ['the desk', 'desk/index.html', MOST_BYTES_OF_DESK],
])('the scripts of the first view of %s stay small enough for a slow network', (_name, page, most) => {
  const scripts = scriptsOfTheFirstView(page);
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = scripts.map((path) => gzipSync(readFileSync(join(built, path))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(most);
});

it('a client loads nothing of the desk, and the desk no part of trading', () => {
  const [client, desk] = [textOf('assets'), textOf('desk/assets')];
  // Each is a text of one part alone, so that it is found where the part is.
  const ofDesk = ['/desk/me', '/desk/staff', 'Fulcrum desk', 'Sign in to the desk'];
  const ofTrading = ['Order ticket', '/trade/create-order', '/market/klines', 'bookTicker.', '/wallet/withdrawals'];
  expect(ofDesk.filter((text) => !desk.includes(text))).toEqual([]);
  expect(ofTrading.filter((text) => !client.includes(text))).toEqual([]);
  expect(ofDesk.filter((text) => client.includes(text))).toEqual([]);
  expect(ofTrading.filter((text) => desk.includes(text))).toEqual([]);
  const pages = ['index.html', 'desk/index.html'].map((page) => readFileSync(join(built, page), 'utf8'));
  expect(pages[0]).not.toContain('desk');
  expect([...(pages[1] ?? '').matchAll(IN_PAGE)].map(([, path]) => path)).toEqual([
    expect.stringMatching(/^desk\/assets\//),
  ]);
});
