import { unavailable } from '@fulcrum/http';

/** Does a few pieces of work at a time. Further ones wait for their turn, in their order, and beyond a limit they are refused. */
export class Turns {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  readonly #onRefused: () => void;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, maxWaiting: number, onRefused: () => void = () => {}) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
    this.#onRefused = onRefused;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws Problem, before anything is done, when too many wait. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#begin();
    try {
      return await work();
    } finally {
      this.#end();
    }
  }

  async #begin(): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) {
      this.#onRefused();
      throw unavailable('Too many such requests wait for their turn.');
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the turn on: it is never free in between, so that nobody who comes later goes first. */
  #end(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
