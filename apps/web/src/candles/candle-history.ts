import { newestPage, type Page, pageBefore, pageSince } from './candle-pages.ts';
import { type Candle, joinCandles, mergeCandles, withTick } from './candles.ts';

/** The candles from before our own ticks, which come from another source. */
export interface ForeignPast {
  readonly source: string;
  /** The end of the last of them, in seconds. */
  readonly until: number;
}

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly isEmpty: boolean; readonly past?: ForeignPast | undefined }
  | { readonly kind: 'failed'; readonly reason: string };

export interface CandleHistoryOptions {
  /** The interval's length in seconds. */
  readonly step: number;
  /** The server's time in seconds. */
  readonly now: () => number;
  /** Returns candles in the order of their times. */
  readonly fetchPage: (page: Page) => Promise<readonly Candle[]>;
  readonly onState: (state: HistoryState) => void;
  /** Called when any candle may have changed. */
  readonly onCandles: () => void;
  /** Called when only the newest candle has changed, or a new one has begun after `before`. */
  readonly onNewest: (newest: Candle, before: Candle | undefined) => void;
}

/** After this many empty pages in a row nothing older is expected. */
const MOST_EMPTY_PAGES = 4;

export const MOST_CANDLES = 20_000;

/** The pause after a failed request for older candles. */
const PAUSE_SECONDS = 5;

/**
 * The candles of one instrument and interval. They are read page by page, back in time, and continued by ticks. Each
 * page is read once. Only the newest pages are read again, when ticks may have been missed.
 */
export class CandleHistory {
  readonly #options: CandleHistoryOptions;
  #candles: Candle[] = [];
  /** The oldest page that was read, and the time at which the newest was read. */
  #oldest: Page | undefined;
  #askedAt = 0;
  #emptyPages = 0;
  #turn: Promise<void> = Promise.resolve();
  /** The number of tasks that run or wait for their turn. */
  #tasks = 0;
  #pausedUntil = 0;
  #isReady = false;
  #isOver = false;

  constructor(options: CandleHistoryOptions) {
    this.#options = options;
  }

  /** In the order of their times. */
  get candles(): readonly Candle[] {
    return this.#candles;
  }

  /** Reads the newest candles, and reads them again when ticks may have been missed. */
  refresh(): Promise<void> {
    if (!this.#isReady) this.#options.onState({ kind: 'loading' });
    return this.#inTurn(() => {
      const page = this.#isReady ? pageSince(this.#askedAt, this.#options.now(), this.#options.step) : undefined;
      return page === undefined ? this.#begin() : this.#renew(page);
    });
  }

  /** Reads the page before the oldest one. Reads further back as long as pages are empty. */
  async loadOlder(): Promise<void> {
    if (!this.#isReady || this.#tasks > 0 || this.#options.now() < this.#pausedUntil) return;
    if (this.#emptyPages >= MOST_EMPTY_PAGES || this.#candles.length >= MOST_CANDLES) return;
    await this.#inTurn(() => this.#addOlder());
  }

  /** Continues the newest candle with a tick, or begins a new one. */
  take(price: number, timeMs: number): void {
    const before = this.#candles.at(-1);
    const newest = withTick(before, { price, timeMs }, this.#options.step);
    if (newest === before) return;
    if (newest.time === before?.time) this.#candles.pop();
    this.#candles.push(newest);
    if (!this.#isReady) return;
    if (before === undefined || this.#candles.length > 1.1 * MOST_CANDLES) this.#changed();
    else this.#options.onNewest(newest, before);
  }

  /** Ends it: answers that come later are ignored. */
  close(): void {
    this.#isOver = true;
  }

  /** Replaces all candles by those of the newest page. */
  async #begin(): Promise<void> {
    const askedAt = this.#options.now();
    const page = newestPage(askedAt, this.#options.step);
    const found = await this.#options.fetchPage(page);
    this.#candles = withNewest(found, this.#candles.at(-1));
    this.#askedAt = askedAt;
    this.#oldest = page;
    this.#emptyPages = found.length === 0 ? 1 : 0;
    if (found.length === 0) await this.#addOlder();
  }

  async #renew(page: Page): Promise<void> {
    const askedAt = this.#options.now();
    const found = await this.#options.fetchPage(page);
    this.#candles = withNewest(mergeCandles(this.#candles, found), this.#candles.at(-1));
    this.#askedAt = askedAt;
  }

  async #addOlder(): Promise<void> {
    let found: readonly Candle[] = [];
    while (this.#oldest !== undefined && found.length === 0 && this.#emptyPages < MOST_EMPTY_PAGES) {
      const page = pageBefore(this.#oldest, this.#options.step);
      found = await this.#options.fetchPage(page);
      this.#oldest = page;
      this.#emptyPages = found.length === 0 ? this.#emptyPages + 1 : 0;
    }
    this.#candles = mergeCandles(found, this.#candles);
  }

  /** Runs one task after the other. A task that fails changes nothing. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#tasks++;
    this.#turn = this.#turn.then(async () => {
      try {
        if (this.#isOver) return;
        await work();
        this.#isReady = true;
        this.#changed();
      } catch (error) {
        this.#failed(error as Error);
      } finally {
        this.#tasks--;
      }
    });
    return this.#turn;
  }

  /** The candles that are shown stay. Scrolling back reads again after a pause. */
  #failed({ message }: Error): void {
    this.#pausedUntil = this.#options.now() + PAUSE_SECONDS;
    if (!this.#isReady && !this.#isOver) this.#options.onState({ kind: 'failed', reason: message });
  }

  #past(): { readonly past?: ForeignPast } {
    const last = this.#candles.findLast(({ source }) => source !== undefined);
    if (last?.source === undefined) return {};
    return { past: { source: last.source, until: last.time + this.#options.step } };
  }

  #changed(): void {
    if (this.#isOver) return;
    if (this.#candles.length > 1.1 * MOST_CANDLES) this.#candles = this.#candles.slice(-MOST_CANDLES);
    this.#options.onState({ kind: 'ready', isEmpty: this.#candles.length === 0, ...this.#past() });
    this.#options.onCandles();
  }
}

/** Adds the newest candle as the ticks made it: they are ahead of the server's answer. */
function withNewest(candles: readonly Candle[], newest: Candle | undefined): Candle[] {
  const last = candles.at(-1);
  if (newest === undefined || (last !== undefined && last.time > newest.time)) return [...candles];
  const joined = last?.time === newest.time ? joinCandles(last, newest) : newest;
  return mergeCandles(candles, [joined]);
}
