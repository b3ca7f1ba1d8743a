import type { LogId } from '@fulcrum/log';
import { type RedisAddress, streamKeys } from '@fulcrum/streams';
import { StreamWatch } from './stream-watch.ts';

/** One entry of callback-stream as it was published. */
export interface PublishedEntry {
  readonly id: LogId;
  readonly events: string;
}

/** Keeps every entry of callback-stream. */
export class CallbackWatch extends StreamWatch {
  constructor(address: RedisAddress, path: string) {
    super({ address, key: streamKeys().callback, path, textOf: ({ events = '' }) => events });
  }

  /** The entries that were seen, in their order. */
  async *entries(): AsyncGenerator<PublishedEntry> {
    for await (const { id, text } of this.seen()) yield { id, events: text };
  }
}
