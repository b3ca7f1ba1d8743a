import { expect, it } from 'vitest';
import { borneByClient, isStopBehind } from './stop-behind.ts';

it.each([
  ['buy', 58_864, 58_865, true],
  ['buy', 58_865, 58_865, true],
  ['buy', 58_866, 58_865, false],
  ['sell', 64_000, 63_999, true],
  ['sell', 63_998, 63_999, false],
  // It is never liquidated, so whatever stop it has comes first.
  ['buy', 1, 0, false],
] as const)(
  'of a %s a stop-loss at %s with a liquidation at %s is behind it: %s',
  (side, stop, liquidation, isBehind) => {
    expect(isStopBehind(side, stop, liquidation)).toBe(isBehind);
  },
);

it('lets a client lose the margin at most', () => {
  expect([-586_000_000n, -154_500_500n, -1n, 700n].map((result) => borneByClient(result, 154_500_500n))).toEqual([
    -154_500_500n,
    -154_500_500n,
    -1n,
    700n,
  ]);
});
