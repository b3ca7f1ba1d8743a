import { assert } from '@fulcrum/log';
import { SetHash } from '@fulcrum/memory';
import type { RecordOf } from '../columns.ts';

/** The columns of the table TrailingGroup. */
export const TRAILING_COLUMNS = { number: 'bigint', asset: 'text', side: 'side', extreme: 'price' } as const;

/**
 * The trailing stops of one side of an asset whose best price since they began is the same one. `number` is the sequence number
 * from which on they began; those of the next group began later.
 */
export interface TrailingRecord extends RecordOf<typeof TRAILING_COLUMNS> {}

/** A group as its book knows it. */
export interface TrailingGroup {
  readonly number: number;
  readonly extreme: number;
}

/** Where the changes of a group can be looked up. */
interface Book {
  record(number: number): TrailingRecord | undefined;
}

/** A group that has changed. Without a record it is there no longer. */
export interface TrailingChange {
  readonly number: number;
  readonly record: TrailingRecord | undefined;
}

/**
 * What the groups of all books mean to the state's hash, and to the next snapshot. The newest group of a book moves with the
 * price, tick by tick. So it is hashed when the hash is asked for, and the others when they cease to be the newest.
 */
export class TrailingNotes {
  readonly #settled = new SetHash();
  #changed = new Map<number, Book>();
  /** Counts snapshot points, so that a group is noted once between two of them. */
  round = 0;

  /** @param assetHash stands for the asset in the state's hash. */
  settle(assetHash: number, sign: number, group: TrailingGroup): void {
    this.#mix(assetHash, sign, group);
    this.#settled.add();
  }

  unsettle(assetHash: number, sign: number, group: TrailingGroup): void {
    this.#mix(assetHash, sign, group);
    this.#settled.remove();
  }

  change(number: number, book: Book): void {
    assert(number >= 0, 'a group that has changed has a number');
    this.#changed.set(number, book);
  }

  /** The text that stands for the groups that are not the newest of their books. */
  toString(): string {
    return this.#settled.toString();
  }

  takeChanges(): TrailingChange[] {
    const changed = Array.from(this.#changed, ([number, book]) => ({ number, record: book.record(number) }));
    this.#changed = new Map();
    this.round += 1;
    return changed;
  }

  #mix(assetHash: number, sign: number, { number, extreme }: TrailingGroup): void {
    this.#settled.begin(sign);
    this.#settled.mix(assetHash);
    for (const value of [number, extreme]) {
      this.#settled.mix(value | 0);
      this.#settled.mix(Math.floor(value / 2 ** 32));
    }
  }
}
