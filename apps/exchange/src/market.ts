import { bookTickerStream } from '@fulcrum/protocol';
import type { Recording } from '@fulcrum/simulated-prices';
import { at, Playback, type SymbolBooks, symbolsOf } from '@fulcrum/simulated-prices';
import { bookTickerFrame } from './clients/frames.ts';

/** Called with each message of a stream. */
export type OnTick = (stream: string, frame: Buffer) => void;

/** A step that is later than this, in milliseconds, is skipped if newer ones are due as well. */
const HELD_UP_MS = 50;

/** The present book of a symbol, and the step since which it stands. */
interface Shown {
  readonly source: SymbolBooks;
  book: number;
  step: number;
}

/** Shows the books of the present moment, by the recording and the clock. */
export class Market {
  readonly #playback: Playback;
  readonly #shown: ReadonlyMap<string, Shown>;
  readonly #nowMs: () => number;
  readonly #onTick: OnTick;
  #step: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param nowMs the clock: milliseconds since 1970. */
  constructor(recording: Recording, nowMs: () => number, onTick: OnTick) {
    this.#playback = new Playback(recording.timeUs);
    this.#nowMs = nowMs;
    this.#onTick = onTick;
    this.#step = this.#playback.stepAt(this.#nowUs());
    const row = this.#playback.rowOf(this.#step);
    const show = (source: SymbolBooks): Shown => ({ source, book: source.bookAtRow(row), step: this.#step });
    this.#shown = new Map(symbolsOf(recording).map((source) => [bookTickerStream(source.symbol), show(source)]));
  }

  /** The symbols by the names of their streams. */
  get symbols(): ReadonlyMap<string, { readonly source: SymbolBooks }> {
    return this.#shown;
  }

  /** The present book of a stream, or undefined for a stream that does not exist. */
  current(stream: string): Buffer | undefined {
    const shown = this.#shown.get(stream);
    return shown && this.#frame(shown, this.#nowUs());
  }

  /**
   * A symbol's bid at a moment, in units of its price.
   *
   * @param atMs whole milliseconds since 1970.
   */
  bidAt({ books, bookAtRow }: SymbolBooks, atMs: number): number {
    return at(books.bid, bookAtRow(this.#playback.rowOf(this.#playback.stepAt(atMs * 1_000))));
  }

  start(): void {
    const waitMs = this.advance();
    this.#timer = setTimeout(() => this.start(), waitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * Sends every step that is due. After a delay, or when the clock was set, it sends only the latest.
   *
   * @returns the milliseconds until the next step. A row of the recording lasts less than a second.
   */
  advance(): number {
    const nowUs = this.#nowUs();
    const latest = this.#playback.stepAt(nowUs);
    const next = this.#step + 1;
    const isInTime = latest >= next && nowUs - this.#playback.startOf(next) <= HELD_UP_MS * 1_000;
    for (let step = isInTime ? next : latest; step <= latest; step++) this.#show(step, nowUs);
    this.#step = latest;
    return Math.ceil((this.#playback.startOf(latest + 1) - nowUs) / 1_000);
  }

  #show(step: number, nowUs: number): void {
    const row = this.#playback.rowOf(step);
    for (const [stream, shown] of this.#shown) {
      const book = shown.source.bookAtRow(row);
      if (book === shown.book) continue;
      shown.book = book;
      shown.step = step;
      this.#onTick(stream, this.#frame(shown, nowUs));
    }
  }

  /** A message with the step's number as update id. It grows, also over restarts, and is the same at all venues. */
  #frame({ source, book, step }: Shown, nowUs: number): Buffer {
    const times = { updateId: step, bookUs: this.#playback.startOf(step), nowUs };
    return bookTickerFrame(source.symbol, source.books, book, times);
  }

  #nowUs(): number {
    return Math.floor(this.#nowMs() * 1_000);
  }
}
