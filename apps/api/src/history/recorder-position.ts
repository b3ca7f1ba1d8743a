import { setTimeout as sleep } from 'node:timers/promises';
import { compareLogIds, type LogId } from '@fulcrum/log';

/** How long the history may take to catch up with the engine's answer, and how often its position is read. */
const LIMIT_MS = 3_000;
const INTERVAL_MS = 50;

/** Waits until the recorder has come to a callback. All who wait share each reading of its position. */
export class RecorderPosition {
  readonly #read: () => Promise<LogId>;
  readonly #signal: AbortSignal;
  #looking: Promise<LogId> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param read asks the database where the recorder stands. */
  constructor(read: () => Promise<LogId>, signal: AbortSignal) {
    this.#read = read;
    this.#signal = signal;
  }

  /** @returns whether everything up to a callback is in the history; false when that takes too long. */
  async reaches(callback: LogId): Promise<boolean> {
    // Waiting goes by the clock that never jumps.
    for (const until = performance.now() + LIMIT_MS; performance.now() < until; )
      if (compareLogIds(await this.look(), callback) >= 0) return true;
    return false;
  }

  /** Where it stands now. */
  look(): Promise<LogId> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<LogId> {
    const restMs = this.#lookedAt + INTERVAL_MS - performance.now();
    if (restMs > 0) await sleep(restMs, undefined, { signal: this.#signal });
    this.#lookedAt = performance.now();
    return this.#read();
  }
}
