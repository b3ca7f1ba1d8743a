import { describe, expect, it } from 'vitest';
import { ladder, roundNumber } from './ladder.ts';

const SETTINGS = { rungs: 4, skew: 0.001, distance: 0.001, stretch: 1 };

const pricesOf = (inventory: number, prices = { bid: 10_004, ask: 10_006 }, settings = SETTINGS) => {
  const rungs = ladder(prices, inventory, 100, settings);
  const of = (side: string) => rungs.filter((rung) => rung.side === side).map(({ price }) => price);
  return { bids: of('Bid'), asks: of('Ask') };
};

const quantitiesOf = (inventory: number) => {
  const rungs = ladder({ bid: 10_004, ask: 10_006 }, inventory, 10_000, SETTINGS);
  const sum = (side: string) =>
    rungs.filter((rung) => rung.side === side).reduce((all, { quantity }) => all + quantity, 0);
  return [sum('Bid'), sum('Ask')] as const;
};

describe('the ladder', () => {
  it.each([
    ['as wanted', 0, [10_004, 10_000, 9_990, 9_980], [10_006, 10_010, 10_020, 10_030]],
    ['half too much: it bids and asks less', 0.5, [9_999, 9_990, 9_980, 9_970], [10_001, 10_010, 10_020, 10_030]],
    ['half too little: it bids and asks more', -0.5, [10_009, 10_000, 9_990, 9_980], [10_011, 10_020, 10_030, 10_040]],
    ['far too much: it does not bid', 1, [], [9_996, 10_000, 10_010, 10_020]],
    ['sold out: it does not ask', -1, [10_014, 10_010, 10_000, 9_990], []],
  ])('with an inventory %s', (_what, inventory, bids, asks) => {
    expect(pricesOf(inventory)).toEqual({ bids, asks });
  });

  it('keeps its round prices while the first one moves a little', () => {
    const before = pricesOf(0);
    const after = pricesOf(0, { bid: 10_003, ask: 10_007 });
    expect(after.bids.slice(1)).toEqual(before.bids.slice(1));
    expect(after.asks.slice(1)).toEqual(before.asks.slice(1));
  });

  it('is wide in a fast market, at prices that stay, every other of which was there before', () => {
    const calm = pricesOf(0);
    const fast = pricesOf(0, { bid: 10_004, ask: 10_006 }, { ...SETTINGS, stretch: 2 });
    expect(fast).toEqual({ bids: [10_000, 9_980, 9_960, 9_940], asks: [10_020, 10_040, 10_060, 10_080] });
    expect(fast.bids.filter((price) => calm.bids.includes(price))).toEqual([10_000, 9_980]);
    expect(pricesOf(0, { bid: 10_001, ask: 10_019 }, { ...SETTINGS, stretch: 2 })).toEqual(fast);
    const higher = pricesOf(0, { bid: 10_019, ask: 10_021 }, { ...SETTINGS, stretch: 2 });
    expect(higher).toEqual({ bids: fast.bids, asks: [10_040, 10_060, 10_080, 10_100] });
  });

  it('never goes below the first tick', () => {
    expect(pricesOf(0, { bid: 2, ask: 3 }, { ...SETTINGS, distance: 1 })).toMatchObject({
      bids: [2],
      asks: [3, 4, 6, 8],
    });
    expect(pricesOf(0.9, { bid: 1, ask: 2 }, { ...SETTINGS, skew: 1 }).bids).toEqual([1]);
  });

  it('has more on the side on which the inventory shrinks', () => {
    const [[bid, ask], [less, more]] = [quantitiesOf(0), quantitiesOf(0.6)];
    expect(less / bid).toBeLessThan(0.5);
    expect(more / ask).toBeGreaterThan(1.5);
  });

  it('is the same for the same input, and takes nothing impossible', () => {
    expect(ladder({ bid: 10, ask: 11 }, 0, 5, SETTINGS)).toEqual(ladder({ bid: 10, ask: 11 }, 0, 5, SETTINGS));
    expect(() => ladder({ bid: 11, ask: 11 }, 0, 5, SETTINGS)).toThrow('below its ask');
    expect(() => ladder({ bid: 10, ask: 11 }, 1.1, 5, SETTINGS)).toThrow('from -1 to 1');
  });
});

it.each([
  [0.3, 1],
  [1, 1],
  [4.9, 2],
  [5, 5],
  [61.8, 50],
  [99, 50],
  [100, 100],
])('the round number in %f is %i', (most, round) => {
  expect(roundNumber(most)).toBe(round);
});
