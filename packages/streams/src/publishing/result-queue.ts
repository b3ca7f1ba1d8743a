import { assert, type LogId } from '@fulcrum/log';
import type { Result } from './publish-batch.ts';

/** Redis does nothing else while it publishes a batch, so a batch is over in some milliseconds. */
const MAX_RESULTS = 1_000;
const MAX_CHARACTERS = 4_000_000;

/** What a result takes besides its text and its cause's, in characters. */
const OVERHEAD = 128;

function sizeOf(result: Result): number {
  return OVERHEAD + (result.size ?? result.events.length) + (result.cause?.fields.data?.length ?? 0);
}

/**
 * Results until they are published: first those in flight, then those that wait. Whatever is done to it costs as much as
 * the results that it is done to, however many wait behind them.
 */
export class ResultQueue {
  #results: Result[] = [];
  /** Those before this index are published. */
  #first = 0;
  /** Those before this index have been sent. */
  #unsent = 0;
  /** How large those are that are not published, and those that have not been sent. */
  #characters = 0;
  #unsentCharacters = 0;
  #added = 0;
  #confirmed = 0;

  /** All that were ever added. */
  get added(): number {
    return this.#added;
  }

  /** How many of these are published. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** All that are not published. */
  get length(): number {
    return this.#results.length - this.#first;
  }

  get unsent(): number {
    return this.#results.length - this.#unsent;
  }

  /** About how much memory they take, in characters. */
  get characters(): number {
    return this.#characters;
  }

  get unsentCharacters(): number {
    return this.#unsentCharacters;
  }

  /** The last one in flight. */
  get lastSent(): LogId | undefined {
    return this.#unsent > this.#first ? this.#results[this.#unsent - 1]?.id : undefined;
  }

  add(results: readonly Result[]): void {
    this.#added += results.length;
    for (const result of results) {
      this.#results.push(result);
      this.#characters += sizeOf(result);
      this.#unsentCharacters += sizeOf(result);
    }
  }

  /** Sends the results that are next: as many as may travel together, and at least one. */
  send(): Result[] {
    const end = Math.min(this.#unsent + MAX_RESULTS, this.#results.length);
    const batch: Result[] = [];
    let characters = 0;
    for (; this.#unsent < end; this.#unsent++) {
      const result = this.#results[this.#unsent];
      if (result === undefined) break;
      const size = sizeOf(result);
      if (characters + size > MAX_CHARACTERS && batch.length > 0) break;
      characters += size;
      batch.push(result);
    }
    this.#unsentCharacters -= characters;
    return batch;
  }

  /** The first ones are published. They are let go of once they are as many as the others. */
  confirm(count: number): void {
    assert(count <= this.#unsent - this.#first, 'only results that were sent are confirmed');
    this.#confirmed += count;
    for (const end = this.#first + count; this.#first < end; this.#first++) {
      const result = this.#results[this.#first];
      if (result !== undefined) this.#characters -= sizeOf(result);
    }
    if (this.#first < this.length) return;
    this.#results = this.#results.slice(this.#first);
    this.#unsent -= this.#first;
    this.#first = 0;
  }

  /** Nothing is in flight any more: all that are not known to be published wait again. */
  takeBack(): void {
    this.#unsent = this.#first;
    this.#unsentCharacters = this.#characters;
  }

  /** Lets go of those that turn out to be published, from the first on, while nothing is in flight. */
  drop(isPublished: (result: Result) => boolean): void {
    let end = this.#first;
    for (let result = this.#results[end]; result !== undefined && isPublished(result); ) result = this.#results[++end];
    const count = end - this.#first;
    this.#unsent = end;
    this.confirm(count);
    this.#unsentCharacters = this.#characters;
  }
}
