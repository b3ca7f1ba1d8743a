import { Backoff } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { WebSocket } from 'ws';

/** The meaning of a message for the connection: the venue works, or refused something, or neither. */
export type Meaning = 'life' | 'refusal' | 'nothing';

export interface VenueConnectionOptions {
  readonly url: string;
  /** The messages to send after each connection. */
  readonly subscriptions: () => readonly string[];
  readonly onMessage: (text: string) => Meaning;
  /** Called after each connection. The first is number 1. */
  readonly onConnected: (connection: number) => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly connectWithinMs?: number | undefined;
  readonly backoff?: Backoff | undefined;
  /** How long the venue may take to answer a Close. */
  readonly closeWithinMs?: number | undefined;
  /** After a refusal, a connection without a sign of life within this time is given up. The next ones have longer. */
  readonly proveWithinMs?: number | undefined;
}

const MAX_PAYLOAD_BYTES = 64 * 1_024;
const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** The longest such time. It suffices for a quiet market, if its greeting is mistaken for a refusal. */
const LONGEST_PROOF_MS = 15_000;
/** The pause between subscriptions. Binance accepts five messages a second. */
const SUBSCRIBE_EVERY_MS = 250;

/** A connection to a venue. It is opened again whenever it is lost, refused or broken, until it is stopped. */
export class VenueConnection {
  readonly #options: VenueConnectionOptions;
  readonly #backoff: Backoff;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #proof: NodeJS.Timeout | undefined;
  #connections = 0;
  #isStopped = false;
  #isAlive = false;
  #isRefused = false;
  /** The number of connections in a row with a refusal and without a sign of life. */
  #unproven = 0;

  constructor(options: VenueConnectionOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? new Backoff(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS, Math.random);
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start(): void {
    const { url, connectWithinMs = 10_000 } = this.#options;
    const options = { handshakeTimeout: connectWithinMs, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false };
    const socket = new WebSocket(url, options);
    this.#socket = socket;
    socket.on('open', () => {
      [this.#isAlive, this.#isRefused] = [false, false];
      this.#connections += 1;
      this.#options.onConnected(this.#connections);
      this.#subscribe(socket, this.#options.subscriptions());
    });
    socket.on('message', (data) => {
      if (socket === this.#socket) this.#take(this.#options.onMessage(data.toString()));
    });
    socket.on('error', (error) => this.#options.logger.warn({ err: error }, 'connection to the venue'));
    socket.on('close', (code) => this.#connectLater(code));
  }

  /** Sends a message. Without a connection nothing is sent: the next one sends all subscriptions. */
  send(message: string): void {
    if (this.isConnected) this.#socket?.send(message);
  }

  /** Gives the connection up. A new one follows after a pause. */
  giveUp(): void {
    this.#socket?.terminate();
  }

  /** Closes the connection, and waits a moment for the venue's answer. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#proof);
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

  #subscribe(socket: WebSocket, [first, ...others]: readonly string[]): void {
    if (first === undefined || socket.readyState !== WebSocket.OPEN) return;
    socket.send(first);
    if (others.length > 0) setTimeout(() => this.#subscribe(socket, others), SUBSCRIBE_EVERY_MS).unref();
  }

  /** After a refusal on this connection a sign of life does not reset the pauses. */
  #take(meaning: Meaning): void {
    if (meaning === 'life') {
      this.#isAlive = true;
      this.#unproven = 0;
      if (!this.#isRefused) this.#backoff.reset();
    }
    if (meaning !== 'refusal' || this.#isRefused) return;
    this.#isRefused = true;
    if (this.#isAlive) return;
    const socket = this.#socket;
    const proofMs = Math.min((this.#options.proveWithinMs ?? 1_000) * 2 ** this.#unproven, LONGEST_PROOF_MS);
    this.#unproven += 1;
    this.#proof = setTimeout(() => {
      if (!this.#isAlive) socket?.terminate();
    }, proofMs);
  }

  #connectLater(code: number): void {
    clearTimeout(this.#proof);
    if (this.#isStopped) return;
    const pauseMs = Math.round(this.#backoff.next());
    this.#options.logger.warn({ code, pauseMs }, 'the venue is not connected');
    this.#retry = setTimeout(() => this.start(), pauseMs);
  }
}
