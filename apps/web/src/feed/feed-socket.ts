import { ACCOUNT_STREAM, bookTickerStream } from '@fulcrum/protocol';
import { type FeedMessage, readMessage } from './messages.ts';

export interface FeedSocketOptions {
  readonly url: string;
  readonly onMessage: (message: FeedMessage) => void;
  /** Called with true when the feed is there, and with false when it is lost. */
  readonly onConnection: (isConnected: boolean) => void;
}

const RETRY_MS = { first: 250, longest: 5_000 };

/** How often the feed is asked for a sign of life, and for how long it may then say nothing at all. */
const PROBE_MS = 3_000;
const SILENCE_MS = 7_000;

/**
 * The connection to the feed. It comes back by itself, at once when the browser says that the network is there again,
 * and asks again for all that was asked for before. A connection on which nothing comes any more counts as lost: a
 * laptop that slept, or a proxy that died, closes nothing.
 */
export class FeedSocket {
  readonly #options: FeedSocketOptions;
  #socket: WebSocket | undefined;
  #assets: readonly string[] = [];
  #wantsAccount = false;
  #retryMs = RETRY_MS.first;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #isOver = false;
  readonly #probe: ReturnType<typeof setInterval>;
  readonly #retryNow = () => {
    if (this.#socket === undefined) this.#connect();
  };

  constructor(options: FeedSocketOptions) {
    this.#options = options;
    this.#probe = setInterval(() => this.#look(), PROBE_MS);
    window.addEventListener('online', this.#retryNow);
    document.addEventListener('visibilitychange', this.#retryNow);
    this.#connect();
  }

  /** Follows the prices of these assets. */
  followPrices(assets: readonly string[]): void {
    this.#assets = assets;
    this.#subscribe();
  }

  /**
   * Follows the account of whoever is signed in, or of nobody. The server knows the session by the cookie of the
   * handshake, so a new session needs a new connection.
   */
  followAccount(isSignedIn: boolean): void {
    if (this.#wantsAccount === isSignedIn) return;
    this.#wantsAccount = isSignedIn;
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
    this.#heardAt = performance.now();
    socket.onopen = () => {
      this.#retryMs = RETRY_MS.first;
      this.#options.onConnection(true);
      this.#subscribe();
    };
    socket.onmessage = ({ data }) => {
      this.#heardAt = performance.now();
      const message = typeof data === 'string' ? readMessage(data) : undefined;
      if (message !== undefined) this.#options.onMessage(message);
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#lose();
      this.#retry = setTimeout(() => this.#connect(), this.#retryMs * (0.5 + Math.random()));
      this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.longest);
    };
  }

  /** Lets go of the connection, if there is one. */
  #lose(): void {
    const socket = this.#socket;
    clearTimeout(this.#retry);
    this.#socket = undefined;
    socket?.close();
    if (socket !== undefined) this.#options.onConnection(false);
  }

  /** Asks for what is followed: to ask twice changes nothing, and whatever the answer is, it is a sign of life. */
  #subscribe(): void {
    const streams = this.#assets.map(bookTickerStream);
    if (streams.length > 0) this.#send(streams);
    if (this.#wantsAccount) this.#send([ACCOUNT_STREAM]);
  }

  #send(params: readonly string[]): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ id: 1, method: 'SUBSCRIBE', params }));
  }

  #look(): void {
    if (this.#socket === undefined) return;
    if (performance.now() - this.#heardAt < SILENCE_MS) {
      if (performance.now() - this.#heardAt > PROBE_MS / 2) this.#send(this.#assets.map(bookTickerStream));
      return;
    }
    this.#lose();
    this.#connect();
  }
}
