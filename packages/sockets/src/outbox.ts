/** What sending needs of a socket. */
export interface OutboxSocket {
  /** Bytes that were given to `send` and have not left the process. */
  readonly bufferedAmount: number;
  send(data: Buffer, options: { readonly binary: false }, written: () => void): void;
  terminate(): void;
}

export interface OutboxLimits {
  /** Above this much unsent a client is slow: of each stream it gets the latest message, not every message. */
  readonly slowAboveBytes: number;
  /** A client with more than this unsent is dropped. */
  readonly dropAboveBytes: number;
  /** A client that stays slow for this long is dropped. */
  readonly dropAfterMs: number;
}

/** Called as things happen, so that whoever keeps figures can count them. */
export interface OutboxEvents {
  readonly sent: () => void;
  /** A slow client was spared a message, because a newer one of the same stream came. */
  readonly conflated: () => void;
  /** The client was too slow, and is cut off. */
  readonly dropped: () => void;
}

const TEXT = { binary: false } as const;

/**
 * Sends to one client. While the client is slow, only the latest message of each stream is kept for it; everything
 * else is sent in full. A client that is too slow even for that is dropped, so that it costs nobody anything.
 */
export class Outbox {
  readonly #socket: OutboxSocket;
  readonly #limits: OutboxLimits;
  readonly #events: OutboxEvents;
  readonly #latest = new Map<string, Buffer>();
  #dropTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(socket: OutboxSocket, limits: OutboxLimits, events: OutboxEvents) {
    this.#socket = socket;
    this.#limits = limits;
    this.#events = events;
  }

  get isSlow(): boolean {
    return this.#socket.bufferedAmount > this.#limits.slowAboveBytes;
  }

  /** Sends what must not be missed. */
  send(frame: Buffer): void {
    if (this.#isClosed) return;
    this.#socket.send(frame, TEXT, this.#written);
    this.#events.sent();
    if (this.#socket.bufferedAmount > this.#limits.dropAboveBytes) this.#drop();
    else if (this.isSlow) this.#dropTimer ??= setTimeout(() => this.#drop(), this.#limits.dropAfterMs);
  }

  /** Sends what only the next message of the same stream makes worthless. */
  sendLatest(stream: string, frame: Buffer): void {
    if (this.#isClosed) return;
    if (this.#latest.delete(stream)) this.#events.conflated();
    if (this.isSlow) this.#latest.set(stream, frame);
    else this.send(frame);
  }

  /** The client does not want this stream any more. */
  forget(stream: string): void {
    this.#latest.delete(stream);
  }

  close(): void {
    this.#isClosed = true;
    this.#latest.clear();
    clearTimeout(this.#dropTimer);
  }

  /** Something left the process: what was kept back may follow. */
  readonly #written = () => {
    if (this.#isClosed || this.isSlow) return;
    clearTimeout(this.#dropTimer);
    this.#dropTimer = undefined;
    for (const [stream, frame] of this.#latest) {
      if (this.isSlow) return;
      this.#latest.delete(stream);
      this.send(frame);
    }
  };

  #drop(): void {
    this.#events.dropped();
    this.close();
    this.#socket.terminate();
  }
}
