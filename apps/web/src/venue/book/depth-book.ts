import { BookSide } from './book-side.ts';

/** Levels that changed, with what stands at each now, in whole units: 0 for none. */
export type LevelChange = readonly [price: number, quantity: number];

export interface Depth {
  readonly bids: readonly LevelChange[];
  readonly asks: readonly LevelChange[];
}

/** The book as it was behind the update with this id. */
export interface DepthSnapshot extends Depth {
  readonly lastUpdateId: number;
}

/** The changes of the updates from the first to the last. */
export interface DepthUpdate extends Depth {
  readonly first: number;
  readonly last: number;
}

/** So many updates wait for their snapshot at most. */
const MAX_WAITING = 2_000;

/**
 * The most levels of a side that a snapshot has. Where it has as many there may be more, which nobody tells until they
 * change.
 */
export const SNAPSHOT_LEVELS = 1_000;

/** The fewest levels that must be left of a side of which not all are known. */
const FEWEST_KNOWN = 100;

/** A book that is kept by a snapshot and the updates behind it. */
export class DepthBook {
  readonly bids = new BookSide('bids');
  readonly asks = new BookSide('asks');
  /** Undefined until there is a snapshot. */
  #lastUpdateId: number | undefined;
  #waiting: DepthUpdate[] = [];
  #isWhole = { bids: true, asks: true };

  /** Whether the levels are those of the venue's book. */
  get isKnown(): boolean {
    return this.#lastUpdateId !== undefined;
  }

  /** Begins anew: what is known does not hold any more. */
  forget(): void {
    this.#lastUpdateId = undefined;
    this.#waiting = [];
    this.bids.clear();
    this.asks.clear();
  }

  /**
   * Takes a snapshot, and the updates that came before it.
   *
   * @returns false when the book is not known: the snapshot is older than the first of the updates.
   */
  takeSnapshot({ lastUpdateId, bids, asks }: DepthSnapshot): boolean {
    const waiting = this.#waiting;
    this.forget();
    this.#lastUpdateId = lastUpdateId;
    this.#isWhole = { bids: bids.length < SNAPSHOT_LEVELS, asks: asks.length < SNAPSHOT_LEVELS };
    this.#set({ bids, asks });
    for (const update of waiting) this.takeUpdate(update);
    return this.isKnown;
  }

  /**
   * Takes an update, or keeps it until there is a snapshot.
   *
   * @returns false when the book is not known any more, because an update is missing: a new snapshot is needed.
   */
  takeUpdate(update: DepthUpdate): boolean {
    if (this.#lastUpdateId === undefined) {
      this.#keep(update);
      return true;
    }
    if (update.last <= this.#lastUpdateId) return true;
    if (update.first > this.#lastUpdateId + 1) {
      this.forget();
      this.#keep(update);
      return false;
    }
    this.#lastUpdateId = update.last;
    this.#set(update);
    if (this.#hasEnough()) return true;
    this.forget();
    return false;
  }

  #keep(update: DepthUpdate): void {
    // The snapshot that they waited for did not come: the next one is asked for later, and is newer than they are.
    if (this.#waiting.length >= MAX_WAITING) this.#waiting = [];
    this.#waiting.push(update);
  }

  #set({ bids, asks }: Depth): void {
    for (const [price, quantity] of bids) this.bids.set(price, quantity);
    for (const [price, quantity] of asks) this.asks.set(price, quantity);
  }

  #hasEnough(): boolean {
    return (
      (this.#isWhole.bids || this.bids.size >= FEWEST_KNOWN) && (this.#isWhole.asks || this.asks.size >= FEWEST_KNOWN)
    );
  }
}
