import { assert } from '@fulcrum/log';

/** The factor and the shift of each half of the hash. */
export const MIXING = { low: [0x9e3779b1, 15], high: [0x5f356495, 13] } as const;
const [LOW_FACTOR, LOW_SHIFT] = MIXING.low;
const [HIGH_FACTOR, HIGH_SHIFT] = MIXING.high;

/**
 * The hash of a set of records, kept up as they come and go: the sum of the records' own hashes, so that neither the
 * order of the changes nor the history behind them matters. It finds diverging states; it is no defence against
 * somebody who chooses records to collide.
 *
 * A record is hashed word by word: `begin`, its words, then `add` or `remove`.
 */
export class SetHash {
  #low = 0;
  #high = 0;
  /** The two halves of the record's hash so far. They are open to code that is made for a record (see compileMixer). */
  recordLow = 0;
  recordHigh = 0;

  /** @param kind tells records of different kinds apart that have the same words. */
  begin(kind: number): void {
    this.recordLow = 0xdeadbeef | 0;
    this.recordHigh = 0x41c6ce57;
    this.mix(kind);
  }

  /** Two multiplicative hashes with different constants. The shifts bring high bits down again, where they count. */
  mix(word: number): void {
    const low = Math.imul(this.recordLow ^ word, LOW_FACTOR);
    const high = Math.imul(this.recordHigh ^ word, HIGH_FACTOR);
    this.recordLow = low ^ (low >>> LOW_SHIFT);
    this.recordHigh = high ^ (high >>> HIGH_SHIFT);
  }

  /** Mixes several words: the same as one after the other, and faster, because the hash stays in local variables. */
  mixWords(words: Uint32Array, from: number, count: number): void {
    assert(from >= 0 && from + count <= words.length, 'the words that are hashed are there');
    let [low, high] = [this.recordLow, this.recordHigh];
    for (let at = from; at < from + count; at++) {
      const word = words[at] as number;
      low = Math.imul(low ^ word, LOW_FACTOR);
      high = Math.imul(high ^ word, HIGH_FACTOR);
      low ^= low >>> LOW_SHIFT;
      high ^= high >>> HIGH_SHIFT;
    }
    this.recordLow = low;
    this.recordHigh = high;
  }

  /** Puts the record into the set. */
  add(): void {
    this.#finish();
    this.#low = (this.#low + this.recordLow) | 0;
    this.#high = (this.#high + this.recordHigh) | 0;
  }

  /** Takes the record out of the set, in which it has to be as it is now. */
  remove(): void {
    this.#finish();
    this.#low = (this.#low - this.recordLow) | 0;
    this.#high = (this.#high - this.recordHigh) | 0;
  }

  /**
   * Puts the record into the set, and notes its hash in two words. They take the place of hashing it once more as it was
   * when it changes or goes.
   */
  addNoted(words: Uint32Array, at: number): void {
    this.add();
    words[at] = this.recordLow;
    words[at + 1] = this.recordHigh;
  }

  /** Takes out of the set a record whose hash was noted. Two zeros stand for one that is not in the set. */
  removeNoted(words: Uint32Array, at: number): void {
    assert(at >= 0 && at + 2 <= words.length, 'the words in which a hash was noted are there');
    this.#low = (this.#low - (words[at] as number)) | 0;
    this.#high = (this.#high - (words[at + 1] as number)) | 0;
  }

  /** Puts the record that was just added or removed into another set, too, or takes it out. */
  addAlso(other: SetHash): void {
    other.#low = (other.#low + this.recordLow) | 0;
    other.#high = (other.#high + this.recordHigh) | 0;
  }

  removeAlso(other: SetHash): void {
    other.#low = (other.#low - this.recordLow) | 0;
    other.#high = (other.#high - this.recordHigh) | 0;
  }

  /** Takes out all records of another set, all of which are in this one. */
  removeAll(other: SetHash): void {
    this.#low = (this.#low - other.#low) | 0;
    this.#high = (this.#high - other.#high) | 0;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hex(this.#high) + hex(this.#low);
  }

  #finish(): void {
    const [low, high] = [this.recordLow, this.recordHigh];
    this.recordLow = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
    this.recordHigh = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  }
}

/** @returns 16 hexadecimal digits for any text. */
export function digest(text: string): string {
  const hash = new SetHash();
  hash.begin(0);
  for (let at = 0; at < text.length; at++) hash.mix(text.charCodeAt(at));
  hash.add();
  return hash.toString();
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
