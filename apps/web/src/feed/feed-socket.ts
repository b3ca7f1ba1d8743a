import { Backoff } from '@fulcrum/log';
import { ACCOUNT_STREAM, bookTickerStream, MARKET_STREAM } from '@fulcrum/protocol';
import { clientNow } from '../clock/server-clock.ts';
import { type FeedMessage, REQUEST_IDS, readMessage } from './messages.ts';

export interface FeedSocketOptions {
  readonly url: string;
  readonly onMessage: (message: FeedMessage) => void;
  /** Called with true when the feed is there, and with false when it is lost. */
  readonly onConnection: (isConnected: boolean) => void;
}

/** The pauses before a lost connection is made anew, on average. */
const RETRY_MS = { shortest: 250, longest: 5_000 };

/** The pauses before a refused subscription is tried again. */
const ASK_AGAIN_MS = { shortest: 500, longest: 8_000 };

/** How often the feed is probed, and how long it may be silent afterwards. */
const PROBE_MS = 3_000;
const SILENCE_MS = 7_000;

/**
 * The connection to the feed. A lost connection is made anew, at once when the browser says that the network is back,
 * and all subscriptions are renewed. A silent connection counts as lost, because a laptop that slept or a proxy that
 * died closes nothing.
 */
export class FeedSocket {
  readonly #options: FeedSocketOptions;
  #socket: WebSocket | undefined;
  #assets: readonly string[] = [];
  /** The user whose account is followed. */
  #user: string | undefined;
  readonly #askAgainBackoff = new Backoff(ASK_AGAIN_MS.shortest, ASK_AGAIN_MS.longest);
  #askAgain: ReturnType<typeof setTimeout> | undefined;
  /** Whether the session has changed since the handshake, which is the only message that carries it. */
  #needsHandshake = false;
  readonly #retryBackoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest);
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
    this.#subscribePrices();
  }

  /**
   * Follows the account of a user, or of nobody. The server knows the session by the cookie of the handshake, so
   * another session needs another connection.
   */
  followAccount(userId: string | undefined): void {
    if (this.#user === userId) return;
    this.#user = userId;
    this.#connectAnew();
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
    socket.onopen = () => {
      this.#options.onConnection(true);
      this.#subscribeAll();
    };
    socket.onmessage = ({ data }) => {
      // A connection beyond the limit opens as well. The server closes it without a message.
      this.#retryBackoff.reset();
      this.#heardAt = clientNow();
      const message = typeof data === 'string' ? readMessage(data) : undefined;
      if (message === undefined) return;
      this.#attend(message);
      this.#options.onMessage(message);
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
    clearTimeout(this.#askAgain);
    this.#askAgain = undefined;
    this.#needsHandshake = false;
    this.#socket = undefined;
    socket?.close();
    if (socket !== undefined) this.#options.onConnection(false);
  }

  #connectAnew(): void {
    this.#lose();
    this.#connect();
  }

  /**
   * Tries refused subscriptions again. Right after its start the feed may not know an asset, a session or an account.
   */
  #attend(message: FeedMessage): void {
    const isAccountRefused = message.kind === 'account-ended' && this.#user !== undefined;
    if (isAccountRefused && message.code === 'unauthorized') this.#needsHandshake = true;
    if (isAccountRefused || message.kind === 'prices-refused') this.#askLater();
    else if (message.kind === 'account') this.#askAgainBackoff.reset();
  }

  /** Renews all subscriptions after a pause. What else is refused meanwhile shares this attempt. */
  #askLater(): void {
    if (this.#askAgain !== undefined) return;
    this.#askAgain = setTimeout(() => {
      this.#askAgain = undefined;
      if (this.#needsHandshake) this.#connectAnew();
      else this.#subscribeAll();
    }, this.#askAgainBackoff.next());
  }

  #subscribeAll(): void {
    this.#subscribePrices();
    this.#subscribe(REQUEST_IDS.market, [MARKET_STREAM]);
    this.#subscribeAccount();
  }

  /** Subscribing twice changes nothing, and any answer is a sign of life. */
  #subscribePrices(): void {
    if (this.#assets.length > 0) this.#subscribe(REQUEST_IDS.prices, this.#assets.map(bookTickerStream));
  }

  #subscribeAccount(): void {
    if (this.#user !== undefined) this.#subscribe(REQUEST_IDS.account, [ACCOUNT_STREAM]);
  }

  #subscribe(id: string, params: readonly string[]): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ id, method: 'SUBSCRIBE', params }));
  }

  #look(): void {
    if (this.#socket === undefined) return;
    const silentMs = clientNow() - this.#heardAt;
    if (silentMs >= SILENCE_MS) this.#connectAnew();
    else if (silentMs > PROBE_MS / 2) this.#subscribePrices();
  }
}
