import { expect, test } from 'vitest';
import { ToldTimes } from './told-times.ts';

const SECOND = 1_000_000;
const NOW = 1_795_000_000 * SECOND;
const TICK = { asset: 'BTC_USDC', bid: '1.00', bidQuantity: '0', ask: '1.01', askQuantity: '0', source: 'test' };

test.each([
  ['later and later', [0, 1, 1, 2], [0, 1, 1, 2]],
  ['out of order by no more than the limit', [10, 8, 11, 9], [10, 8, 11, 9]],
  ['back by more, until they are later again', [10, 7.9, 7.99, 8.5, 11], [10, undefined, undefined, 8.5, 11]],
  ['of a clock that is behind, beside one that is not', [600, 0, 601, 1], [600, undefined, 601, undefined]],
  ['unknown now and then', [10, undefined, 7, 10], [10, undefined, undefined, 10]],
])('times that are %s', (_how, seconds, told) => {
  const times = new ToldTimes(2_000);
  const at = (second: number | undefined) => (second === undefined ? undefined : NOW + second * SECOND);
  const tick = (second: number | undefined) => ({ ...TICK, exchangeTime: at(second) });
  expect(seconds.map((second) => times.tell(tick(second)))).toEqual(told.map(tick));
});
