import type { LogId } from '@fulcrum/core';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { type Entry, toError } from '@fulcrum/streams';
import type { AccountRequests } from '../accounts/account-requests.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { hasToBeRead } from '../accounts/addressees.ts';
import type { MarketStream } from '../prices/market-stream.ts';
import type { Prices } from '../prices/prices.ts';

const RELEASED = '[{"type":"price-released"';

/** Takes what the engine says to those whom it concerns, in the order in which it was said. */
export class Callbacks {
  readonly #prices: Prices;
  readonly #market: MarketStream;
  readonly #requests: AccountRequests;
  readonly #accounts: Accounts;
  readonly #onMalformed: (entry: Entry, error: Error) => void;

  constructor(
    prices: Prices,
    market: MarketStream,
    requests: AccountRequests,
    accounts: Accounts,
    onMalformed: (entry: Entry, error: Error) => void,
  ) {
    this.#prices = prices;
    this.#market = market;
    this.#requests = requests;
    this.#accounts = accounts;
    this.#onMalformed = onMalformed;
  }

  apply(entry: Entry): void {
    const { events = '' } = entry.fields;
    // A price that is released stands before the closings that come of it, whoever's these are.
    const isOfUse = hasToBeRead(events, (userId) => this.#accounts.isFollowed(userId)) || events.startsWith(RELEASED);
    if (isOfUse) for (const event of this.#eventsOf(entry)) this.#take(event, entry.id);
    this.#requests.passed(entry.id);
  }

  /** Only engines write there, but nothing that somebody else wrote may keep the feed from going on. */
  #eventsOf(entry: Entry): JsonEvent[] {
    try {
      return decodeEvents(entry.fields.events ?? '');
    } catch (error) {
      this.#onMalformed(entry, toError(error));
      return [];
    }
  }

  /** Answers to reads go to those who asked, and to nobody else. */
  #take(event: JsonEvent, id: LogId): void {
    switch (event.type) {
      case 'instrument-set':
        this.#prices.learn(event.asset);
        this.#market.tell(event);
        break;
      case 'price-held':
      case 'price-released':
        this.#market.tell(event);
        break;
      case 'account':
        this.#requests.take(event, id);
        break;
      case 'order':
      case 'rules-set':
        break;
      case 'rejected':
        if (!this.#requests.take(event, id) && event.userId !== undefined) this.#forward(event.userId, event, id);
        break;
      default:
        this.#forward(event.userId, event, id);
    }
  }

  #forward(userId: string, event: JsonEvent, id: LogId): void {
    this.#requests.note(userId, event, id);
    this.#accounts.forward(userId, event);
  }
}
