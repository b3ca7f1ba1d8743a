import type { LogId } from '@fulcrum/log';
import { type Entry, type FollowOptions, follow, OvertakenError, pause, toError, whenReady } from '@fulcrum/streams';
import { inSlices } from './in-slices.ts';

export interface StreamReaderOptions extends Pick<FollowOptions, 'redis' | 'key' | 'signal' | 'onError' | 'count'> {
  /** Finds the position to go on from, at the start and whenever the reader was overtaken. */
  readonly findStart: () => Promise<LogId>;
  /** Is told that the position is held: from now on nothing is missed. */
  readonly onStart?: () => void;
  readonly apply: (entry: Entry) => void;
  /** Applies some entries that were read together. */
  readonly during?: (work: () => void) => void;
}

const RETRY_MS = 200;

/** Reads a stream from a position for ever. When it is overtaken by trimming it finds a new position. */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  #isFollowing = false;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
  }

  /** Whether it holds a position, so that it will see whatever is appended from now on. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  get isConnected(): boolean {
    return this.#options.redis.status === 'ready';
  }

  /** Resolves when the signal is given. Rejects when `apply` throws, which only a broken invariant makes it do. */
  async run(): Promise<void> {
    const { signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#follow();
      } catch (error) {
        if (!(error instanceof OvertakenError)) throw error;
        onError(error);
      }
      this.#isFollowing = false;
      await pause(RETRY_MS, signal).catch(() => {});
    }
  }

  async #follow(): Promise<void> {
    const { onStart, apply, during } = this.#options;
    const from = await this.#findStart();
    if (from === undefined) return;
    this.#isFollowing = true;
    onStart?.();
    for await (const { entries } of follow({ ...this.#options, from })) await inSlices(entries, apply, during);
  }

  /** Undefined when Redis cannot be asked at the moment. */
  async #findStart(): Promise<LogId | undefined> {
    const { redis, signal, onError, findStart } = this.#options;
    try {
      await whenReady(redis, signal);
      return await findStart();
    } catch (error) {
      if (!signal.aborted) onError(toError(error));
      return undefined;
    }
  }
}
