import { seededRandom } from '@fulcrum/simulated-prices';
import { describe, expect, it } from 'vitest';
import { type NoiseView, noiseAction } from './noise-action.ts';

const VIEW: NoiseView = {
  ...{ prices: { bid: 10_000, ask: 10_002 }, base: 50_000, quote: 50_000 },
  ...{ stepPrice: 1, open: 0, ahead: 0 },
};

const actions = (view: Partial<NoiseView>, count = 2_000) => {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => noiseAction(random, { ...VIEW, ...view }));
};

const buys = (view: Partial<NoiseView>) =>
  actions(view).filter((action) => action.type !== 'withdraw' && action.side === 'Bid').length / 2_000;

describe('a noise trader', () => {
  it.each([
    ['as often as it sells, with as much of both', {}, 0.5],
    ['seldom, with little money', { base: 90_000, quote: 10_000 }, 0.1],
    ['never, without any', { base: 100_000, quote: 0 }, 0],
    ['always, with nothing else', { base: 0, quote: 100_000 }, 1],
  ])('buys %s', (_what, view, share) => {
    expect(buys(view)).toBeCloseTo(share, 1);
  });

  it('risks a hundredth of what it has at most, and far less most of the time', () => {
    const quantities = actions({}).map((action) => (action.type === 'withdraw' ? 0 : action.quantity));
    expect(Math.max(...quantities)).toBeLessThanOrEqual(1_000);
    expect(quantities.toSorted((one, other) => one - other)[1_000]).toBeLessThan(200);
  });

  it('trades the way that the price has to go, while the quotes walk there', () => {
    expect(new Set(actions({ ahead: 1 }).map((action) => 'side' in action && action.side))).toEqual(new Set(['Bid']));
    expect(new Set(actions({ ahead: -1 }).map(({ type }) => type))).toEqual(new Set(['market']));
  });

  it('withdraws when it has too many orders', () => {
    expect(actions({ open: 4 }, 1)).toEqual([{ type: 'withdraw' }]);
  });

  it('does the same with the same numbers', () => {
    expect(actions({}, 50)).toEqual(actions({}, 50));
  });
});
