import { compareLogIds } from '@fulcrum/core';
import { type Connection, pause, whenReady } from './connection.ts';
import { toError } from './errors.ts';
import { streamInfo } from './inspect.ts';
import { publishBatch, type Result } from './publish-batch.ts';
import { ResultQueue } from './result-queue.ts';

export interface PublisherOptions {
  readonly redis: Connection;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
  /** Results that may wait; `room` makes the caller wait when there are more. */
  readonly maxWaiting?: number;
}

const RETRY_MS = 100;

/**
 * From about this many on a round trip costs each result less than the work on the result itself. So many are sent on
 * their way at once, and Redis publishes them while the caller makes the next.
 */
const WORTH_A_TRIP = 64;

/** Batches under way. What comes while they are waits, so the busier Redis is the more results a batch has. */
const MAX_UNDER_WAY = 8;

/**
 * Publishes results in their order, each once, whoever else publishes them too: Redis refuses an id that is not
 * greater than the last. Each batch is one transaction, which an error refuses from some result on and leaves no gap.
 * A batch that is sent behind another one names the last result of that, and is refused unless it is published. After
 * anything but "equal or smaller" the publisher lets all that are under way come to their end, asks for the stream's
 * last id, and goes on above it.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #maxWaiting: number;
  readonly #queue = new ResultQueue();
  #accepted = 0;
  #confirmed = 0;
  /** Not before `run`, and not from an error on until all that were under way have come to their end. */
  #isSending = false;
  #isSendingSoon = false;
  #underWay = 0;
  #error: Error | undefined;
  #wakeUps: (() => void)[] = [];

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? 50_000;
  }

  /** Results that are not known to stand in the stream. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Takes results that are greater than all before them. They leave at the end of the caller's turn at the latest. */
  enqueue(results: readonly Result[]): void {
    this.#queue.add(results);
    this.#accepted += results.length;
    if (this.#queue.unsent >= WORTH_A_TRIP) this.#send();
    else this.#sendSoon();
  }

  /**
   * Resolves when there is room for more results: when no more wait than may, and not just a few either. Few are on
   * their way at once, and what comes in until they have arrived is then read, applied and published in one piece. A
   * single one is not waited for, because nobody else is there; nor are a few while nothing can be published.
   */
  async room(): Promise<void> {
    while (this.#isRoomAwaited() && !this.#options.signal.aborted) await this.#change();
  }

  /** Resolves when everything that was enqueued before the call stands in the stream. */
  async flushed(): Promise<void> {
    const target = this.#accepted;
    while (this.#confirmed < target) {
      this.#options.signal.throwIfAborted();
      await this.#change();
    }
  }

  /** Publishes until the signal is given. */
  async run(): Promise<void> {
    const { signal, onError } = this.#options;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      this.#error = undefined;
      this.#isSending = true;
      this.#send();
      while (!signal.aborted && (this.#isSending || this.#underWay > 0)) await this.#change();
      this.#isSending = false;
      if (signal.aborted) return;
      if (this.#error !== undefined) onError(this.#error);
      await this.#findEnd();
    }
  }

  #sendSoon(): void {
    if (this.#isSendingSoon) return;
    this.#isSendingSoon = true;
    queueMicrotask(() => {
      this.#isSendingSoon = false;
      this.#send();
    });
  }

  #send(): void {
    const { redis, key } = this.#options;
    while (this.#isSending && this.#underWay < MAX_UNDER_WAY && this.#queue.unsent > 0) {
      const before = this.#queue.lastSent;
      const batch = this.#queue.send();
      this.#underWay += 1;
      publishBatch(redis, key, batch, before).then(
        () => this.#arrived(batch.length),
        (error) => this.#failed(toError(error)),
      );
    }
  }

  /** Behind an error as well: a batch that was not refused says that all before it are published. */
  #arrived(count: number): void {
    this.#underWay -= 1;
    this.#queue.confirm(count);
    this.#confirmed += count;
    this.#send();
    this.#wake();
  }

  /** The first error is the reason for those behind it. */
  #failed(error: Error): void {
    this.#underWay -= 1;
    this.#isSending = false;
    this.#error ??= error;
    this.#wake();
  }

  /** Nobody knows what became of the last batches: whatever is at or below the stream's last id is published. */
  async #findEnd(): Promise<void> {
    const { redis, key, signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await pause(RETRY_MS, signal);
        await whenReady(redis, signal);
        const { lastId } = await streamInfo(redis, key);
        this.#queue.startOver(({ id }) => compareLogIds(id, lastId) > 0);
        this.#confirmed = this.#accepted - this.#queue.length;
        this.#wake();
        return;
      } catch (error) {
        if (!signal.aborted) onError(toError(error));
      }
    }
  }

  #isRoomAwaited(): boolean {
    const waiting = this.#queue.length;
    return waiting > this.#maxWaiting || (this.#isSending && waiting > 1 && waiting < WORTH_A_TRIP);
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#options.signal.aborted) resolve();
      else this.#wakeUps.push(resolve);
    });
  }

  #wake(): void {
    for (const wakeUp of this.#wakeUps.splice(0)) wakeUp();
  }
}
