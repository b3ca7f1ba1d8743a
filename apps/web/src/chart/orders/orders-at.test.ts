import { expect, it } from 'vitest';
import { ordersAt } from './orders-at.ts';

it.each([
  [99, ['buy limit', 'sell stop']],
  [100, ['buy limit']],
  [101, ['buy limit', 'sell limit']],
  [102, ['sell limit']],
  [103, ['buy stop', 'sell limit']],
])('at %i, with a bid of 100 and an ask of 102, offers %j', (price, offered) => {
  expect(ordersAt(price, { bid: 100, ask: 102 }).map(({ side, kind }) => `${side} ${kind}`)).toEqual(offered);
});
