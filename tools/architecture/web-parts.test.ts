import { expect, it } from 'vitest';
import { isTest, isTestSupport, sourceFiles } from './source-files.ts';

const SCREEN = 'apps/web/src/';

const DESK = `${SCREEN}desk/`;

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
    'identity',
    'shortcuts',
    'trade-preferences',
    'account-pages',
    'venue',
    'shell',
  ],
];

/** The desk's own parts, likewise: what its screens are made of, the screens, and its shell. */
const DESK_PARTS = [
  'address',
  'me',
  'blocks',
  'entrance',
  'acts',
  'identity',
  'clients',
  'money',
  'instruments',
  'risk',
  'approvals',
  'staff',
  'audit',
  'shell',
];

/** What the desk has in common with the trading screen. All else of it concerns who trades. */
const SHARED = ['ui', 'clock', 'preferences', 'numbers', 'api', 'account'];

const files = sourceFiles().filter(({ path }) => path.startsWith(SCREEN) && !isTest(path) && !isTestSupport(path));
const ofDesk = files.filter(({ path }) => path.startsWith(DESK));
const ofScreen = files.filter(({ path }) => !path.startsWith(DESK));

it.each([
  ['the screen', SCREEN, PARTS, ofScreen],
  ['the desk', DESK, DESK_PARTS, ofDesk],
])('gives each part of %s its place in the order', (_name, folder, order, own) => {
  const parts = own.map(({ path }) => partOf(path, folder)).filter((part) => part !== undefined);
  expect([...new Set(parts)].sort()).toEqual([...order].sort());
});

it.each([
  ['the screen', SCREEN, PARTS, ofScreen],
  ['the desk', DESK, DESK_PARTS, ofDesk],
])('lets each part of %s import those below it, and no other', (_name, folder, order, own) => {
  const upward = own.flatMap(({ path, imports }) => {
    const from = partOf(path, folder);
    const above = imports.filter((target) => target.startsWith(folder) && isAbove(partOf(target, folder), from, order));
    return above.map((target) => `${path} → ${target}`);
  });
  expect(upward).toEqual([]);
});

it('keeps the desk out of the trading screen, and takes little of the trading screen to the desk', () => {
  const intoDesk = ofScreen.flatMap(({ path, imports }) =>
    imports.filter((target) => target.startsWith(DESK)).map((target) => `${path} → ${target}`),
  );
  const outOfDesk = ofDesk.flatMap(({ path, imports }) =>
    imports
      .filter((target) => target.startsWith(SCREEN) && !target.startsWith(DESK))
      .filter((target) => partOf(path, DESK) !== undefined && !SHARED.includes(partOf(target, SCREEN) ?? ''))
      .map((target) => `${path} → ${target}`),
  );
  expect([...intoDesk, ...outOfDesk]).toEqual([]);
});

/** @returns undefined for a page's main file and what is of no part. */
function partOf(path: string, folder: string): string | undefined {
  const [part, ...rest] = path.startsWith(folder) ? path.slice(folder.length).split('/') : [];
  return rest.length === 0 ? undefined : part;
}

/** Files that are of no part stand above all parts. What is of another page is looked at elsewhere. */
function isAbove(part: string | undefined, other: string | undefined, order: readonly string[]): boolean {
  if (other === undefined) return false;
  return part === undefined || order.indexOf(part) > order.indexOf(other);
}
