import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;
const WRITE_EVERY_MS = 5_000;

/** Keys or sessions of which a use waits to be written. Beyond it a use is not noted. */
const MAX_WAITING = 100_000;

/** When a key or a session was last used, to the minute, in milliseconds since 1970. */
export interface LastUse {
  readonly id: string;
  readonly usedAt: number;
}

/** Notes when keys or sessions are used: of each at most once a minute, many in one write. */
export class LastUses {
  readonly #write: (uses: readonly LastUse[]) => Promise<void>;
  readonly #waiting = new Map<string, number>();
  /** Those that were noted in this minute. */
  readonly #noted = new Set<string>();
  #minute = 0;

  constructor(write: (uses: readonly LastUse[]) => Promise<void>) {
    this.#write = write;
  }

  note(id: string): void {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#noted.clear();
    this.#minute = minute;
    if (this.#noted.has(id) || this.#waiting.size >= MAX_WAITING) return;
    this.#noted.add(id);
    this.#waiting.set(id, minute * MINUTE_MS);
  }

  /** Writes what was noted until the signal is given, and then the rest, if it is taken. */
  async run(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      await sleep(WRITE_EVERY_MS, undefined, { signal }).catch(() => {});
      await this.#writeAll().catch(onError);
    }
  }

  async #writeAll(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const uses = [...this.#waiting].map(([id, usedAt]) => ({ id, usedAt }));
    this.#waiting.clear();
    try {
      await this.#write(uses);
    } catch (error) {
      for (const { id, usedAt } of uses) if (!this.#waiting.has(id)) this.#waiting.set(id, usedAt);
      throw error;
    }
  }
}
