import type { Owner } from './virtual-time.ts';

/** One life of a simulated process, from its start until it is killed. It can be held still in between. */
export class Life implements Owner {
  readonly name: string;
  readonly onKilled = new Set<() => void>();
  readonly onHeld = new Set<() => void>();
  clockAheadMs = 0;
  readonly #stopping = new AbortController();
  #isAlive = true;
  #isHeld = false;
  #postponed: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Given when the process is asked to stop, which a killed one is not. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  postpone(work: () => void): void {
    this.#postponed.push(work);
  }

  /** Whatever it waits for never comes: none of its code runs any more. */
  kill(): void {
    this.#isAlive = false;
    this.#isHeld = false;
    this.#postponed = [];
    for (const tell of [...this.onKilled]) tell();
  }

  hold(): void {
    this.#isHeld = true;
    for (const tell of [...this.onHeld]) tell();
  }

  /** Returns what came up in the meantime. */
  letGo(): (() => void)[] {
    this.#isHeld = false;
    return this.#postponed.splice(0);
  }

  stop(): void {
    this.#stopping.abort(new Error('stopping'));
  }
}
