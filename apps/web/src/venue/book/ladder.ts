import type { BookSide } from './book-side.ts';

/** A level as it is drawn. Prices and quantities are whole units. */
export interface LadderRow {
  readonly price: number;
  readonly quantity: number;
  /** What stands here and at better prices. The sum of many levels may be no safe integer. */
  readonly total: bigint;
  /** The total as a share of the larger side's, from 0 to 1: the length of a bar. */
  readonly share: number;
}

/** Both sides, the best level first. */
export interface Ladder {
  readonly bids: readonly LadderRow[];
  readonly asks: readonly LadderRow[];
  /** Undefined where a side is empty. */
  readonly spread: number | undefined;
}

export const EMPTY_LADDER: Ladder = { bids: [], asks: [], spread: undefined };

type Summed = Omit<LadderRow, 'share'>;

/** The best levels of both sides with what they add up to. */
export function ladderOf({ bids, asks }: { readonly bids: BookSide; readonly asks: BookSide }, count: number): Ladder {
  const [summedBids, summedAsks] = [summed(bids, count), summed(asks, count)];
  const [ofBids, ofAsks] = [summedBids.at(-1)?.total ?? 0n, summedAsks.at(-1)?.total ?? 0n];
  const largest = Number(ofBids > ofAsks ? ofBids : ofAsks);
  const shared = (row: Summed): LadderRow => ({ ...row, share: Number(row.total) / largest });
  const [bid, ask] = [bids.best, asks.best];
  return {
    bids: summedBids.map(shared),
    asks: summedAsks.map(shared),
    spread: bid === undefined || ask === undefined ? undefined : ask - bid,
  };
}

function summed(side: BookSide, count: number): Summed[] {
  let total = 0n;
  return side.levels(count).map(({ price, quantity }) => {
    total += BigInt(quantity);
    return { price, quantity, total };
  });
}
