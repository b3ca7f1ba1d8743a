import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { linesOf } from '@fulcrum/journal';
import { LOG_START, type LogId } from '@fulcrum/log';
import { CALLBACKS_PER_READ, connectRedis, follow, type RedisAddress, streamKeys } from '@fulcrum/streams';

/** One entry of callback-stream as it was published. */
export interface PublishedEntry {
  readonly id: LogId;
  readonly events: string;
}

/**
 * Writes every entry of callback-stream to a file as it comes, because the stream itself is trimmed while the run
 * goes on.
 */
export class CallbackWatch {
  readonly #path: string;
  readonly #file: WriteStream;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #last: LogId = LOG_START;

  constructor(address: RedisAddress, path: string) {
    this.#path = path;
    this.#file = createWriteStream(path);
    this.#running = this.#follow(address);
    // The failure is reported to whoever ends the watch.
    this.#running.catch(() => {});
  }

  /** The id of the last entry that was seen. */
  get last(): LogId {
    return this.#last;
  }

  /** @throws GapError when entries were trimmed, or lost, before they could be seen. */
  async end(): Promise<void> {
    this.#stopping.abort(new Error('the run is over'));
    await this.#running;
    this.#file.end();
    if (!this.#file.closed) await once(this.#file, 'close');
  }

  /** The entries that were seen, in their order. */
  async *entries(): AsyncGenerator<PublishedEntry> {
    for await (const line of linesOf(createReadStream(this.#path))) {
      const space = line.indexOf(' ');
      yield { id: line.slice(0, space), events: line.slice(space + 1) };
    }
  }

  async #follow(address: RedisAddress): Promise<void> {
    const redis = connectRedis(address, () => {});
    const { signal } = this.#stopping;
    const options = { redis, key: streamKeys().callback, from: LOG_START, signal, count: CALLBACKS_PER_READ };
    for await (const { entries } of follow({ ...options, onError: () => {} })) {
      for (const { id, fields } of entries) {
        this.#file.write(`${id} ${fields.events ?? ''}\n`);
        this.#last = id;
      }
      if (this.#file.writableNeedDrain) await once(this.#file, 'drain');
    }
    redis.disconnect();
  }
}
