const INTERVAL_MS = 5_000;

/** Tells now and then what a process waits for. Each reason is told once, until the process has been ready. */
export class WaitingWords {
  readonly #tell: (reason: string) => void;
  readonly #told = new Set<string>();
  #tellAt = 0;

  constructor(tell: (reason: string) => void) {
    this.#tell = tell;
  }

  /** Begins to count the interval. A shorter start is not told. */
  begin(): void {
    this.#tellAt = Date.now() + INTERVAL_MS;
  }

  waits(reason: string): void {
    if (Date.now() < this.#tellAt || this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#tell(reason);
    this.#tellAt = Date.now() + INTERVAL_MS;
  }

  ready(): void {
    this.#told.clear();
  }
}
