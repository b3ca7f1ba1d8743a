/**
 * The hash of a set of records, kept up as they come and go: the sum of the records' own hashes, so that neither the
 * order of the changes nor the history behind them matters. It finds diverging states; it is no defence against
 * somebody who chooses records to collide.
 */
export class StateHash {
  #low = 0;
  #high = 0;

  add(record: string): void {
    const hash = hashText(record);
    this.#low = (this.#low + hash.low) >>> 0;
    this.#high = (this.#high + hash.high) >>> 0;
  }

  remove(record: string): void {
    const hash = hashText(record);
    this.#low = (this.#low - hash.low) >>> 0;
    this.#high = (this.#high - hash.high) >>> 0;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hex(this.#high) + hex(this.#low);
  }
}

/** @returns 16 hexadecimal digits for any text. */
export function digest(text: string): string {
  const { low, high } = hashText(text);
  return hex(high) + hex(low);
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

/** Two 32-bit multiplicative hashes with different constants, mixed into each other at the end. */
function hashText(text: string): { low: number; high: number } {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return { low: low >>> 0, high: high >>> 0 };
}
