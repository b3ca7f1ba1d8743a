import { Gathering } from './gathering.ts';

/** The part of a socket that is used. */
export interface OutboxSocket {
  /** Bytes that were passed to `send` and have not left the process. */
  readonly bufferedAmount: number;
  /** @param written is called when the text, and everything before it, has left the process. */
  send(text: Buffer, written?: () => void): void;
  /** Holds back later messages. */
  cork(): void;
  /** Sends the messages that were held back. */
  uncork(): void;
  terminate(): void;
}

export interface OutboxLimits {
  /** With more unsent bytes a client is slow: it gets only the latest message of each stream. */
  readonly slowAboveBytes: number;
  /** With more unsent bytes a client is evicted. */
  readonly evictAboveBytes: number;
  /** A client that stays slow for this long is evicted. */
  readonly evictAfterMs: number;
}

/** Called for each event, so that it can be counted. */
export interface OutboxEvents {
  readonly sent: () => void;
  /** A message to a slow client was replaced by a newer one of the same stream. */
  readonly conflated: () => void;
  /** The client was too slow, and is evicted. */
  readonly evicted: () => void;
}

/**
 * How often a slow client is looked at before it is evicted. When this process itself was held up, its timers are due before
 * it learns what has left meanwhile: then the client loses one look, and not its whole time.
 */
const LOOKS = 4;

/**
 * Sends messages to one client. While the client is slow, only the latest message of each stream is kept for it.
 * Messages that must not be missed are always sent. A client that is too slow even for that is evicted.
 *
 * There are tens of thousands of messages a second, so a message to a client that keeps up costs nothing but its write.
 * The end of a write is watched only where the client may be slow.
 */
export class Outbox {
  readonly #socket: OutboxSocket;
  readonly #limits: OutboxLimits;
  readonly #events: OutboxEvents;
  readonly #gathering: Gathering;
  readonly #latest = new Map<string, Buffer>();
  #evictionTimer: NodeJS.Timeout | undefined;
  #isGathering = false;
  #isClosed = false;

  constructor(socket: OutboxSocket, limits: OutboxLimits, events: OutboxEvents, gathering = new Gathering()) {
    this.#socket = socket;
    this.#limits = limits;
    this.#events = events;
    this.#gathering = gathering;
  }

  /** The bytes of messages that have not left the process. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  get isSlow(): boolean {
    return this.#socket.bufferedAmount > this.#limits.slowAboveBytes;
  }

  /** Sends a message that must not be missed. */
  send(text: Buffer): void {
    if (this.#isClosed) return;
    this.#gather();
    this.#events.sent();
    if (this.#socket.bufferedAmount + text.length > this.#limits.slowAboveBytes / 2) this.#sendMuch(text);
    else this.#socket.send(text);
  }

  /** Sends a message that the next one of the same stream replaces. */
  sendLatest(stream: string, text: Buffer): void {
    if (this.#isClosed) return;
    if (this.#latest.delete(stream)) this.#events.conflated();
    if (this.isSlow) this.#latest.set(stream, text);
    else this.send(text);
  }

  /** Forgets a stream to which the client is no longer subscribed. */
  forget(stream: string): void {
    this.#latest.delete(stream);
  }

  /** Sends the messages that were held back, in one write. */
  handOver(): void {
    if (!this.#isGathering) return;
    this.#isGathering = false;
    this.#socket.uncork();
  }

  /** Closes the connection at once. */
  evict(): void {
    if (this.#isClosed) return;
    this.#events.evicted();
    this.close();
    this.#socket.terminate();
  }

  close(): void {
    this.#isClosed = true;
    this.#latest.clear();
    clearTimeout(this.#evictionTimer);
  }

  #gather(): void {
    if (this.#isGathering || !this.#gathering.isOpen) return;
    this.#isGathering = true;
    this.#socket.cork();
    this.#gathering.add(this);
  }

  /**
   * Sends a message to a client that is slow, or may become so. Messages that were held back are written first, to see
   * how much remains unsent. The write is watched: when it has left the process, the kept messages follow.
   */
  #sendMuch(text: Buffer): void {
    this.#socket.send(text, this.#written);
    this.handOver();
    if (this.#socket.bufferedAmount > this.#limits.evictAboveBytes) this.evict();
    else if (this.isSlow && this.#evictionTimer === undefined) this.#lookAgain(LOOKS);
  }

  /** Evicts the client if it is slow at each look. It has not been slow all along where `#written` ends this. */
  #lookAgain(left: number): void {
    const look = () => (left === 1 ? this.evict() : this.#lookAgain(left - 1));
    this.#evictionTimer = setTimeout(look, this.#limits.evictAfterMs / LOOKS);
  }

  /** A write has left the process, so kept messages may follow. */
  readonly #written = () => {
    if (this.#isClosed || this.isSlow) return;
    clearTimeout(this.#evictionTimer);
    this.#evictionTimer = undefined;
    for (const [stream, text] of this.#latest) {
      if (this.isSlow) return;
      this.#latest.delete(stream);
      this.send(text);
    }
  };
}
