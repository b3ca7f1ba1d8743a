import { setTimeout as sleep } from 'node:timers/promises';
import type { ScriptedMarket } from '../../../tests/support/scripted-market.ts';

/** Moves a price back and forth, so often a second as it is told. */
export class MovingMarket {
  readonly #market: ScriptedMarket;
  readonly #perSecond: number;
  #isOver = false;
  changes = 0;

  constructor(market: ScriptedMarket, perSecond: number) {
    this.#market = market;
    this.#perSecond = perSecond;
  }

  /** Resolves once it is stopped. A change that is late does not make the next ones late. */
  async run(): Promise<void> {
    const startedAt = performance.now();
    while (!this.#isOver) {
      await sleep(Math.max(0, startedAt + (this.changes * 1_000) / this.#perSecond - performance.now()));
      this.changes += 1;
      const bid = 61_800 + (this.changes % 400) / 10;
      await this.#market.quote({ bid: bid.toFixed(2), ask: (bid + 0.2).toFixed(2) });
    }
  }

  stop(): void {
    this.#isOver = true;
  }
}
