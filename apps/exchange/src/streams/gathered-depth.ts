import { assert } from '@fulcrum/log';
import type { EventJson } from '@fulcrum/matching';

type BookChanged = EventJson<'book'>;

/** The changes of one book since the last message: the levels that changed, with what is left at each. */
export class GatheredDepth {
  readonly #market: string;
  readonly #bids = new Map<string, string>();
  readonly #asks = new Map<string, string>();
  #first = 0;
  #last = 0;
  #time = 0;

  constructor(market: string) {
    this.#market = market;
  }

  get isEmpty(): boolean {
    return this.#last === 0;
  }

  add({ updateId, changes, time }: BookChanged): void {
    assert(this.isEmpty || updateId === this.#last + 1, 'the changes of a book come without a gap');
    if (this.isEmpty) this.#first = updateId;
    this.#last = updateId;
    this.#time = time;
    for (const [side, price, quantity] of changes) (side === 'buy' ? this.#bids : this.#asks).set(price, quantity);
  }

  /** The message of all of them, which are then forgotten. A quantity of 0 removes its level. */
  take(nowUs: number): object {
    const message = {
      ...{ e: 'depth', E: nowUs, s: this.#market, a: [...this.#asks], b: [...this.#bids] },
      ...{ U: this.#first, u: this.#last, T: 1_000 * this.#time },
    };
    this.#asks.clear();
    this.#bids.clear();
    this.#last = 0;
    return message;
  }
}
