import type { Grid } from '@fulcrum/venue-api';
import { expect, it } from 'vitest';
import { withinReach } from './within-reach.ts';

const GRID: Grid = {
  ...{ symbol: 'A_B', base: 'A', quote: 'B', minSteps: 1 },
  ...{ tick: { decimals: 1, units: 5 }, step: { decimals: 2, units: 1 }, impact: { min: 0.9, max: 1.1 } },
};

it.each([
  ['without a trade', { bid: 50, ask: 51 }, undefined, { bid: 100, ask: 102 }, 0],
  ['near the last trades', { bid: 50, ask: 51 }, 104, { bid: 100, ask: 102 }, 0],
  ['off the grid', { bid: 50.1, ask: 50.2 }, 101, { bid: 100, ask: 101 }, 0],
  ['far below: down by 0.6 of the band', { bid: 50, ask: 51 }, 1_000, { bid: 939, ask: 941 }, -1],
  ['far above: up by as much', { bid: 5_000, ask: 5_001 }, 1_000, { bid: 1_059, ask: 1_061 }, 1],
  ['at almost nothing', { bid: 0.1, ask: 0.2 }, undefined, { bid: 1, ask: 2 }, 0],
] as const)('a fair value %s', (_what, fair, reference, prices, ahead) => {
  expect(withinReach(fair, GRID, reference)).toEqual({ prices, ahead });
});

it('a market without a band is quoted at its fair value', () => {
  const grid = { ...GRID, impact: { min: 0, max: Number.MAX_VALUE } };
  expect(withinReach({ bid: 5_000, ask: 5_001 }, grid, 1_000)).toMatchObject({ ahead: 0 });
});
