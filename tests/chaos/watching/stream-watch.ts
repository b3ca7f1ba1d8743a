import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { linesOf } from '@fulcrum/journal';
import { LOG_START, type LogId } from '@fulcrum/log';
import { CALLBACKS_PER_READ, connectRedis, follow, type RedisAddress } from '@fulcrum/streams';

export interface StreamWatchOptions {
  readonly address: RedisAddress;
  readonly key: string;
  /** The file in which the entries are kept. */
  readonly path: string;
  /** What is kept of an entry, in one line. */
  readonly textOf: (fields: Readonly<Record<string, string>>) => string;
}

/** Writes every entry of a stream to a file as it comes, because the stream itself is trimmed while the run goes on. */
export class StreamWatch {
  readonly #options: StreamWatchOptions;
  readonly #file: WriteStream;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #last: LogId = LOG_START;

  constructor(options: StreamWatchOptions) {
    this.#options = options;
    this.#file = createWriteStream(options.path);
    this.#running = this.#follow();
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
  async *seen(): AsyncGenerator<{ readonly id: LogId; readonly text: string }> {
    for await (const line of linesOf(createReadStream(this.#options.path))) {
      const space = line.indexOf(' ');
      yield { id: line.slice(0, space), text: line.slice(space + 1) };
    }
  }

  async #follow(): Promise<void> {
    const { address, key, textOf } = this.#options;
    const redis = connectRedis(address, () => {});
    const { signal } = this.#stopping;
    const options = { redis, key, from: LOG_START, signal, count: CALLBACKS_PER_READ };
    for await (const { entries } of follow({ ...options, onError: () => {} })) {
      for (const { id, fields } of entries) {
        this.#file.write(`${id} ${textOf(fields as Record<string, string>)}\n`);
        this.#last = id;
      }
      if (this.#file.writableNeedDrain) await once(this.#file, 'drain');
    }
    redis.disconnect();
  }
}
