import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry, LogId } from '@fulcrum/log';

/** Only a tick that closes thousands of positions has results with so much text. */
const LARGE = 64 * 1_024;

const LOOK_AGAIN_MS = 50;

/** By then most of a hundred thousand closings are published. A larger mass close is written while it is published. */
const MAX_MS = 500;

export interface MassCloseDelayOptions {
  /** The id of the last entry of callback-stream. */
  readonly end: () => Promise<LogId>;
  readonly signal: AbortSignal;
}

/**
 * Delays the writing of a mass close until it is published. Engines, Redis, PostgreSQL and the recorder may share two
 * processors. Somebody waits for the results behind the closings, and nobody for a history that is complete half a second
 * sooner.
 */
export class MassCloseDelay {
  readonly #options: MassCloseDelayOptions;
  #end: LogId | undefined;
  /** How long it has waited since the reader was last caught up. */
  #waitedMs = 0;

  constructor(options: MassCloseDelayOptions) {
    this.#options = options;
  }

  /**
   * Waits while the stream grows, when some of the entries belong to a mass close.
   *
   * @throws when Redis does not tell where the stream ends, or the signal is given.
   */
  async before(entries: readonly Entry[], isCaughtUp: boolean): Promise<void> {
    if (!entries.some(isLarge)) {
      if (isCaughtUp) this.#waitedMs = 0;
      return;
    }
    while (this.#waitedMs < MAX_MS && (await this.#hasGrown())) {
      await sleep(LOOK_AGAIN_MS, undefined, { signal: this.#options.signal });
      this.#waitedMs += LOOK_AGAIN_MS;
    }
  }

  /** Whether the stream has grown since the last look. */
  async #hasGrown(): Promise<boolean> {
    const before = this.#end;
    this.#end = await this.#options.end();
    return this.#end !== before;
  }
}

function isLarge({ fields }: Entry): boolean {
  return (fields.events?.length ?? 0) >= LARGE;
}
