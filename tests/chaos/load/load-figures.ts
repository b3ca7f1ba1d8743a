/** The figures of the load, over all traders. */
export class LoadFigures {
  /** Orders to be opened. Each counts once, however often it was sent. */
  orders = 0;
  /** Of those, the ones answered with 201. */
  acknowledged = 0;
  /** Orders, closings and changes that were sent, with every repetition. */
  requests = 0;
  /** Orders without a first answer, or with "pending" as the first answer. */
  pending = 0;
  /** Of those, the ones that are settled by now. */
  settledLater = 0;
  /** The users who signed up and in while faults were done, and their attempts. */
  newcomers = 0;
  signInAttempts = 0;
  /** The count of each status. 0 stands for a broken connection, or an answer that did not come in time. */
  readonly statuses = new Map<number, number>();
  #longestSilenceMs = 0;
  #answeredAt: number | undefined;
  #isOver = false;

  countAnswer(status: number, isSettling: boolean): void {
    this.requests += 1;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (!isSettling || this.#isOver) return;
    const now = performance.now();
    if (this.#answeredAt !== undefined)
      this.#longestSilenceMs = Math.max(this.#longestSilenceMs, now - this.#answeredAt);
    this.#answeredAt = now;
  }

  /** The longest time under load without any answer of the engine to any trader, in milliseconds. */
  get longestSilenceMs(): number {
    return this.#longestSilenceMs;
  }

  /** Ends the load. Later silences do not count. */
  end(): void {
    this.#isOver = true;
  }
}
