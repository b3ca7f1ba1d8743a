/** For how long the fastest way of a ticker is remembered. */
const WINDOW_MS = 5 * 60_000;
const PIECE_MS = 10_000;

interface Piece {
  readonly startMs: number;
  least: number;
}

/**
 * Measures how far a feed is behind. The clocks of the venue and of this machine differ, so a single difference of
 * arrival and exchange time says nothing; but the least one of the last minutes is that of a ticker which came as fast
 * as they can.
 */
export class LagMeter {
  readonly #maxLagMs: number;
  /** The least differences, the oldest first. */
  #pieces: Piece[] = [];
  /** A difference below all others by far: one ticker with a wrong time must not make all that follow look late. */
  #unconfirmed: number | undefined;

  constructor(maxLagMs: number) {
    this.#maxLagMs = maxLagMs;
  }

  /**
   * @param arrivalMs of a clock that never jumps.
   * @param exchangeTime in microseconds since 1970.
   * @returns how many milliseconds the ticker is late.
   */
  measure(arrivalMs: number, exchangeTime: number): number {
    const difference = arrivalMs - exchangeTime / 1_000;
    this.#forget(arrivalMs);
    const least = Math.min(...this.#pieces.map((piece) => piece.least));
    if (difference < least - this.#maxLagMs && this.#pieces.length > 0 && !this.#isConfirmed(difference)) {
      this.#unconfirmed = difference;
      return 0;
    }
    this.#unconfirmed = undefined;
    this.#keep(arrivalMs, difference);
    return Number.isFinite(least) ? Math.max(0, difference - least) : 0;
  }

  #isConfirmed(difference: number): boolean {
    return this.#unconfirmed !== undefined && Math.abs(difference - this.#unconfirmed) <= this.#maxLagMs;
  }

  /**
   * A piece goes once those after it span the window: so a process that was held still for long has not forgotten how
   * fast tickers come, and takes none of those that waited for it.
   */
  #forget(arrivalMs: number): void {
    while (arrivalMs - (this.#pieces[1]?.startMs ?? arrivalMs) >= WINDOW_MS) this.#pieces.shift();
  }

  #keep(arrivalMs: number, difference: number): void {
    const last = this.#pieces.at(-1);
    if (last !== undefined && arrivalMs - last.startMs < PIECE_MS) last.least = Math.min(last.least, difference);
    else this.#pieces.push({ startMs: arrivalMs, least: difference });
  }
}
