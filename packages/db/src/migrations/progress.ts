import { setTimeout as sleep } from 'node:timers/promises';
import type { LockHolders } from './lock-holders.ts';

/** How often it is looked whom the work waits for. */
const LOOK_MS = 1_000;

/** Work that is done sooner is not spoken of. */
const FIRST_WORDS_MS = 2_000;
const NEXT_WORDS_MS = 5_000;

/** Says what takes long, and whom it waits for. */
export class Progress {
  readonly #what: string;
  readonly #look: () => Promise<LockHolders | undefined>;
  readonly #tell: (message: string) => void;
  readonly #startedAt = Date.now();
  #spokeAt = Date.now() - (NEXT_WORDS_MS - FIRST_WORDS_MS);
  /** Since the last words. */
  #waitedFor: LockHolders | undefined;
  /** Those for whom the work waited last. */
  lastHolders: LockHolders | undefined;

  /** @param what the work is: the subject of a sentence. */
  constructor(what: string, look: () => Promise<LockHolders | undefined>, tell: (message: string) => void) {
    this.#what = what;
    this.#look = look;
    this.#tell = tell;
  }

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const over = new AbortController();
    void this.#watch(over.signal);
    return work().finally(() => over.abort());
  }

  async #watch(over: AbortSignal): Promise<void> {
    while (await sleep(LOOK_MS, true, { signal: over }).catch(() => false)) {
      try {
        this.#waitedFor = (await this.#look()) ?? this.#waitedFor;
      } catch (error) {
        if (!over.aborted) this.#tell(`It cannot be seen any more what ${this.#what} waits for: ${error}`);
        return;
      }
      if (!over.aborted) this.#speak();
    }
  }

  #speak(): void {
    this.lastHolders = this.#waitedFor ?? this.lastHolders;
    if (Date.now() - this.#spokeAt < NEXT_WORDS_MS) return;
    const soFar = `Migrating the database: ${this.#what} has taken ${Math.round((Date.now() - this.#startedAt) / 1_000)} s so far`;
    this.#tell(this.#waitedFor === undefined ? soFar : `${soFar}. ${waitingWords(this.#waitedFor)}`);
    this.#spokeAt = Date.now();
    this.#waitedFor = undefined;
  }
}

function waitingWords({ who, ending }: LockHolders): string {
  return `It waits for a lock of ${who}, and goes on when that is free. To end who holds it: ${ending}`;
}
