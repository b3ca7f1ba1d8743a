import { assert } from '@fulcrum/log';
import type { Made } from './made.ts';

/** How long somebody who has read of the core waits for it to be confirmed. */
const LIMIT_MS = 5_000;

/** What has become of what was read: it is confirmed, was lost, or is neither yet. */
export type Settled = 'confirmed' | 'lost' | 'late';

interface Wait {
  /** The last command that may be seen in what was read. */
  readonly command: number;
  readonly end: (settled: Settled) => void;
}

/** Lets those who have read of the core wait until all that they may have seen stands in venue-events. */
export class Settling {
  readonly #limitMs: number;
  /** Commands, in the order of the log: whose result was begun, and whose is confirmed. */
  #begun = 0;
  #confirmed = 0;
  /** Whether more of the last one's result is yet to be made. */
  #isAmid = false;
  /** The first to be confirmed are in front. */
  #waits: Wait[] = [];

  constructor(limitMs = LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  /** A command was applied, and this is its result or the next part of it. */
  made({ isLast }: Pick<Made, 'isLast'>): void {
    if (!this.#isAmid) this.#begun += 1;
    this.#isAmid = !isLast;
  }

  confirmed({ isLast }: Pick<Made, 'isLast'>): void {
    if (!isLast) return;
    this.#confirmed += 1;
    for (let [wait] = this.#waits; wait !== undefined && wait.command <= this.#confirmed; [wait] = this.#waits) {
      this.#waits.shift();
      wait.end('confirmed');
    }
  }

  /** What was made is made once more, or was lost. */
  clear(): void {
    this.#confirmed = this.#begun;
    this.#isAmid = false;
    for (const { end } of this.#waits.splice(0)) end('lost');
  }

  /** Settles what was read in this turn. */
  settled(): Settled | Promise<Settled> {
    if (this.#confirmed === this.#begun) return 'confirmed';
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#endFirst(wait), this.#limitMs);
      const end = (settled: Settled) => {
        clearTimeout(timer);
        resolve(settled);
      };
      const wait = { command: this.#begun, end };
      this.#waits.push(wait);
    });
  }

  #endFirst(wait: Wait): void {
    assert(this.#waits[0] === wait, 'all wait equally long, so the first to come is the first to give up');
    this.#waits.shift();
    wait.end('late');
  }
}
