import { assert, compareLogIds, LOG_START, type LogId } from '@fulcrum/log';

/** A wait until a result has gone by. */
interface Waiting {
  readonly callback: LogId;
  readonly onPassed: () => void;
}

/** The last result that has gone by here, and the waits for later ones. */
export class PassedResults {
  #last: LogId = LOG_START;
  readonly #waiting = new Set<Waiting>();

  /**
   * Calls back when every result up to one has gone by, at once if they already have.
   *
   * @returns a function that calls it off.
   */
  when(callback: LogId, onPassed: () => void): () => void {
    const waiting: Waiting = { callback, onPassed };
    if (this.#hasPassed(waiting)) onPassed();
    else this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Takes the last result that has gone by, seen or unseen. After a loss it may be an earlier one than before. */
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
