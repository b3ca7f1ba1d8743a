import { setTimeout as sleep } from 'node:timers/promises';
import { InvariantError } from '@fulcrum/log';
import { toError } from '@fulcrum/streams';

const RETRY_MS = 1_000;

export interface LearnerOptions {
  /** Reads the instruments out of the last snapshot and the results behind it. */
  readonly load: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Is told of servers that are away: it is tried again. What is known stays known meanwhile. */
  readonly onError: (error: Error) => void;
  /** Is told each time that all settings up to now are known. */
  readonly onLearned?: () => void;
  /** Is told of a broken invariant: the process must not go on. */
  readonly fail: (error: unknown) => void;
}

/**
 * Learns which instruments there are. It does so at the start, since an asset may have had no tick for a long time, and
 * again when results went by unseen. One reading is in flight at a time. Requests meanwhile lead to one more.
 */
export class InstrumentLearner {
  readonly #options: LearnerOptions;
  #isBusy = false;
  #isAskedAgain = false;
  #hasTried = false;

  constructor(options: LearnerOptions) {
    this.#options = options;
  }

  /** Whether the first attempt has ended, with or without success. Without PostgreSQL there are still the ticks. */
  get hasTried(): boolean {
    return this.#hasTried;
  }

  /** Begins to read them, or has them read once more if a reading is in flight. */
  learn(): void {
    this.#isAskedAgain = true;
    if (!this.#isBusy) void this.#run().catch(this.#options.fail);
  }

  async #run(): Promise<void> {
    const { load, signal, onError, onLearned } = this.#options;
    this.#isBusy = true;
    while (this.#isAskedAgain && !signal.aborted) {
      this.#isAskedAgain = false;
      try {
        await load();
        this.#hasTried = true;
        onLearned?.();
      } catch (error) {
        if (error instanceof InvariantError) throw error;
        this.#hasTried = true;
        this.#isAskedAgain = true;
        if (signal.aborted) return;
        onError(toError(error));
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
    this.#isBusy = false;
  }
}
