import { expect, it } from 'vitest';
import { pathOf } from './price-path.ts';

const rising = { time: 600, open: 100, high: 130, low: 90, close: 120 };
const falling = { time: 660, open: 120, high: 125, low: 80, close: 85 };

it('goes through the extremes of each candle, in the order that its direction suggests', () => {
  expect(pathOf([rising, falling], [], 60_000)).toEqual([
    { at: 620_000, bid: 90 },
    { at: 640_000, bid: 130 },
    { at: 660_000, bid: 120 },
    { at: 680_000, bid: 125 },
    { at: 700_000, bid: 80 },
    { at: 720_000, bid: 85 },
  ]);
});

it('leaves out the extremes of a candle in which an order was opened or closed', () => {
  expect(pathOf([rising, falling], [660_000], 60_000).map(({ at }) => at)).toEqual([
    620_000, 640_000, 660_000, 720_000,
  ]);
  expect(pathOf([rising, falling], [659_999], 60_000).map(({ at }) => at)).toEqual([
    660_000, 680_000, 700_000, 720_000,
  ]);
});

it('has no room between the seconds', () => {
  expect(pathOf([rising], [], 1_000)).toEqual([{ at: 601_000, bid: 120 }]);
});
