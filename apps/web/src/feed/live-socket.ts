import { Backoff } from '@fulcrum/log';
import { clientNow } from '../clock/server-clock.ts';

export interface LiveSocketOptions {
  readonly url: string;
  /** Called with true when the connection is there, and with false when it is lost. */
  readonly onConnection: (isConnected: boolean) => void;
  readonly onText: (text: string) => void;
  /** Asks for something that is answered, as a sign of life, when nothing came for a while. */
  readonly onSilence?: () => void;
}

/** The pauses before a lost connection is made anew, on average. */
const RETRY_MS = { shortest: 250, longest: 5_000 };

/** How often the connection is looked at, and how long it may be silent. */
const PROBE_MS = 3_000;
const SILENCE_MS = 7_000;

/**
 * A WebSocket that is made anew when it is lost, at once when the browser says that the network is back. A silent
 * connection counts as lost, because a laptop that slept or a proxy that died closes nothing.
 */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #socket: WebSocket | undefined;
  readonly #retryBackoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest);
  #retry: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #isOver = false;
  readonly #probe: ReturnType<typeof setInterval>;
  readonly #retryNow = () => {
    if (this.#socket === undefined) this.#connect();
  };

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#probe = setInterval(() => this.#look(), PROBE_MS);
    window.addEventListener('online', this.#retryNow);
    document.addEventListener('visibilitychange', this.#retryNow);
    this.#connect();
  }

  /** Sends a message if the connection is there. Whoever needs it there sends it again when the next one is. */
  send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Drops the connection, and makes another at once. */
  connectAnew(): void {
    this.#lose();
    this.#connect();
  }

  close(): void {
    this.#isOver = true;
    clearInterval(this.#probe);
    window.removeEventListener('online', this.#retryNow);
    document.removeEventListener('visibilitychange', this.#retryNow);
    this.#lose();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    if (this.#isOver) return;
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#heardAt = clientNow();
    socket.onopen = () => this.#options.onConnection(true);
    socket.onmessage = ({ data }) => {
      // A connection beyond the limit opens as well. The server closes it without a message.
      this.#retryBackoff.reset();
      this.#heardAt = clientNow();
      if (typeof data === 'string') this.#options.onText(data);
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#lose();
      this.#retry = setTimeout(() => this.#connect(), this.#retryBackoff.next() * (0.5 + Math.random()));
    };
  }

  /** Drops the connection, if there is one. */
  #lose(): void {
    const socket = this.#socket;
    clearTimeout(this.#retry);
    this.#socket = undefined;
    socket?.close();
    if (socket !== undefined) this.#options.onConnection(false);
  }

  #look(): void {
    if (this.#socket === undefined) return;
    const silentMs = clientNow() - this.#heardAt;
    if (silentMs >= SILENCE_MS) this.connectAnew();
    else if (silentMs > PROBE_MS / 2) this.#options.onSilence?.();
  }
}
