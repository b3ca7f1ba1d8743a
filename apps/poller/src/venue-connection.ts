import { Backoff, type Logger } from '@fulcrum/service';
import { WebSocket } from 'ws';

export interface VenueConnectionOptions {
  readonly url: string;
  /** Sent after each connection. */
  readonly subscription: string;
  /** Silence for this long, in milliseconds, means that the connection is dead. */
  readonly silenceMs: number;
  /** @returns whether the message was one that a venue sends; only such a one shows that the venue works. */
  readonly onMessage: (text: string) => boolean;
  /** Is told of each connection: the first is number 1. */
  readonly onConnected: (connection: number) => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly connectWithinMs?: number;
  readonly backoff?: Backoff;
  /** How long the venue may take to say goodbye. */
  readonly closeWithinMs?: number;
}

const MAX_PAYLOAD_BYTES = 64 * 1_024;
const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** A connection to a venue that is opened again whenever it is lost, silent, or broken, until it is stopped. */
export class VenueConnection {
  readonly #options: VenueConnectionOptions;
  readonly #backoff: Backoff;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #connections = 0;
  #isStopped = false;

  constructor(options: VenueConnectionOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? new Backoff(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS);
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start(): void {
    const { url, connectWithinMs = 10_000 } = this.#options;
    const options = { handshakeTimeout: connectWithinMs, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false };
    const socket = new WebSocket(url, options);
    this.#socket = socket;
    this.#watchSilence(socket);
    socket.on('open', () => {
      socket.send(this.#options.subscription);
      this.#connections += 1;
      this.#options.onConnected(this.#connections);
    });
    socket.on('message', (data) => {
      if (socket === this.#socket && this.#options.onMessage(data.toString())) this.#backoff.reset();
    });
    socket.on('error', (error) => this.#options.logger.warn({ err: error }, 'connection to the venue'));
    socket.on('close', (code) => this.#connectLater(code));
  }

  /** Says goodbye, and waits a moment for the venue's. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.terminate(), this.#options.closeWithinMs ?? 1_000);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.close(1000);
    });
  }

  /** The library answers pings by itself; here they only show that the venue is there. */
  #watchSilence(socket: WebSocket): void {
    const { silenceMs, logger } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const isAlive = () => timer?.refresh();
    socket.on('open', () => {
      timer = setTimeout(() => {
        logger.warn({ silenceMs }, 'the venue is silent');
        socket.terminate();
      }, silenceMs);
    });
    socket.on('message', isAlive);
    socket.on('ping', isAlive);
    socket.on('close', () => clearTimeout(timer));
  }

  #connectLater(code: number): void {
    if (this.#isStopped) return;
    const pauseMs = Math.round(this.#backoff.next());
    this.#options.logger.warn({ code, pauseMs }, 'the venue is not connected');
    this.#retry = setTimeout(() => this.start(), pauseMs);
  }
}
