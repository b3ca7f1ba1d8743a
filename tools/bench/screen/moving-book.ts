import { setTimeout as sleep } from 'node:timers/promises';
import type { VenueTrader } from '../../../tests/browser/support/venue-trader.ts';

/** A market lets a user have two hundred open orders. */
const OPEN_AT_ONCE = 100;

/** Orders that may be without an answer: the venue's answers must not set the pace. */
const UNDER_WAY = 20;

/** Changes the venue's book so often a second as it is told, by orders at its best levels. */
export class MovingBook {
  readonly #trader: VenueTrader;
  readonly #perSecond: number;
  readonly #underWay = new Set<Promise<void>>();
  #isOver = false;
  /** The changes that the venue has made. */
  changes = 0;

  constructor(trader: VenueTrader, perSecond: number) {
    this.#trader = trader;
    this.#perSecond = perSecond;
  }

  /** Resolves once it is stopped. A change that is late does not make the next ones late. */
  async run(): Promise<void> {
    const startedAt = performance.now();
    for (let sent = 1; !this.#isOver; sent += 1) {
      await sleep(Math.max(0, startedAt + (sent * 1_000) / this.#perSecond - performance.now()));
      while (this.#underWay.size >= UNDER_WAY) await Promise.race(this.#underWay);
      this.#send(sent);
    }
    await Promise.all(this.#underWay);
  }

  stop(): void {
    this.#isOver = true;
  }

  #send(sent: number): void {
    const price = `${61_799 - (sent % 12)}.0`;
    const asked =
      sent % OPEN_AT_ONCE === 0 ? this.#trader.cancelAll() : this.#trader.quote({ bids: [[price, '0.00010']] });
    const made = asked.then(() => {
      this.changes += 1;
      this.#underWay.delete(made);
    });
    this.#underWay.add(made);
  }
}
