import { Gathering } from './gathering.ts';

/** What sending needs of a socket. */
export interface OutboxSocket {
  /** Bytes that were given to `send` and have not left the process. */
  readonly bufferedAmount: number;
  /** @param written is called when the text, and everything before it, has left the process. */
  send(text: Buffer, written?: () => void): void;
  /** Holds back what is sent from now on. */
  cork(): void;
  /** Sends what was held back. */
  uncork(): void;
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

/**
 * Sends to one client. While the client is slow, only the latest message of each stream is kept for it; everything
 * else is sent in full. A client that is too slow even for that is dropped, so that it costs nobody anything.
 *
 * A message to a client that reads costs nothing but its way to the system, because there are tens of thousands of
 * them a second: only one that may make the client slow is followed on its way.
 */
export class Outbox {
  readonly #socket: OutboxSocket;
  readonly #limits: OutboxLimits;
  readonly #events: OutboxEvents;
  readonly #gathering: Gathering;
  readonly #latest = new Map<string, Buffer>();
  #dropTimer: NodeJS.Timeout | undefined;
  #isGathering = false;
  #isClosed = false;

  constructor(socket: OutboxSocket, limits: OutboxLimits, events: OutboxEvents, gathering = new Gathering()) {
    this.#socket = socket;
    this.#limits = limits;
    this.#events = events;
    this.#gathering = gathering;
  }

  /** What was sent and has not left the process. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  get isSlow(): boolean {
    return this.#socket.bufferedAmount > this.#limits.slowAboveBytes;
  }

  /** Sends what must not be missed. */
  send(text: Buffer): void {
    if (this.#isClosed) return;
    this.#gather();
    this.#events.sent();
    if (this.#socket.bufferedAmount + text.length > this.#limits.slowAboveBytes / 2) this.#sendMuch(text);
    else this.#socket.send(text);
  }

  /** Sends what only the next message of the same stream makes worthless. */
  sendLatest(stream: string, text: Buffer): void {
    if (this.#isClosed) return;
    if (this.#latest.delete(stream)) this.#events.conflated();
    if (this.isSlow) this.#latest.set(stream, text);
    else this.send(text);
  }

  /** The client does not want this stream any more. */
  forget(stream: string): void {
    this.#latest.delete(stream);
  }

  /** Sends what was held back, so that it leaves in one go. */
  handOver(): void {
    if (!this.#isGathering) return;
    this.#isGathering = false;
    this.#socket.uncork();
  }

  /** Cuts the client off. */
  drop(): void {
    if (this.#isClosed) return;
    this.#events.dropped();
    this.close();
    this.#socket.terminate();
  }

  close(): void {
    this.#isClosed = true;
    this.#latest.clear();
    clearTimeout(this.#dropTimer);
  }

  #gather(): void {
    if (this.#isGathering || !this.#gathering.isOpen) return;
    this.#isGathering = true;
    this.#socket.cork();
    this.#gathering.add(this);
  }

  /**
   * Sends a message that leaves the client slow, or halfway to it. What was only held back has to be handed over to find
   * that out. So while a client is slow the last message on its way is one whose end is told, and then what was kept
   * back follows.
   */
  #sendMuch(text: Buffer): void {
    this.#socket.send(text, this.#written);
    this.handOver();
    if (this.#socket.bufferedAmount > this.#limits.dropAboveBytes) this.drop();
    else if (this.isSlow) this.#dropTimer ??= setTimeout(() => this.drop(), this.#limits.dropAfterMs);
  }

  /** Something left the process: what was kept back may follow. */
  readonly #written = () => {
    if (this.#isClosed || this.isSlow) return;
    clearTimeout(this.#dropTimer);
    this.#dropTimer = undefined;
    for (const [stream, text] of this.#latest) {
      if (this.isSlow) return;
      this.#latest.delete(stream);
      this.send(text);
    }
  };
}
