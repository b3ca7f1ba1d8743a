import { at } from './books.ts';

/**
 * The position in a recording at a moment. The recording is played forwards and then backwards, over and over, so that
 * prices never jump. The position is a pure function of the clock. So a restart causes no break, and several venues
 * agree.
 *
 * A step is one showing of a row. A cycle has the rows 0 … n-1 and n-2 … 0, and steps are counted over all cycles since
 * 1970. At each microsecond the step's row is the one whose interval contains the recording's time, so a row lasts
 * equally long in both directions.
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

  /** The time of one cycle, in microseconds. */
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

  /** The start of a step, in microseconds since 1970. */
  startOf(step: number): number {
    const inCycle = step % this.#stepsPerCycle;
    return ((step - inCycle) / this.#stepsPerCycle) * this.cycleUs + this.#startInCycle(inCycle);
  }

  /** The start of a step within its cycle. Backwards a row begins just after the forward start of the next row. */
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
