import type { Grid } from '@fulcrum/venue-api';
import { expect, it } from 'vitest';
import { type Decision, decide, type HedgeLimits, type Phase, type Situation } from './decide.ts';

/** A tick is 0.1, and a step 0.01: at a middle of 1000 ticks a step is worth 1. */
const grid: Grid = {
  ...{ symbol: 'A_B', base: 'A', quote: 'B' },
  tick: { decimals: 1, units: 1 },
  step: { decimals: 2, units: 1 },
  minSteps: 5,
  impact: { min: 0.97, max: 1.03 },
};
const LIMITS: HedgeLimits = { grid, maxSteps: 10_000, threshold: 100, maxOrder: 500 };

const rest = { kind: 'rest' } as const;
const cancel = { kind: 'cancel' } as const;
const thin = { kind: 'rest', why: 'thin book' } as const;
const bid = (left: number) => ({ side: 'Bid', left }) as const;
const ask = (left: number) => ({ side: 'Ask', left }) as const;

it.each<[what: string, Partial<Situation>, phase: Phase, Decision['step']]>([
  ['below the threshold nothing happens', { gap: 99 }, 'resting', rest],
  ['at the threshold nothing happens', { gap: 100 }, 'resting', rest],
  [
    'above it a limit order is placed at the best price of its side, for all of it',
    { gap: 101 },
    'working',
    { kind: 'limit', side: 'Bid', price: 999, quantity: 101 },
  ],
  [
    'and on the other side to sell',
    { gap: -101 },
    'working',
    { kind: 'limit', side: 'Ask', price: 1001, quantity: 101 },
  ],
  [
    'an order is no larger than allowed',
    { gap: 4_000 },
    'working',
    { kind: 'limit', side: 'Bid', price: 999, quantity: 500 },
  ],
  [
    'what was begun is closed down to zero, also below the threshold',
    { phase: 'working', gap: -7 },
    'working',
    { kind: 'limit', side: 'Ask', price: 1001, quantity: 7 },
  ],
  ['what is too little for an order is left', { phase: 'working', gap: 4 }, 'resting', rest],
  ['also where it was urgent', { phase: 'urgent', gap: -4 }, 'resting', rest],
  ['an order that waits is left', { phase: 'working', gap: 200, open: [bid(200)] }, 'working', rest],
  ['also one that is smaller than the gap', { phase: 'working', gap: 300, open: [bid(200)] }, 'working', rest],
  ['also below the threshold', { phase: 'working', gap: 20, open: [bid(20)] }, 'working', rest],
  ['one that is larger than the gap goes', { phase: 'working', gap: 199, open: [bid(200)] }, 'working', cancel],
  ['one on the wrong side goes', { phase: 'working', gap: 200, open: [ask(200)] }, 'working', cancel],
  ['of several all go', { phase: 'working', gap: 200, open: [bid(100), bid(100)] }, 'working', cancel],
  ['one that nothing is to be done for goes', { phase: 'working', gap: 0, open: [bid(10)] }, 'resting', cancel],
  ['so it does while nobody knows the gap', { phase: 'working', gap: undefined, open: [bid(10)] }, 'resting', cancel],
  ['without an order nothing happens then', { phase: 'urgent', gap: undefined }, 'resting', rest],
  ['one that has waited in vain goes', { phase: 'working', gap: 200, open: [bid(20)], isLate: true }, 'urgent', cancel],
  [
    'and the rest goes by a market order',
    { phase: 'urgent', gap: 20 },
    'working',
    { kind: 'market', side: 'Bid', quantity: 20 },
  ],
  [
    'which is bounded as well',
    { phase: 'urgent', gap: -900 },
    'working',
    { kind: 'market', side: 'Ask', quantity: 500 },
  ],
  ['nobody bids', { gap: 900, bid: undefined }, 'resting', thin],
  ['nobody asks', { phase: 'urgent', gap: 900, ask: undefined }, 'urgent', thin],
  ['the best prices are too far apart', { phase: 'working', gap: 900, bid: 990, ask: 1000 }, 'working', thin],
  [
    'they may be apart by a hundredth',
    { phase: 'urgent', gap: -90, bid: 1000, ask: 1010 },
    'working',
    { kind: 'market', side: 'Ask', quantity: 90 },
  ],
  [
    'an order that waits stays in a thin book',
    { phase: 'working', gap: 9, open: [bid(9)], ask: undefined },
    'working',
    rest,
  ],
])('%s', (_, given, phase, step) => {
  const situation: Situation = {
    ...{ phase: 'resting', gap: 0, bid: 999, ask: 1001, open: [], isLate: false },
    ...given,
  };
  expect(decide(situation, LIMITS)).toEqual({ phase, step });
});

it('places the smallest order that the venue takes where the largest one is smaller', () => {
  const situation: Situation = { phase: 'working', gap: 50, bid: 999, ask: 1001, open: [], isLate: false };
  expect(decide(situation, { ...LIMITS, maxOrder: 1 }).step).toMatchObject({ quantity: 5 });
  expect(decide(situation, { ...LIMITS, maxSteps: 20 }).step).toMatchObject({ quantity: 20 });
});
