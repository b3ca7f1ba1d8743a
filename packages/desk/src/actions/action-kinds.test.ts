import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ACTION_KINDS } from './action-kinds.ts';

const page = readFileSync(new URL('../../../../docs/desk.md', import.meta.url), 'utf8');

/** The rows of the table "Who may do what": kind, who asks, when it takes two, who says yes. */
const documented = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 7 && /^`[a-z-]+`$/.test(cells[2] ?? ''))
  .map(([, , kind, asks, takesTwo, approves]) => [kind, asks, takesTwo, approves]);

it('the table in docs/desk.md says who may do what, and nothing else', () => {
  const kinds = Object.entries(ACTION_KINDS).map(([kind, { asks, takesTwo, approves }]) => [
    `\`${kind}\``,
    asks.join(', '),
    takesTwo,
    approves.join(', '),
  ]);
  const written = documented.map(([kind, asks, takesTwo, approves]) => [
    kind,
    asks,
    takesTwo?.startsWith('above the amount') ? 'above the amount' : takesTwo,
    approves,
  ]);
  expect(written.sort()).toEqual(kinds.sort());
});

it('whoever says yes to an action may be somebody else than who asks', () => {
  for (const [kind, { takesTwo, approves }] of Object.entries(ACTION_KINDS))
    expect([kind, approves.length > 0]).toEqual([kind, takesTwo !== 'never']);
});
