import { compareLogIds, type LogId } from '@fulcrum/core';
import type { Redis } from 'ioredis';
import { pause, whenReady } from './connection.ts';
import { isReplyError, toError } from './errors.ts';
import { streamInfo } from './inspect.ts';

/** A result on its way into the callback-stream, under the id that its cause gives it. */
export interface Result {
  readonly id: LogId;
  /** The JSON text of its events. */
  readonly events: string;
}

export interface PublisherOptions {
  readonly redis: Redis;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
  /** Results that may wait; `room` makes the caller wait when there are more. */
  readonly maxWaiting?: number;
}

const BATCH = 500;
const RETRY_MS = 100;

/**
 * Publishes results in their order, each once, whoever else publishes them too: Redis refuses an id that is not
 * greater than the last. Each batch is one transaction, so that an error refuses all of it and leaves no gap. After
 * anything but "equal or smaller" the publisher asks for the stream's last id and goes on above it.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #maxWaiting: number;
  #waiting: Result[] = [];
  #accepted = 0;
  #confirmed = 0;
  #wakeUps: (() => void)[] = [];

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? 50_000;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes results that are greater than all before them. */
  enqueue(results: readonly Result[]): void {
    this.#waiting.push(...results);
    this.#accepted += results.length;
    this.#wake();
  }

  /** Resolves when there is room for more results. */
  async room(): Promise<void> {
    while (this.#waiting.length > this.#maxWaiting && !this.#options.signal.aborted) await this.#change();
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
      if (this.#waiting.length === 0) {
        await this.#change();
        continue;
      }
      try {
        await this.#publishBatch();
      } catch (error) {
        if (signal.aborted) return;
        onError(toError(error));
        await this.#findEnd();
      }
    }
  }

  async #publishBatch(): Promise<void> {
    const { redis, key } = this.#options;
    const batch = this.#waiting.slice(0, BATCH);
    const transaction = redis.multi();
    for (const { id, events } of batch) transaction.call('XADD', key, id, 'events', events);
    const replies = await transaction.exec();
    if (replies?.length !== batch.length) throw new Error('the transaction was discarded');
    for (const [error] of replies) if (error !== null && !isReplyError(error, 'equal or smaller')) throw error;
    this.#confirm(batch.length);
  }

  /** Nobody knows what became of the last batch: whatever is at or below the stream's last id is published. */
  async #findEnd(): Promise<void> {
    const { redis, key, signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await pause(RETRY_MS, signal);
        await whenReady(redis, signal);
        const { lastId } = await streamInfo(redis, key);
        const published = this.#waiting.findIndex(({ id }) => compareLogIds(id, lastId) > 0);
        this.#confirm(published < 0 ? this.#waiting.length : published);
        return;
      } catch (error) {
        if (!signal.aborted) onError(toError(error));
      }
    }
  }

  #confirm(count: number): void {
    this.#waiting = this.#waiting.slice(count);
    this.#confirmed += count;
    this.#wake();
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
