import { Backoff } from '@fulcrum/log';
import { LiveSocket } from '../../feed/live-socket.ts';
import { type OrderUpdate, readVenueMessage, VENUE_REQUESTS, type VenueMessage } from '../api/venue-messages.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { MarketFeed } from './market-feed.ts';
import { venueStore } from './venue-store.ts';

export interface VenueFeedOptions {
  readonly url: string;
  readonly onOrderUpdate: (update: OrderUpdate) => void;
  /** Called when own orders may have changed unnoticed: the connection is there again. */
  readonly onOrdersBegin: () => void;
}

/** The pauses before a refused subscription is tried again. */
const ASK_AGAIN_MS = { shortest: 1_000, longest: 60_000 };

/** Follows a market of the venue, and a user's own orders there. */
export class VenueFeed {
  readonly #options: VenueFeedOptions;
  readonly #socket: LiveSocket;
  readonly #askAgainBackoff = new Backoff(ASK_AGAIN_MS.shortest, ASK_AGAIN_MS.longest);
  #askAgain: ReturnType<typeof setTimeout> | undefined;
  #market: MarketFeed | undefined;
  #userId: string | undefined;
  #isConnected = false;
  #levels = 0;

  constructor(options: VenueFeedOptions) {
    this.#options = options;
    this.#socket = new LiveSocket({
      url: options.url.replace('http', 'ws'),
      onConnection: (isConnected) => this.#connected(isConnected),
      onText: (text) => this.#take(readVenueMessage(text)),
    });
  }

  /** Follows this market, and no other any more. */
  followMarket(market: VenueMarket): void {
    if (this.#market !== undefined) this.#send('UNSUBSCRIBE', this.#market.streams);
    this.#market?.stop();
    this.#market = new MarketFeed(market, this.#levels);
    if (this.#isConnected) this.#beginMarket();
  }

  /** @param count how many levels of each side are shown. */
  readonly showLevels = (count: number): void => {
    this.#levels = count;
    this.#market?.showLevels(count);
  };

  /**
   * Follows a user's orders. The venue knows the session by the cookie of the handshake, so another session needs another
   * connection.
   *
   * @param userId undefined while nobody is signed in.
   */
  followOrders(userId: string | undefined): void {
    if (this.#userId === userId) return;
    this.#userId = userId;
    this.#askAgainBackoff.reset();
    this.#socket.connectAnew();
  }

  close(): void {
    this.#socket.close();
    this.#market?.stop();
    // Whether the venue is there is not known any more.
    venueStore.setState({ isConnected: undefined });
  }

  #connected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    clearTimeout(this.#askAgain);
    this.#askAgain = undefined;
    venueStore.setState({ isConnected });
    if (isConnected) {
      this.#beginMarket();
      this.#beginOrders();
    } else {
      this.#market?.stop();
    }
  }

  #beginMarket(): void {
    if (this.#market === undefined) return;
    this.#send('SUBSCRIBE', this.#market.streams, VENUE_REQUESTS.market);
    this.#market.begin();
  }

  #beginOrders(): void {
    if (this.#userId === undefined) return;
    this.#send('SUBSCRIBE', ['account.orderUpdate'], VENUE_REQUESTS.orders);
    this.#options.onOrdersBegin();
  }

  #send(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', params: readonly string[], id?: string): void {
    this.#socket.send({ id, method, params });
  }

  #take(message: VenueMessage | undefined): void {
    if (message === undefined) return;
    if (message.kind === 'order') this.#options.onOrderUpdate(message.data);
    else if (message.kind === 'refused') this.#askLater();
    else this.#market?.take(message);
  }

  /** Right after its start the venue may not know a market or a session. */
  #askLater(): void {
    this.#askAgain ??= setTimeout(() => {
      this.#askAgain = undefined;
      this.#socket.connectAnew();
    }, this.#askAgainBackoff.next());
  }
}
