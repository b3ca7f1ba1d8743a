import { assert } from '@fulcrum/log';
import { bellShaped, seededRandom } from '@fulcrum/simulated-prices';

/** How much of its distance from the middle a walk loses with each step, so that it never wanders off. */
const PULL = 0.002;

/**
 * A random walk around 1, the same for the same seed at the same step, whenever it is asked. To ask for later and later
 * steps costs the steps between.
 */
export class Walk {
  readonly #random: () => number;
  readonly #noise: number;
  #step = 0;
  #value = 0;

  /** @param noiseBps the standard deviation of a step, in ten-thousandths. */
  constructor(seed: number, noiseBps: number) {
    this.#random = seededRandom(seed);
    this.#noise = noiseBps / 10_000;
  }

  /** @param step never before the one that was asked for last. */
  at(step: number): number {
    assert(step >= this.#step, 'a walk goes forwards');
    for (; this.#step < step; this.#step += 1)
      this.#value += bellShaped(this.#random) * this.#noise - this.#value * PULL;
    return 1 + this.#value;
  }
}
