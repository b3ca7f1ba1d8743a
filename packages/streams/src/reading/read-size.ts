import { assert } from '@fulcrum/log';
import type { RawEntry } from './raw-entry.ts';

/**
 * The text that one read should have, in characters: eight entries of the largest length that is understood. Redis can
 * be asked for a number of entries only, so a read may have more when the entries before it were smaller
 * (byte-limit.ts bounds it then).
 */
export const READ_LIMIT = 8 * 1_024 * 1_024;

/** What a string costs besides its characters. An entry may have a hundred thousand empty fields. */
const STRING_COST = 32;

/** How many entries the next read asks for: as many as would stay within the limit if all were like the largest one. */
export class ReadSize {
  readonly #max: number;
  #count: number;
  #isWithin = true;

  constructor(max: number, first = max) {
    assert(Number.isInteger(max) && first >= 1 && first <= max, 'a read asks for at least one entry');
    this.#max = max;
    this.#count = first;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether the last read was small enough that the next one may be in memory beside it. */
  get isWithin(): boolean {
    return this.#isWithin;
  }

  /** Adapts to what was read. The count shrinks at once, and at most doubles from one read to the next. */
  take(entries: readonly RawEntry[]): void {
    let [all, largest] = [0, 1];
    for (const entry of entries) {
      const size = sizeOf(entry);
      all += size;
      if (size > largest) largest = size;
    }
    this.#isWithin = all <= READ_LIMIT;
    const fitting = Math.max(1, Math.floor(READ_LIMIT / largest));
    this.#count = Math.min(this.#max, 2 * this.#count, fitting);
  }

  /** Adapts to a read that was cut off: how large its entries are is unknown. */
  refused(): void {
    this.#count = Math.max(1, Math.floor(this.#count / 8));
  }
}

/** What the text of an entry costs, in characters. */
export function sizeOf([, fields]: RawEntry): number {
  return sizeOfTexts(fields);
}

export function sizeOfTexts(texts: readonly string[]): number {
  let size = texts.length * STRING_COST;
  for (const text of texts) size += text.length;
  return size;
}
