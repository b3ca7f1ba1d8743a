import { unavailable } from '../problem.ts';

/** Counts the requests that are in flight, and refuses those beyond a limit. */
export class InFlight {
  readonly #limit: number;
  readonly #onRefused: () => void;
  #count = 0;

  constructor(limit: number, onRefused: () => void) {
    this.#limit = limit;
    this.#onRefused = onRefused;
  }

  get count(): number {
    return this.#count;
  }

  /** @throws Problem, before anything is done, when too much is in flight. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#count >= this.#limit) {
      this.#onRefused();
      throw unavailable('Too many requests are being answered.');
    }
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
    }
  }
}
