import type { Instrument } from '@fulcrum/cfd';
import { told } from '../api/told.ts';
import { accountLost, accountStore, forgetAccount, takeAccountMessage } from './account.ts';
import { FeedSocket } from './feed-socket.ts';
import type { AccountMessage, FeedMessage, MarketMessage } from './messages.ts';
import { type Missed, missedBetween } from './missed.ts';
import { QuoteTaker } from './quotes.ts';

export interface FeedOptions {
  readonly url: string;
  /** Called when an instrument's settings change, or a price is held or released. */
  readonly onMarketEvent: (event: MarketMessage) => void;
  /** Called with every event of the account, after the store has taken it. */
  readonly onAccountEvent: (event: AccountMessage) => void;
  /** Called with what became of orders while the feed was away. */
  readonly onMissed: (missed: Missed) => void;
  /** Called when the session has ended, or belongs to another user. */
  readonly onOtherSession: () => void;
  /** Called when the account is unknown to the feed. The subscription is tried again. */
  readonly onNoAccount: () => void;
  /** Called with true when prices come, and with false when the connection is lost. */
  readonly onConnection: (isConnected: boolean) => void;
}

/** Fills the stores of quotes and of the account with what the feed sends. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #socket: FeedSocket;
  readonly #quotes = new QuoteTaker((asset) => this.#instruments.get(asset));
  #instruments = new Map<string, Instrument>();
  #userId: string | undefined;
  #isConnected = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#socket = new FeedSocket({
      url: options.url,
      onMessage: (message) => this.#take(message),
      onConnection: (isOpen) => {
        // The feed counts as connected from its first price on.
        if (!isOpen) this.#connected(false);
      },
    });
  }

  follow(instruments: readonly Instrument[]): void {
    this.#instruments = new Map(instruments.map((instrument) => [instrument.asset, instrument]));
    this.#socket.followPrices([...this.#instruments.keys()]);
  }

  /** @param userId undefined while nobody is signed in. */
  followAccount(userId: string | undefined): void {
    if (userId !== this.#userId) forgetAccount();
    this.#userId = userId;
    this.#socket.followAccount(userId);
  }

  close(): void {
    this.#socket.close();
  }

  #take(message: FeedMessage): void {
    switch (message.kind) {
      case 'ticker':
        if (!this.#isConnected) this.#connected(true);
        this.#quotes.take(message.ticker);
        break;
      case 'account':
        this.#takeEvent(message.event);
        break;
      case 'market':
        this.#options.onMarketEvent(message.event);
        break;
      case 'account-ended':
        accountLost();
        if (message.code === 'unauthorized') this.#options.onOtherSession();
        else this.#options.onNoAccount();
        break;
      default:
    }
  }

  #takeEvent(event: AccountMessage): void {
    if (event.type !== 'snapshot') {
      takeAccountMessage(event);
    } else if (event.userId === this.#userId) {
      const before = accountStore.getState();
      takeAccountMessage(event);
      const missed = missedBetween(before, accountStore.getState());
      if (missed !== undefined) this.#options.onMissed(missed);
    } else {
      this.#options.onOtherSession();
      return;
    }
    this.#options.onAccountEvent(event);
  }

  /** A new connection brings a new snapshot of the account. */
  #connected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#quotes.connected(isConnected);
    if (!isConnected) accountLost();
    this.#options.onConnection(isConnected);
  }
}

/** The feed's address, as the server wrote it into the page; on the development server the usual port. */
export function feedUrl(): string {
  const url = told('feed-url') ?? '';
  return /^wss?:/.test(url) ? url : `ws://${location.hostname}:8080`;
}
