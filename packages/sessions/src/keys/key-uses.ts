import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;
const WRITE_EVERY_MS = 5_000;

/** Keys of which a use waits to be written. Beyond it a use is not noted. */
const MAX_WAITING = 100_000;

/** When a key was last used, to the minute, in milliseconds since 1970. */
export interface KeyUse {
  readonly keyId: string;
  readonly usedAt: number;
}

/** Notes when keys are used: of each at most once a minute, many in one write. */
export class KeyUses {
  readonly #write: (uses: readonly KeyUse[]) => Promise<void>;
  readonly #waiting = new Map<string, number>();
  /** Those that were noted in this minute. */
  readonly #noted = new Set<string>();
  #minute = 0;

  constructor(write: (uses: readonly KeyUse[]) => Promise<void>) {
    this.#write = write;
  }

  note(keyId: string): void {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#noted.clear();
    this.#minute = minute;
    if (this.#noted.has(keyId) || this.#waiting.size >= MAX_WAITING) return;
    this.#noted.add(keyId);
    this.#waiting.set(keyId, minute * MINUTE_MS);
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
    const uses = [...this.#waiting].map(([keyId, usedAt]) => ({ keyId, usedAt }));
    this.#waiting.clear();
    try {
      await this.#write(uses);
    } catch (error) {
      for (const { keyId, usedAt } of uses) if (!this.#waiting.has(keyId)) this.#waiting.set(keyId, usedAt);
      throw error;
    }
  }
}
