import { Refusal } from './refusal.ts';

/** What came of wanting something there: it was added, or it was there before. */
export type Outcome = 'added' | 'there';

/** Counts what the demonstration added, what was there before, and what this product did not take. */
export class Tally {
  added = 0;
  there = 0;
  readonly #leftOut = new Map<string, string>();

  /** What could not be added, and why. */
  get leftOut(): readonly string[] {
    return [...this.#leftOut].map(([what, why]) => `${what}: ${why}`);
  }

  /** Wants something there. A product that is set otherwise refuses some of it, which is told at the end. */
  async want(what: string, add: () => Promise<Outcome>): Promise<void> {
    try {
      this[await add()] += 1;
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      this.#leftOut.set(what, error.message);
    }
  }
}
