import type { LevelRow, MarketSettings, Reads } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { BestBooks } from './best-books.ts';

const settings = { market: 'A_B', priceDecimals: 1, quantityDecimals: 2 } as MarketSettings;
const NOW_US = 9_000_000;

function begun(bestBid: LevelRow | undefined, bestAsk: LevelRow | undefined): BestBooks {
  const books = new BestBooks();
  const reads = { markets: () => [settings], market: () => ({ settings, updateId: 7, bestBid, bestAsk }) };
  books.begin({ reads: reads as unknown as Reads, time: 5_000 });
  return books;
}

test('begins with the state of a snapshot, of which its log time is told', () => {
  expect(begun([100, 50], [101, 25]).ticker('A_B', NOW_US)).toEqual({
    ...{ e: 'bookTicker', E: NOW_US, s: 'A_B', a: '10.1', A: '0.25', b: '10.0', B: '0.50', u: 7, T: 5_000_000 },
  });
  expect(begun([100, 50], undefined).ticker('A_B', NOW_US)).toBeUndefined();
  expect(begun([100, 50], [101, 25]).ticker('NO_SUCH', NOW_US)).toBeUndefined();
});

test('a change counts where a best price or its quantity is another, or comes or goes', () => {
  const books = begun([100, 50], [101, 25]);
  let updateId = 7;
  const take = (bid: LevelRow | undefined, ask: LevelRow | undefined) => {
    updateId += 1;
    return books.take({ market: settings, updateId, bid, ask, time: 6_000 });
  };
  expect(take([100, 50], [101, 25])).toBe(false);
  expect(books.ticker('A_B', NOW_US)).toMatchObject({ u: 7, T: 5_000_000 });
  expect(take([100, 49], [101, 25])).toBe(true);
  expect(books.ticker('A_B', NOW_US)).toMatchObject({ B: '0.49', u: 9, T: 6_000_000 });
  expect(take([99, 49], [101, 25])).toBe(true);
  expect(take([99, 49], undefined)).toBe(true);
  expect(books.ticker('A_B', NOW_US)).toBeUndefined();
  expect(take([99, 49], undefined)).toBe(false);
  expect(take([99, 49], [101, 25])).toBe(true);
});
