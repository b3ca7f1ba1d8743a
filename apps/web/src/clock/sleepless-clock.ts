/** When a wall clock is set right, it moves by less. When it moves by more, the computer slept, or somebody set it. */
const JUMP_MS = 1_000;

/**
 * This computer's time in milliseconds, by a clock that nobody sets back, and that goes on while the computer sleeps. The
 * page's own clock stands still then, which the wall clock tells afterwards: it is further ahead than before.
 */
export class SleeplessClock {
  readonly #page: () => number;
  readonly #wall: () => number;
  #aheadMs: number;
  #sleptMs = 0;
  #jumps = 0;

  /** @param page goes on evenly while the computer is awake. @param wall is the time of day. */
  constructor(page: () => number, wall: () => number) {
    this.#page = page;
    this.#wall = wall;
    this.#aheadMs = wall() - page();
  }

  now(): number {
    const page = this.#page();
    const aheadMs = this.#wall() - page;
    const movedMs = aheadMs - this.#aheadMs;
    if (Math.abs(movedMs) >= JUMP_MS) {
      this.#aheadMs = aheadMs;
      if (movedMs > 0) this.#jump(movedMs);
    }
    return page + this.#sleptMs;
  }

  /** How often it has jumped ahead. What was measured across a jump, or before one, is worth little. */
  get jumps(): number {
    this.now();
    return this.#jumps;
  }

  #jump(byMs: number): void {
    this.#sleptMs += byMs;
    this.#jumps += 1;
  }
}
