/** A source without a ticker for this long makes way for one that has them. */
export const HEALTHY_MS = 4_000;
/** A source that is preferred comes back after so long a time of health. */
export const BACK_AFTER_MS = 30_000;
/** At the start the first source is given this long to come. */
const FIRST_MS = 5_000;

/** What is known of a source for one asset. */
export interface SourceState {
  readonly isConnected: boolean;
  /** When its last ticker that counts came. */
  readonly lastMs: number | undefined;
}

/** Chooses one of several sources, given in the order of preference, for one asset. */
export class SourceChoice {
  readonly #startedMs: number;
  /** Since when each source is healthy; undefined while it is not. */
  #healthySince: readonly (number | undefined)[] = [];
  #current: number | undefined;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  /** The source that is used; undefined before the first. */
  get current(): number | undefined {
    return this.#current;
  }

  isHealthy(source: number): boolean {
    return this.#healthySince[source] !== undefined;
  }

  /** Looks at the sources, and returns the one to use from now on. */
  update(sources: readonly SourceState[], nowMs: number): number | undefined {
    this.#healthySince = sources.map(({ isConnected, lastMs }, source) => {
      const isHealthy = isConnected && lastMs !== undefined && nowMs - lastMs <= HEALTHY_MS;
      return isHealthy ? (this.#healthySince[source] ?? nowMs) : undefined;
    });
    this.#current = this.#choose(nowMs);
    return this.#current;
  }

  #choose(nowMs: number): number | undefined {
    const first = this.#healthySince.findIndex((since) => since !== undefined);
    if (first < 0) return this.#current;
    if (this.#current === undefined) return first === 0 || nowMs - this.#startedMs >= FIRST_MS ? first : undefined;
    if (!this.isHealthy(this.#current)) return first;
    const back = this.#healthySince.findIndex((since) => since !== undefined && nowMs - since >= BACK_AFTER_MS);
    return back >= 0 && back < this.#current ? back : this.#current;
  }
}
