import { assert, compareLogIds, LOG_START, type LogId } from '@fulcrum/log';

/** Somebody who waits until a result has gone by. */
interface Waiting {
  readonly callback: LogId;
  readonly onPassed: () => void;
}

/** How far the results have gone by here, and who waits for one of them. */
export class PassedResults {
  #last: LogId = LOG_START;
  readonly #waiting = new Set<Waiting>();

  /**
   * Tells when everything up to a result has gone by, at once where it already has.
   *
   * @returns a function that calls it off.
   */
  when(callback: LogId, onPassed: () => void): () => void {
    const waiting: Waiting = { callback, onPassed };
    if (this.#hasPassed(waiting)) onPassed();
    else this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Everything up to a result has gone by, seen or unseen. After a loss this may be less than before. */
  passed(callback: LogId): void {
    this.#last = callback;
    for (const waiting of this.#waiting) {
      if (!this.#hasPassed(waiting)) continue;
      assert(this.#waiting.delete(waiting), 'whoever waits is told once');
      waiting.onPassed();
    }
  }

  #hasPassed({ callback }: Waiting): boolean {
    return compareLogIds(callback, this.#last) <= 0;
  }
}
