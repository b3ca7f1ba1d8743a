import { expect, it } from 'vitest';
import { BookSide } from './book-side.ts';
import { EMPTY_LADDER, ladderOf } from './ladder.ts';

function side(name: 'bids' | 'asks', levels: readonly (readonly [number, number])[]): BookSide {
  const made = new BookSide(name);
  for (const [price, quantity] of levels) made.set(price, quantity);
  return made;
}

it('adds up what stands at the best prices, and measures both sides with the same rule', () => {
  const bids = side('bids', [
    [98, 30],
    [99, 10],
    [97, 500],
  ]);
  const asks = side('asks', [
    [102, 60],
    [101, 20],
  ]);
  expect(ladderOf({ bids, asks }, 2)).toEqual({
    bids: [
      { price: 99, quantity: 10, total: 10n, share: 0.125 },
      { price: 98, quantity: 30, total: 40n, share: 0.5 },
    ],
    asks: [
      { price: 101, quantity: 20, total: 20n, share: 0.25 },
      { price: 102, quantity: 60, total: 80n, share: 1 },
    ],
    spread: 2,
  });
});

it('has no spread where a side is empty, and adds up more than a number holds', () => {
  const [none, largest] = [side('bids', []), Number.MAX_SAFE_INTEGER];
  expect(ladderOf({ bids: none, asks: side('asks', []) }, 5)).toEqual(EMPTY_LADDER);
  const asks = side('asks', [
    [1, largest],
    [2, largest],
  ]);
  expect(ladderOf({ bids: none, asks }, 5).asks.at(-1)?.total).toBe(2n * BigInt(largest));
});
