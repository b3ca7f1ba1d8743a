/** A lasting condition is logged again after this time. */
const AGAIN_MS = 3_600_000;

/** Keeps repeated events from filling the log. */
export class Seldom {
  readonly #toldAt = new Map<string, number>();

  /** @returns whether to log a subject now. It is then due again in an hour. */
  isDue(subject: string): boolean {
    const now = performance.now();
    if (now - (this.#toldAt.get(subject) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return false;
    this.#toldAt.set(subject, now);
    return true;
  }
}
