import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../support/stack.ts';

/** An instrument that only the run itself trades. */
export const WAVE = 'WAVE_USDC';

const MIDDLE = 61_800;
const TICK_MS = 10;
/** Ticks between two dips. */
const DIP_EVERY = 400;
/** Ticks between two wrong prints. */
const PRINT_EVERY = 150;

/** A dip is so near that it is taken at once. A wrong print is not. */
export const WAVE_GUARDS = { maxSpreadBps: 100, maxJumpBps: 300 };

/** Once the rules are in force that know guaranteed stops. */
export const WAVE_GUARANTEES = { ...WAVE_GUARDS, guaranteedStopPpm: 100, minGuaranteedDistanceBps: 2 };

/**
 * A second market, beside the venue's, in which orders trigger soon. The price moves in a wave of 40 dollars. Now and then
 * it dips by 2 % for one tick, which liquidates every buy with a leverage of 100. A wrong print of 1.00 liquidates nobody:
 * it is held, and the next tick drops it.
 */
export class WaveMarket {
  readonly #stack: Stack;
  #price = MIDDLE;
  #isOpen = true;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** The middle of the wave at the moment. */
  get price(): number {
    return this.#price;
  }

  async run(): Promise<void> {
    for (let step = 1; this.#isOpen; step++) {
      this.#price = MIDDLE + 40 * Math.sin(step / 40);
      const bid = step % DIP_EVERY === 0 ? this.#price * 0.98 : this.#price;
      if (step % PRINT_EVERY === 0) await this.#stack.tick('1.00', '1.10', WAVE).catch(() => {});
      // While Redis is away there are no ticks.
      await this.#stack.tick(bid.toFixed(2), (bid + 0.1).toFixed(2), WAVE).catch(() => {});
      await sleep(TICK_MS);
    }
  }

  close(): void {
    this.#isOpen = false;
  }
}
