import type { Instrument } from '@fulcrum/core';
import { accountLost, forgetAccount, takeAccountMessage } from './account.ts';
import { FeedSocket } from './feed-socket.ts';
import type { AccountMessage, FeedMessage } from './messages.ts';
import { QuoteTaker } from './quotes.ts';

export interface FeedOptions {
  readonly url: string;
  /** Told of every event of the account, after it was taken. */
  readonly onAccountEvent: (event: AccountMessage) => void;
  /** The session has ended, or the account cannot be followed for another reason. */
  readonly onAccountEnded: (code: string) => void;
  readonly onConnection: (isConnected: boolean) => void;
}

/** Keeps the stores of quotes and of the account as the feed has them. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #socket: FeedSocket;
  readonly #quotes = new QuoteTaker((asset) => this.#instruments.get(asset));
  #instruments = new Map<string, Instrument>();

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#socket = new FeedSocket({
      url: options.url,
      onMessage: (message) => this.#take(message),
      onConnection: (isConnected) => this.#connected(isConnected),
    });
  }

  follow(instruments: readonly Instrument[]): void {
    this.#instruments = new Map(instruments.map((instrument) => [instrument.asset, instrument]));
    this.#socket.followPrices([...this.#instruments.keys()]);
  }

  followAccount(isSignedIn: boolean): void {
    this.#socket.followAccount(isSignedIn);
    if (!isSignedIn) forgetAccount();
  }

  close(): void {
    this.#socket.close();
    this.#connected(false);
  }

  #take(message: FeedMessage): void {
    if (message.kind === 'ticker') this.#quotes.take(message.ticker);
    else if (message.kind === 'account') {
      takeAccountMessage(message.event);
      this.#options.onAccountEvent(message.event);
    } else if (message.kind === 'account-ended') this.#options.onAccountEnded(message.code);
  }

  /** The account's snapshot comes anew with the connection. */
  #connected(isConnected: boolean): void {
    this.#quotes.connected(isConnected);
    if (!isConnected) accountLost();
    this.#options.onConnection(isConnected);
  }
}

/** Where the page's server said that the feed is; while the screen is worked on, at its usual port. */
export function feedUrl(): string {
  const told = document.querySelector<HTMLMetaElement>('meta[name="feed-url"]')?.content ?? '';
  return /^wss?:/.test(told) ? told : `ws://${location.hostname}:8080`;
}
