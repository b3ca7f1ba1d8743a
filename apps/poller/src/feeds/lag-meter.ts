/** For how long the fastest way of a ticker is remembered. */
const WINDOW_MS = 5 * 60_000;
const PIECE_MS = 10_000;
/** For how long tickers have to agree before what they say is trusted. */
const TRUST_MS = 10_000;

interface Piece {
  readonly startMs: number;
  least: number;
}

/** What tickers agree on: their differences are no further from it than the lag that is allowed. */
interface Agreement {
  readonly sinceMs: number;
  readonly difference: number;
}

/**
 * Measures how far a feed is behind. The clocks of the venue and of this machine differ, so a single difference of
 * arrival and exchange time says nothing; but the least one of the last minutes is that of a ticker which came as fast
 * as they can.
 *
 * A ticker whose time is wrong by far must not make all others look late for minutes. So a new least difference is on
 * trial until others have agreed with it for ten seconds. It is given up when for ten seconds all tickers agree on
 * another one.
 */
export class LagMeter {
  readonly #maxLagMs: number;
  /** The least differences that are trusted, the oldest first. */
  #pieces: Piece[] = [];
  /** Below all that are trusted. */
  #trial: Agreement | undefined;
  /** The last tickers, while they agree with each other and not with what is on trial. */
  #rivals: Agreement | undefined;
  /** A difference below all others by far, of one ticker: it takes two to put it on trial. */
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
    const least = this.#least();
    const isFirst = !Number.isFinite(least);
    if (isFirst || difference < least - this.#maxLagMs) {
      if (isFirst || this.#agrees(difference, this.#unconfirmed)) this.#try(arrivalMs, difference);
      else this.#unconfirmed = difference;
      return 0;
    }
    this.#unconfirmed = undefined;
    if (this.#trial === undefined) this.#keep(arrivalMs, difference);
    else this.#judge(this.#trial, arrivalMs, difference);
    return difference - this.#least();
  }

  /** Infinite before the first ticker. */
  #least(): number {
    return Math.min(this.#trial?.difference ?? Number.POSITIVE_INFINITY, ...this.#pieces.map((piece) => piece.least));
  }

  #agrees(difference: number, other: number | undefined): boolean {
    return other !== undefined && Math.abs(difference - other) <= this.#maxLagMs;
  }

  #try(sinceMs: number, difference: number): void {
    this.#unconfirmed = undefined;
    this.#rivals = undefined;
    this.#trial = { sinceMs, difference };
  }

  /** Weighs what a ticker says of the difference that is on trial. */
  #judge(trial: Agreement, arrivalMs: number, difference: number): void {
    if (this.#agrees(difference, trial.difference)) {
      this.#rivals = undefined;
      const least = Math.min(trial.difference, difference);
      this.#trial = { ...trial, difference: least };
      if (arrivalMs - trial.sinceMs >= TRUST_MS) this.#trust(arrivalMs, least);
      return;
    }
    const { sinceMs, difference: other } = this.#rivals ?? { sinceMs: arrivalMs, difference };
    if (!this.#agrees(difference, other)) this.#rivals = { sinceMs: arrivalMs, difference };
    else if (arrivalMs - sinceMs >= TRUST_MS) this.#trust(arrivalMs, difference);
    else this.#rivals = { sinceMs, difference: other };
  }

  #trust(arrivalMs: number, difference: number): void {
    this.#trial = undefined;
    this.#rivals = undefined;
    this.#keep(arrivalMs, difference);
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
