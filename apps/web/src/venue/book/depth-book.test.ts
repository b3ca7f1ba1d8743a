import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DepthBook, type DepthUpdate, type LevelChange, SNAPSHOT_LEVELS } from './depth-book.ts';

const levelsOf = ({ bids, asks }: DepthBook) => ({
  bids: bids.levels(1_000).map(({ price, quantity }) => [price, quantity]),
  asks: asks.levels(1_000).map(({ price, quantity }) => [price, quantity]),
});

const update = (first: number, last: number, bids: LevelChange[] = [], asks: LevelChange[] = []): DepthUpdate => ({
  ...{ first, last, bids, asks },
});

/** What a book consists of, told change by change. */
function told(changes: readonly (readonly ['bids' | 'asks', ...LevelChange])[]) {
  const naive = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  for (const [side, price, quantity] of changes) naive[side].set(price, quantity);
  const rows = (side: 'bids' | 'asks', sign: number) =>
    [...naive[side]].filter(([, quantity]) => quantity > 0).sort(([a], [b]) => sign * (a - b));
  return { bids: rows('bids', -1), asks: rows('asks', 1) };
}

const change = fc.tuple(
  fc.constantFrom('bids' as const, 'asks' as const),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 0, max: 3 }),
);

it('is the venue’s book, whenever its snapshot came and however its updates were gathered', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.nat(60), fc.nat(60), fc.nat(5), (changes, one, other, size) => {
      const [subscribed, cut] = [Math.min(one, other, changes.length), Math.min(Math.max(one, other), changes.length)];
      const book = new DepthBook();
      const deliver = (from: number, to: number) => {
        for (let first = from; first < to; first += size + 1) {
          const last = Math.min(first + size + 1, to);
          const of = (side: string) =>
            [
              ...new Map(changes.slice(first, last).flatMap(([at, ...level]) => (at === side ? [level] : []))),
            ] as LevelChange[];
          expect(book.takeUpdate(update(first + 1, last, of('bids'), of('asks')))).toBe(true);
        }
      };
      deliver(subscribed, cut);
      expect(book.takeSnapshot({ lastUpdateId: cut, ...told(changes.slice(0, cut)) })).toBe(true);
      deliver(cut, changes.length);
      expect(levelsOf(book)).toEqual(told(changes));
    }),
  );
});

describe('without an update', () => {
  const SNAPSHOT = { lastUpdateId: 7, bids: [[99, 5]] as LevelChange[], asks: [[101, 5]] as LevelChange[] };

  it('knows nothing, and is known again by a later snapshot and what came since', () => {
    const book = new DepthBook();
    book.takeSnapshot(SNAPSHOT);
    expect(book.takeUpdate(update(9, 9, [[98, 1]]))).toBe(false);
    expect([book.isKnown, levelsOf(book)]).toEqual([false, { bids: [], asks: [] }]);
    expect(book.takeUpdate(update(10, 10, [], [[102, 4]]))).toBe(true);
    expect(book.takeSnapshot({ ...SNAPSHOT, lastUpdateId: 8 })).toBe(true);
    expect(levelsOf(book)).toEqual({
      bids: [
        [99, 5],
        [98, 1],
      ],
      asks: [
        [101, 5],
        [102, 4],
      ],
    });
  });

  it('takes no snapshot from before the first update that it has', () => {
    const book = new DepthBook();
    book.takeUpdate(update(9, 9, [[98, 1]]));
    expect(book.takeSnapshot(SNAPSHOT)).toBe(false);
    expect(book.isKnown).toBe(false);
    expect(book.takeSnapshot({ ...SNAPSHOT, lastUpdateId: 9 })).toBe(true);
  });

  it('passes over one that the snapshot has already', () => {
    const book = new DepthBook();
    book.takeSnapshot(SNAPSHOT);
    expect(book.takeUpdate(update(5, 7, [[99, 1]]))).toBe(true);
    expect(levelsOf(book).bids).toEqual([[99, 5]]);
  });
});

it('asks for a snapshot before the levels are used up behind which there may be others', () => {
  const book = new DepthBook();
  const asks = Array.from({ length: SNAPSHOT_LEVELS }, (_, index): LevelChange => [1_000 + index, 1]);
  book.takeSnapshot({ lastUpdateId: 0, bids: [], asks });
  const removed = asks.slice(0, 901).map(([price]): LevelChange => [price, 0]);
  expect(book.takeUpdate(update(1, 1, [], removed.slice(0, 900)))).toBe(true);
  expect(book.takeUpdate(update(2, 2, [], removed.slice(900)))).toBe(false);
});
