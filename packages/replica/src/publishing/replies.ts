import type { Connection } from '@fulcrum/streams';

export interface RepliesOptions {
  readonly redis: Connection;
  /** Resolves when every result that was made before the call is confirmed. */
  readonly flushed: () => Promise<void>;
  /** Is told of each answer that was left out because too much waits, or that Redis did not take. */
  readonly onLost: (why: LostReply) => void;
}

export type LostReply = 'full' | 'failed';

interface Waiting {
  readonly channel: string;
  readonly text: string;
}

/** What may wait, in UTF-16 units. Beyond it an answer is left out, as one may be lost on its way, and asked for again. */
const MAX_WAITING = 32 * 1_024 * 1_024;

/**
 * Sends answers to reads to those who asked, once every result before them is confirmed. All engines answer, and
 * nothing is sent twice by one: an answer that is lost is missed by nobody but its asker, who asks again.
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
  }
}
