import type { CallbackListener } from '@fulcrum/engine-client';
import type { Entry, LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import { CALLBACKS_PER_READ, type Connection, endOfStream, Reader, toError, whenReady } from '@fulcrum/streams';

export interface CallbacksOptions {
  readonly redis: Connection;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly listeners: readonly CallbackListener[];
}

/** The process's one reader of callback-stream: it goes on from an id that it holds, and tells each listener. */
export class Callbacks {
  readonly #options: CallbacksOptions;

  constructor(options: CallbacksOptions) {
    this.#options = options;
  }

  /** The position from which `run` has to go on to see everything that is published from now on. */
  async end(): Promise<LogId> {
    const { redis, key, signal } = this.#options;
    await whenReady(redis, signal);
    return endOfStream(redis, key);
  }

  async run(from: LogId): Promise<void> {
    const { redis, key, signal, logger, listeners } = this.#options;
    const take = (entries: readonly Entry[]) => this.#tellAll(entries);
    let start: LogId | undefined = from;
    const begin = async () => {
      const position = start ?? (await endOfStream(redis, key));
      if (start === undefined) for (const listener of listeners) listener.onGap();
      start = undefined;
      this.#tellPassed(position);
      return { from: position, take };
    };
    const onGap = (gap: Error) =>
      logger.error({ err: gap }, 'results went by unseen: going on from the end of callback-stream');
    const onError = (error: Error) => logger.warn({ err: error }, 'reading callback-stream is interrupted');
    await new Reader({ redis, key, signal, count: CALLBACKS_PER_READ, begin, onGap, onError }).run();
  }

  #tellAll(batch: readonly Entry[]): void {
    for (const { id, fields } of batch) this.#tell(id, fields.events ?? '');
    const last = batch.at(-1);
    if (last !== undefined) this.#tellPassed(last.id);
  }

  #tellPassed(callback: LogId): void {
    for (const listener of this.#options.listeners) listener.onPassed(callback);
  }

  #tell(id: LogId, text: string): void {
    const concerned = this.#options.listeners.filter((listener) => listener.concerns(text));
    if (concerned.length === 0) return;
    for (const event of this.#eventsOf(id, text)) for (const listener of concerned) listener.onEvent(event, id);
  }

  /** Only engines write there. An entry that somebody else wrote must not stop the reader. */
  #eventsOf(id: LogId, text: string): JsonEvent[] {
    try {
      return decodeEvents(text);
    } catch (error) {
      this.#options.logger.error({ id, err: toError(error) }, 'a callback entry makes no sense and is left out');
      return [];
    }
  }
}
