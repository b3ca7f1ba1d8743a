/** What stays as it is goes to the log again after this. */
const AGAIN_MS = 3_600_000;

/** Keeps what happens again and again from filling the log. */
export class Seldom {
  readonly #toldAt = new Map<string, number>();

  /** @returns whether to tell of a subject now: if so, the next time is in an hour. */
  isDue(subject: string): boolean {
    const now = performance.now();
    if (now - (this.#toldAt.get(subject) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return false;
    this.#toldAt.set(subject, now);
    return true;
  }
}
