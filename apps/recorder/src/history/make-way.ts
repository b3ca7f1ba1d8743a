import type { Entry, LogId } from '@fulcrum/log';
import { pause } from '@fulcrum/streams';

/** Only a tick that closes thousands of positions leads to results with so much text. */
const LARGE = 64 * 1_024;

const LOOK_AGAIN_MS = 50;

/** Until most of a hundred thousand closings are published. A larger mass close is written down meanwhile. */
const MAX_MS = 500;

export interface MakeWayOptions {
  /** Where callback-stream ends. */
  readonly end: () => Promise<LogId>;
  readonly signal: AbortSignal;
}

/**
 * Lets a mass close be published before it is written down. Engines, Redis, PostgreSQL and the recorder may share two
 * processors. Somebody waits for the result behind the closings, and nobody for a history that is whole half a second
 * sooner.
 */
export class MakeWay {
  readonly #options: MakeWayOptions;
  #end: LogId | undefined;
  /** Since it was last caught up. */
  #waitedMs = 0;

  constructor(options: MakeWayOptions) {
    this.#options = options;
  }

  /**
   * Waits while the stream grows, where the entries that were read are of a mass close.
   *
   * @throws when Redis does not tell where the stream ends, or the signal is given.
   */
  async before(entries: readonly Entry[], isCaughtUp: boolean): Promise<void> {
    if (!entries.some(isLarge)) {
      if (isCaughtUp) this.#waitedMs = 0;
      return;
    }
    while (this.#waitedMs < MAX_MS && (await this.#hasGrown())) {
      await pause(LOOK_AGAIN_MS, this.#options.signal);
      this.#waitedMs += LOOK_AGAIN_MS;
    }
  }

  /** Since the last look. */
  async #hasGrown(): Promise<boolean> {
    const before = this.#end;
    this.#end = await this.#options.end();
    return this.#end !== before;
  }
}

function isLarge({ fields }: Entry): boolean {
  return (fields.events?.length ?? 0) >= LARGE;
}
