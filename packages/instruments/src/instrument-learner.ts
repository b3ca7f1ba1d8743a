import { setTimeout as sleep } from 'node:timers/promises';
import { type InstrumentSource, type KnownInstruments, loadInstruments } from '@fulcrum/instruments';
import { toError } from '@fulcrum/streams';

const RETRY_MS = 1_000;

export interface LearnerOptions {
  readonly source: InstrumentSource;
  readonly signal: AbortSignal;
  /** Is told of servers that are away: it is tried again. What is known stays known meanwhile. */
  readonly onError: (error: Error) => void;
}

/**
 * Learns which instruments there are, out of the last snapshot and the results behind it: at the start, when an asset
 * may have had no tick for long, and again when results went by unseen.
 */
export class InstrumentLearner {
  readonly #known: KnownInstruments;
  readonly #options: LearnerOptions;
  #isBusy = false;
  #isAskedAgain = false;
  #hasTried = false;

  constructor(known: KnownInstruments, options: LearnerOptions) {
    this.#known = known;
    this.#options = options;
  }

  /** Whether the first attempt is over, for better or worse: without PostgreSQL there are still the ticks. */
  get hasTried(): boolean {
    return this.#hasTried;
  }

  /** Begins to learn, once more if it is at it. */
  learn(): void {
    this.#isAskedAgain = true;
    if (!this.#isBusy) void this.#run();
  }

  async #run(): Promise<void> {
    const { source, signal, onError } = this.#options;
    this.#isBusy = true;
    while (this.#isAskedAgain && !signal.aborted) {
      this.#isAskedAgain = false;
      try {
        await loadInstruments(this.#known, source);
        this.#hasTried = true;
      } catch (error) {
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
