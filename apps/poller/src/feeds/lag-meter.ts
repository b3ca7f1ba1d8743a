/** How long the difference of the fastest ticker is remembered. */
const WINDOW_MS = 5 * 60_000;
const PIECE_MS = 10_000;
/** How long tickers have to agree before their difference is trusted. */
const TRUST_MS = 10_000;
/** A single ticker lowers the least difference by at most this part of the allowed lag. */
const LARGEST_STEP = 1 / 20;

interface Piece {
  readonly startMs: number;
  least: number;
}

/** A difference that tickers agree on: theirs are at most the allowed lag away from it. */
interface Agreement {
  readonly sinceMs: number;
  readonly difference: number;
}

interface Trial extends Agreement {
  /** The least difference of those that agree; undefined while there is none. */
  readonly agreed: number | undefined;
}

/**
 * Measures the lag of a feed. The clocks of the venue and of this machine differ, so the difference between arrival and
 * exchange time of a single ticker says nothing. But the least difference of the last minutes belongs to a ticker that
 * came as fast as tickers can. The lag of another is its distance from that.
 *
 * A ticker with a wrong time must not make all others look late for minutes. So a new least difference is on trial
 * until others have agreed with it for ten seconds. It is given up when all tickers agree on another one for ten
 * seconds. A time that is wrong by less than the allowed lag moves the least difference by one small step.
 */
export class LagMeter {
  readonly #maxLagMs: number;
  /** The least differences that are trusted, oldest first. */
  #pieces: Piece[] = [];
  /** A difference on trial. It is below all trusted ones. */
  #trial: Trial | undefined;
  /** The last tickers, if they agree with each other and not with the trial. */
  #rivals: Agreement | undefined;
  /** A difference far below all others, of one ticker. A trial takes two such tickers. */
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
   * Whether an exchange time may be passed on: it is not further ahead than the trusted difference allows. Before any
   * is trusted, it must agree with this machine's clock.
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

  /** A difference, limited to one step below the least one. */
  #believed(difference: number, least: number): number {
    return Math.max(difference, least - this.#maxLagMs * LARGEST_STEP);
  }

  /** Judges the trial by another ticker's difference. */
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
   * Forgets a piece once the later ones span the window. So a process that was stopped for long still knows how fast
   * tickers come, and drops those that waited for it.
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
