import { assert } from '@fulcrum/log';
import type { Connection } from '@fulcrum/streams';

export interface RepliesOptions {
  readonly redis: Connection;
  /** Resolves when every result that was made before the call is confirmed. */
  readonly flushed: () => Promise<void>;
  /** Is told of each answer that does not arrive: too much waits already (full), or Redis did not take it (failed). */
  readonly onLost: (why: LostReply) => void;
}

export type LostReply = 'full' | 'failed';

interface Waiting {
  readonly channel: string;
  readonly text: string;
}

/** How much text may wait, in UTF-16 units. What is more is left out: its asker asks again. */
const MAX_WAITING = 32 * 1_024 * 1_024;

/**
 * Sends the answers to reads, each to the channel of its asker, once every result before it is confirmed. All replicas
 * answer, and none sends an answer twice: where one is lost, its asker asks again.
 */
export class Replies {
  readonly #options: RepliesOptions;
  #made: Waiting[] = [];
  #waiting = 0;

  constructor(options: RepliesOptions) {
    this.#options = options;
  }

  add(channel: string, text: string): void {
    if (this.#waiting + text.length > MAX_WAITING) {
      this.#options.onLost('full');
      return;
    }
    this.#waiting += text.length;
    this.#made.push({ channel, text });
    if (this.#made.length === 1) queueMicrotask(() => this.#sendWhenConfirmed());
  }

  /** What was made within a turn leaves together. */
  #sendWhenConfirmed(): void {
    const replies = this.#made;
    this.#made = [];
    this.#options.flushed().then(
      () => this.#send(replies),
      () => this.#forget(replies),
    );
  }

  #send(replies: readonly Waiting[]): void {
    const { redis, onLost } = this.#options;
    const { stream } = redis;
    stream.cork();
    for (const { channel, text } of replies) redis.call('PUBLISH', [channel, text]).catch(() => onLost('failed'));
    stream.uncork();
    this.#forget(replies);
  }

  #forget(replies: readonly Waiting[]): void {
    for (const { text } of replies) this.#waiting -= text.length;
    assert(this.#waiting >= 0, 'no more answers leave than were made');
  }
}
