import { expect, it } from 'vitest';
import { isTest, isTestSupport, sourceFiles } from './source-files.ts';

const SCREEN = 'apps/web/src/';

/** The screen's parts: each may import those before it. The shell comes last, so that no part can import it. */
const PARTS = [
  ...['ui', 'clock', 'preferences', 'numbers', 'drawing', 'api', 'feed', 'candles', 'market', 'notices', 'trading'],
  ...[
    'account',
    'history',
    'ticket',
    'positions',
    'pending',
    'chart',
    'performance',
    'keys',
    'wallet',
    'limits',
    'profile',
    'shortcuts',
    'trade-preferences',
    'account-pages',
    'venue',
    'shell',
  ],
];

const files = sourceFiles().filter(({ path }) => path.startsWith(SCREEN) && !isTest(path) && !isTestSupport(path));

it('gives each part of the screen its place in the order', () => {
  const parts = files.map(({ path }) => partOf(path)).filter((part) => part !== undefined);
  expect([...new Set(parts)].sort()).toEqual([...PARTS].sort());
});

it('lets each part of the screen import those below it, and no other', () => {
  const upward = files.flatMap(({ path, imports }) => {
    const from = partOf(path);
    const above = imports.filter((target) => target.startsWith(SCREEN) && isAbove(partOf(target), from));
    return above.map((target) => `${path} → ${target}`);
  });
  expect(upward).toEqual([]);
});

/** @returns undefined for the screen's main file and what is of no part. */
function partOf(path: string): string | undefined {
  const [part, ...rest] = path.startsWith(SCREEN) ? path.slice(SCREEN.length).split('/') : [];
  return rest.length === 0 ? undefined : part;
}

/** Files that are of no part stand above all parts. */
function isAbove(part: string | undefined, other: string | undefined): boolean {
  if (other === undefined) return false;
  return part === undefined || PARTS.indexOf(part) > PARTS.indexOf(other);
}
