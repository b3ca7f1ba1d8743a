import type { ExchangeMetrics } from './exchange-metrics.ts';
import type { Limits } from './limits.ts';

/** What sending needs of a socket. */
export interface OutboxSocket {
  /** Bytes that were given to `send` and have not left the process. */
  readonly bufferedAmount: number;
  send(data: Buffer, options: { readonly binary: false }, written: () => void): void;
  terminate(): void;
}

type SlowLimits = Pick<Limits, 'slowAboveBytes' | 'dropAboveBytes' | 'dropAfterMs'>;

const TEXT = { binary: false } as const;

/**
 * Sends to one client. While the client is slow only the latest book of each symbol is kept for it; one that stays
 * slow is dropped, so that it costs nobody anything.
 */
export class Outbox {
  readonly #socket: OutboxSocket;
  readonly #limits: SlowLimits;
  readonly #metrics: ExchangeMetrics;
  readonly #latest = new Map<string, Buffer>();
  #dropTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(socket: OutboxSocket, limits: SlowLimits, metrics: ExchangeMetrics) {
    this.#socket = socket;
    this.#limits = limits;
    this.#metrics = metrics;
  }

  /** Sends what no later message replaces. */
  send(frame: Buffer): void {
    if (this.#isClosed) return;
    this.#socket.send(frame, TEXT, this.#written);
    this.#metrics.sent.inc();
    if (this.#socket.bufferedAmount > this.#limits.dropAboveBytes) this.#drop();
    else if (this.#isSlow) this.#dropTimer ??= setTimeout(() => this.#drop(), this.#limits.dropAfterMs);
  }

  /** Sends what the next message of the same stream makes worthless. */
  sendLatest(stream: string, frame: Buffer): void {
    if (this.#isClosed) return;
    if (this.#latest.delete(stream)) this.#metrics.conflated.inc();
    if (this.#isSlow) this.#latest.set(stream, frame);
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

  get #isSlow(): boolean {
    return this.#socket.bufferedAmount > this.#limits.slowAboveBytes;
  }

  /** Something left the process: what was kept back may follow. */
  readonly #written = () => {
    if (this.#isClosed || this.#isSlow) return;
    clearTimeout(this.#dropTimer);
    this.#dropTimer = undefined;
    for (const [stream, frame] of this.#latest) {
      if (this.#isSlow) return;
      this.#latest.delete(stream);
      this.send(frame);
    }
  };

  #drop(): void {
    this.#metrics.dropped.inc({ why: 'slow' });
    this.close();
    this.#socket.terminate();
  }
}
