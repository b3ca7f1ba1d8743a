import { Tally } from '@fulcrum/service';

/** Counts the messages of each sender, second by second, over all its connections. */
export class SenderRate {
  readonly #perSecond: number;
  readonly #counts = new Tally();
  #second = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** @returns false for a message beyond what the sender may have in a second. */
  allows(sender: string, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) this.#counts.clear();
    this.#second = second;
    this.#counts.add(sender);
    return this.#counts.of(sender) <= this.#perSecond;
  }
}
