/** A source without a ticker for this long is replaced by a healthy one. */
export const HEALTHY_MS = 4_000;
/** A preferred source is used again after it was healthy for this long. */
export const BACK_AFTER_MS = 30_000;
/** At the start the first source has this long to become healthy. */
const FIRST_MS = 5_000;

/** The state of a source for one asset. */
export interface SourceState {
  readonly isConnected: boolean;
  /** The time of its last ticker that counts. */
  readonly lastMs: number | undefined;
}

/** Chooses one of several sources, given in the order of preference, for one asset. */
export class SourceChoice {
  readonly #startedMs: number;
  /** The time since when each source is healthy; undefined while it is not. */
  #healthySince: readonly (number | undefined)[] = [];
  #current: number | undefined;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  /** The used source; undefined before the first. */
  get current(): number | undefined {
    return this.#current;
  }

  isHealthy(source: number): boolean {
    return this.#healthySince[source] !== undefined;
  }

  /** Chooses again. @returns the source to use from now on. */
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
