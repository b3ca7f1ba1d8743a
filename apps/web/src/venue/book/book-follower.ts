import { Backoff } from '@fulcrum/log';
import { DepthBook, type DepthSnapshot, type DepthUpdate } from './depth-book.ts';

export interface BookFollowerOptions {
  readonly fetchSnapshot: (signal: AbortSignal) => Promise<DepthSnapshot>;
  /** Called when the book has changed, or is not known any more. */
  readonly onChange: () => void;
}

/** The pauses before a snapshot is asked for again. */
const ASK_AGAIN_MS = { shortest: 100, longest: 5_000 };

/** Keeps a book: asks for a snapshot when there is none, and anew whenever an update is missing. */
export class BookFollower {
  readonly book = new DepthBook();
  readonly #options: BookFollowerOptions;
  readonly #backoff = new Backoff(ASK_AGAIN_MS.shortest, ASK_AGAIN_MS.longest);
  #asking: AbortController | undefined;

  constructor(options: BookFollowerOptions) {
    this.#options = options;
  }

  /** Begins, or begins anew: updates come from here on, and those before are lost. */
  begin(): void {
    this.stop();
    void this.#ask();
  }

  take(update: DepthUpdate): void {
    const isWhole = this.book.takeUpdate(update);
    if (this.book.isKnown || !isWhole) this.#options.onChange();
    if (!isWhole && this.#asking === undefined) void this.#ask();
  }

  /** The book is not followed any more. */
  stop(): void {
    this.#asking?.abort();
    this.#asking = undefined;
    this.book.forget();
    this.#options.onChange();
  }

  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    while (!asking.signal.aborted && !(await this.#fetch(asking.signal))) await pause(this.#backoff.next());
    if (this.#asking === asking) this.#asking = undefined;
  }

  /** @returns whether the book is known now. */
  async #fetch(signal: AbortSignal): Promise<boolean> {
    const snapshot = await this.#options.fetchSnapshot(signal).catch(() => undefined);
    if (snapshot === undefined || signal.aborted || !this.book.takeSnapshot(snapshot)) return false;
    this.#backoff.reset();
    this.#options.onChange();
    return true;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
