/**
 * Corrections of a wall clock are smaller. After a larger step the computer has slept, or somebody has set the clock.
 */
const JUMP_MS = 1_000;

/**
 * This computer's time in milliseconds. It never goes back, and goes on while the computer sleeps. The page's own clock
 * stands still during a sleep. Afterwards the wall clock is further ahead of it than before, and the difference is
 * added.
 */
export class SleeplessClock {
  readonly #page: () => number;
  readonly #wall: () => number;
  #aheadMs: number;
  #sleptMs = 0;
  #jumps = 0;

  /** @param page runs evenly while the computer is awake. @param wall is the time of day. */
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

  /** How often it has jumped ahead. A measurement from before a jump, or across one, is worth little. */
  get jumps(): number {
    this.now();
    return this.#jumps;
  }

  #jump(byMs: number): void {
    this.#sleptMs += byMs;
    this.#jumps += 1;
  }
}
