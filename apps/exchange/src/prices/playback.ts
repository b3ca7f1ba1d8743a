import { at } from './books.ts';

/**
 * Where a recording stands at a moment: it is played forwards and then backwards, over and over, so that what it shows
 * never jumps. This is a pure function of the clock, so a restart goes on as if there had been none, and several
 * venues agree.
 *
 * A step is a row in its turn. One cycle has the rows 0 … n-1 and n-2 … 0, and the steps of all cycles since 1970 are
 * counted through. At each microsecond the step's row is the one whose interval in the recording contains the
 * recording's time, so that a row lasts equally long in both directions.
 */
export class Playback {
  readonly #timeUs: Uint32Array;
  readonly #durationUs: number;
  readonly #stepsPerCycle: number;

  /** @param timeUs the rows' times in microseconds, from 0, never falling; at least two different ones. */
  constructor(timeUs: Uint32Array) {
    this.#timeUs = timeUs;
    this.#durationUs = timeUs.at(-1) ?? 0;
    this.#stepsPerCycle = 2 * timeUs.length - 1;
    if (timeUs[0] !== 0 || this.#durationUs === 0) throw new RangeError('a recording starts at 0 and takes some time');
  }

  /** The time of one play forwards and backwards, in microseconds. */
  get cycleUs(): number {
    return 2 * this.#durationUs;
  }

  /** @param nowUs microseconds since 1970, a whole number. */
  stepAt(nowUs: number): number {
    const phaseUs = nowUs % this.cycleUs;
    const cycle = (nowUs - phaseUs) / this.cycleUs;
    return cycle * this.#stepsPerCycle + this.#stepInCycle(phaseUs);
  }

  rowOf(step: number): number {
    const inCycle = step % this.#stepsPerCycle;
    return inCycle < this.#timeUs.length ? inCycle : this.#stepsPerCycle - 1 - inCycle;
  }

  /** When the step begins, in microseconds since 1970. */
  startOf(step: number): number {
    const inCycle = step % this.#stepsPerCycle;
    return ((step - inCycle) / this.#stepsPerCycle) * this.cycleUs + this.#startInCycle(inCycle);
  }

  /** Backwards a row begins just after the moment at which, forwards, the next one began. */
  #startInCycle(inCycle: number): number {
    if (inCycle < this.#timeUs.length) return at(this.#timeUs, inCycle);
    return this.cycleUs - at(this.#timeUs, this.#stepsPerCycle - inCycle) + 1;
  }

  /** The last step that has begun. */
  #stepInCycle(phaseUs: number): number {
    let begun = 0;
    let notBegun = this.#stepsPerCycle;
    while (notBegun - begun > 1) {
      const middle = (begun + notBegun) >> 1;
      if (this.#startInCycle(middle) <= phaseUs) begun = middle;
      else notBegun = middle;
    }
    return begun;
  }
}
