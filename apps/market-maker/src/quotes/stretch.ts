import { assert } from '@fulcrum/log';

/** Over how long it is looked at how far the price went. */
const WINDOW_MS = 2_000;

/** A price that moves steadily passes a rung of a stretched ladder in about this time. */
const RUNG_MS = 500;

/** Rungs come together again once they could be this much closer. */
const CALMER = 1.5;

/** The widest distance of two rungs, as a part of the price: a quote is never much wider than that. */
const WIDEST = 0.0032;

/**
 * How many times its usual distance a ladder's rungs are apart: more in a fast market, where each of them would be passed
 * before it could be moved. Always a power of two, so that every other order is still at its place after a change.
 */
export class Stretch {
  #seen: { readonly atMs: number; readonly price: number }[] = [];
  #times = 1;

  /**
   * @param price in ticks, and the usual distance likewise.
   * @param nowMs of a clock that never jumps.
   */
  at(price: number, distance: number, nowMs: number): number {
    assert(distance >= 1, 'rungs are apart by a tick at least');
    this.#seen = [...this.#seen.filter(({ atMs }) => nowMs - atMs < WINDOW_MS), { atMs: nowMs, price }];
    const prices = this.#seen.map((each) => each.price);
    const moved = Math.max(...prices) - Math.min(...prices);
    const times = Math.min((moved * RUNG_MS) / WINDOW_MS, price * WIDEST) / distance;
    this.#times = Math.max(powerOfTwoIn(times), Math.min(this.#times, powerOfTwoIn(times * CALMER)));
    return this.#times;
  }

  /** Nothing was quoted for a while: what was seen before says nothing. */
  forget(): void {
    this.#seen = [];
    this.#times = 1;
  }
}

/** The largest power of two that is not above a number; at least 1. */
function powerOfTwoIn(most: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, most)));
}
