import { setTimeout as sleep } from 'node:timers/promises';
import { assert, Backoff, type Entry, InvariantError, type LogId } from '@fulcrum/log';
import { whenReady } from '../connection/connection.ts';
import { toError } from '../connection/errors.ts';
import { type FollowOptions, follow } from './follow.ts';
import { GapError } from './gap-error.ts';

/** One stretch of reading: it begins somewhere, takes batches, and ends with an error, a gap or the reader's signal. */
export interface Reading {
  /** The last entry that the consumer has dealt with. It is given the entries behind it. */
  readonly from: LogId;
  /** The entry at `from`, where the consumer has not dealt with it. It comes first, in a batch of its own. */
  readonly first?: Entry | undefined;
  /** Whether the entry at `from` is the one that the consumer has dealt with, where it can tell. */
  readonly isKnown?: FollowOptions['isKnown'];
  /** Called when the position is held: nothing is missed from now on. */
  start?(): void;
  /**
   * Deals with the next entries. No more are given meanwhile.
   *
   * @param entries may be none.
   * @param isCaughtUp whether nothing more was there when they were read.
   */
  take(entries: readonly Entry[], isCaughtUp: boolean): void | Promise<void>;
  /** Called at the end, whatever was the reason. */
  close?(): Promise<void>;
}

export interface ReaderOptions extends Pick<FollowOptions, 'redis' | 'key' | 'signal' | 'count'> {
  /** Finds where to begin: at first, behind a gap, and after an error. The connection is ready. */
  readonly begin: () => Promise<Reading>;
  /** Told of entries that were trimmed or lost before they could be read, before the reader begins anew. */
  readonly onGap: (gap: GapError) => void;
  /** Told of each error after which the reader begins anew: one of `begin` or `take`. */
  readonly onError: (error: Error) => void;
  /** Told of each error of Redis after which the reader goes on at its position. Otherwise `onError` is told. */
  readonly onInterrupted?: (error: Error) => void;
}

/** The pauses between attempts. */
const RETRY_MS = { shortest: 200, longest: 1_000 };

/**
 * Reads a stream until the signal is given. Redis, and whatever else the consumer needs, may go away and come back: the
 * reader then begins anew. So a consumer says only where it begins, what it does with a batch, and what it does at a gap.
 */
export class Reader {
  readonly #options: ReaderOptions;
  #isReading = false;
  /** Begins again with each batch. */
  readonly #backoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest);

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Whether it holds a position, and so will see whatever is appended from now on. */
  get isReading(): boolean {
    return this.#isReading;
  }

  get isConnected(): boolean {
    return this.#options.redis.status === 'ready';
  }

  /** Resolves when the signal is given. Rejects at a broken invariant, and with what `onGap` or `onError` throws. */
  async run(): Promise<void> {
    const { signal, onGap, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#read();
      } catch (error) {
        if (error instanceof InvariantError) throw error;
        if (signal.aborted) return;
        if (error instanceof GapError) onGap(error);
        else onError(toError(error));
      }
      await sleep(this.#backoff.next(), undefined, { signal }).catch(() => {});
    }
  }

  async #read(): Promise<void> {
    const { redis, signal, begin, onInterrupted: onError = this.#options.onError } = this.#options;
    await whenReady(redis, signal);
    const reading = await begin();
    const { from, first, isKnown } = reading;
    assert(first === undefined || first.id === from, 'a first entry stands where reading begins');
    try {
      this.#isReading = true;
      reading.start?.();
      if (first !== undefined) await reading.take([first], false);
      for await (const { entries, isCaughtUp } of follow({ ...this.#options, onError, from, isKnown })) {
        await reading.take(entries, isCaughtUp);
        this.#backoff.reset();
      }
    } finally {
      this.#isReading = false;
      await reading.close?.();
    }
  }
}
