import { expect, it } from 'vitest';
import { differencesOf } from './differences.ts';

it.each<[what: string, before: unknown, after: unknown, differences: object[]]>([
  ['nothing', { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, []],
  ['a value', { role: 'support' }, { role: 'admin' }, [{ name: 'role', before: 'support', after: 'admin' }]],
  ['to none', { role: 'support' }, { role: null }, [{ name: 'role', before: 'support', after: 'none' }]],
  [
    'what came and went',
    { a: 1, both: true },
    { b: { c: 'x' }, both: true },
    [
      { name: 'a', before: '1', after: undefined },
      { name: 'b.c', before: undefined, after: 'x' },
    ],
  ],
  ['of a list', { days: [1, 2] }, { days: [1, 3] }, [{ name: 'days.1', before: '2', after: '3' }]],
  ['all that is new', undefined, { a: 1 }, [{ name: 'a', before: undefined, after: '1' }]],
  ['all that is new where there was nothing', null, { a: 1 }, [{ name: 'a', before: undefined, after: '1' }]],
  ['a bare value', 'x', 'y', [{ name: 'value', before: 'x', after: 'y' }]],
])('tells %s', (_what, before, after, differences) => {
  expect(differencesOf(before, after)).toEqual(differences);
});

it('has an end', () => {
  expect(
    differencesOf(
      {},
      Array.from({ length: 1_000 }, (_, at) => at),
    ),
  ).toHaveLength(200);
});
