import { assert, compareLogIds, type LogId } from '@fulcrum/log';
import type { Made } from './made.ts';
import { type Settled, Settling } from './settling.ts';

/** Results are taken out of the front. Now and then the room that they had is given back. */
const WORTH_CUTTING = 1_024;

/** What the own core has made, in its order, until it is confirmed in venue-events: before that nobody is told of it. */
export class Unconfirmed {
  readonly #onConfirmed: (made: Made) => void;
  readonly #settling = new Settling();
  #made: Made[] = [];
  #told = 0;

  constructor(onConfirmed: (made: Made) => void) {
    this.#onConfirmed = onConfirmed;
  }

  get size(): number {
    return this.#made.length - this.#told;
  }

  add(made: Made): void {
    const last = this.#made.at(-1);
    assert(last === undefined || compareLogIds(last.id, made.id) < 0, 'results are made in the order of the log');
    this.#made.push(made);
    this.#settling.made(made);
  }

  /** Tells all up to a result. */
  confirm(result: LogId): void {
    for (let next = this.#made[this.#told]; next !== undefined; next = this.#made[this.#told]) {
      if (compareLogIds(next.id, result) > 0) break;
      this.#told += 1;
      this.#onConfirmed(next);
      this.#settling.confirmed(next);
    }
    if (this.#told < WORTH_CUTTING && this.#told < this.#made.length) return;
    this.#made = this.#made.slice(this.#told);
    this.#told = 0;
  }

  /** Forgets all: a replica begins anew, and makes them once more. */
  clear(): void {
    this.#made = [];
    this.#told = 0;
    this.#settling.clear();
  }

  /** What becomes of what was read of the core in this turn. */
  settled(): Settled | Promise<Settled> {
    return this.#settling.settled();
  }
}
