import { Backoff } from '@fulcrum/log';
import { ACCOUNT_STREAM, bookTickerStream, MARKET_STREAM } from '@fulcrum/protocol';
import { LiveSocket } from './live-socket.ts';
import { type FeedMessage, REQUEST_IDS, readMessage } from './messages.ts';

export interface FeedSocketOptions {
  readonly url: string;
  readonly onMessage: (message: FeedMessage) => void;
  /** Called with true when the feed is there, and with false when it is lost. */
  readonly onConnection: (isConnected: boolean) => void;
}

/** The pauses before a refused subscription is tried again. */
const ASK_AGAIN_MS = { shortest: 500, longest: 8_000 };

/** The connection to the feed. Whenever it is made anew, all subscriptions are renewed. */
export class FeedSocket {
  readonly #options: FeedSocketOptions;
  readonly #socket: LiveSocket;
  #assets: readonly string[] = [];
  /** The user whose account is followed. */
  #user: string | undefined;
  readonly #askAgainBackoff = new Backoff(ASK_AGAIN_MS.shortest, ASK_AGAIN_MS.longest);
  #askAgain: ReturnType<typeof setTimeout> | undefined;
  /** Whether the session has changed since the handshake, which is the only message that carries it. */
  #needsHandshake = false;

  constructor(options: FeedSocketOptions) {
    this.#options = options;
    this.#socket = new LiveSocket({
      url: options.url,
      onConnection: (isConnected) => this.#connected(isConnected),
      onText: (text) => this.#take(text),
      // Subscribing twice changes nothing, and any answer is a sign of life.
      onSilence: () => this.#subscribePrices(),
    });
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
    this.#socket.connectAnew();
  }

  close(): void {
    this.#socket.close();
  }

  #connected(isConnected: boolean): void {
    if (!isConnected) {
      clearTimeout(this.#askAgain);
      this.#askAgain = undefined;
      this.#needsHandshake = false;
    }
    this.#options.onConnection(isConnected);
    if (isConnected) this.#subscribeAll();
  }

  #take(text: string): void {
    const message = readMessage(text);
    if (message === undefined) return;
    this.#attend(message);
    this.#options.onMessage(message);
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
      if (this.#needsHandshake) this.#socket.connectAnew();
      else this.#subscribeAll();
    }, this.#askAgainBackoff.next());
  }

  #subscribeAll(): void {
    this.#subscribePrices();
    this.#subscribe(REQUEST_IDS.market, [MARKET_STREAM]);
    this.#subscribeAccount();
  }

  #subscribePrices(): void {
    if (this.#assets.length > 0) this.#subscribe(REQUEST_IDS.prices, this.#assets.map(bookTickerStream));
  }

  #subscribeAccount(): void {
    if (this.#user !== undefined) this.#subscribe(REQUEST_IDS.account, [ACCOUNT_STREAM]);
  }

  #subscribe(id: string, params: readonly string[]): void {
    this.#socket.send({ id, method: 'SUBSCRIBE', params });
  }
}
