/** For how long the fastest way of a ticker is remembered. */
const WINDOW_MS = 5 * 60_000;
const PIECE_MS = 10_000;
/** For how long tickers have to agree before what they say is trusted. */
const TRUST_MS = 10_000;
/** A single ticker makes the least difference smaller by no more than this part of the lag that is allowed. */
const LARGEST_STEP = 1 / 20;

interface Piece {
  readonly startMs: number;
  least: number;
}

/** What tickers agree on: their differences are no further from it than the lag that is allowed. */
interface Agreement {
  readonly sinceMs: number;
  readonly difference: number;
}

interface Trial extends Agreement {
  /** The least of those that agree; undefined while there is none. */
  readonly agreed: number | undefined;
}

/**
 * Measures how far a feed is behind. The clocks of the venue and of this machine differ, so a single difference of
 * arrival and exchange time says nothing; but the least one of the last minutes is that of a ticker which came as fast
 * as they can.
 *
 * A ticker whose time is wrong by far must not make all others look late for minutes. So a new least difference is on
 * trial until others have agreed with it for ten seconds. It is given up when for ten seconds all tickers agree on
 * another one. One whose time is wrong by less than the lag that is allowed moves the least difference by one small step.
 */
export class LagMeter {
  readonly #maxLagMs: number;
  /** The least differences that are trusted, the oldest first. */
  #pieces: Piece[] = [];
  /** Below all that are trusted. */
  #trial: Trial | undefined;
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
    if (this.#trial === undefined) this.#keep(arrivalMs, this.#believed(difference, least));
    else this.#judge(this.#trial, arrivalMs, difference);
    return Math.max(0, difference - this.#least());
  }

  /**
   * Whether a time may be told to others: it is not further ahead than what is trusted allows. Before anything is
   * trusted it has to be that of this machine's clock.
   *
   * @param clockMs this machine's own time, in milliseconds since 1970.
   */
  vouchesFor(arrivalMs: number, exchangeTime: number, clockMs: number): boolean {
    const trusted = this.#leastTrusted();
    if (!Number.isFinite(trusted)) return Math.abs(clockMs - exchangeTime / 1_000) <= this.#maxLagMs;
    return arrivalMs - exchangeTime / 1_000 >= trusted - this.#maxLagMs;
  }

  /** Infinite before the first ticker. */
  #least(): number {
    const { difference = Number.POSITIVE_INFINITY, agreed = difference } = this.#trial ?? {};
    return Math.min(difference, agreed, this.#leastTrusted());
  }

  /** Infinite before the first trial is over. */
  #leastTrusted(): number {
    return Math.min(...this.#pieces.map((piece) => piece.least));
  }

  #agrees(difference: number, other: number | undefined): boolean {
    return other !== undefined && Math.abs(difference - other) <= this.#maxLagMs;
  }

  #try(sinceMs: number, difference: number): void {
    this.#unconfirmed = undefined;
    this.#rivals = undefined;
    this.#trial = { sinceMs, difference, agreed: undefined };
  }

  /** A difference, but no further below the least one than a single ticker may be believed. */
  #believed(difference: number, least: number): number {
    return Math.max(difference, least - this.#maxLagMs * LARGEST_STEP);
  }

  /** Weighs what a ticker says of the difference that is on trial. */
  #judge(trial: Trial, arrivalMs: number, difference: number): void {
    if (this.#agrees(difference, trial.difference)) {
      this.#rivals = undefined;
      const { agreed: least = difference } = trial;
      const agreed = Math.min(least, this.#believed(difference, least));
      this.#trial = { ...trial, agreed };
      const first = this.#believed(trial.difference, agreed);
      if (arrivalMs - trial.sinceMs >= TRUST_MS) this.#trust(arrivalMs, Math.min(first, agreed));
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
