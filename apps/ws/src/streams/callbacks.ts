import type { KnownInstruments } from '@fulcrum/instruments';
import type { Entry, LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { toError } from '@fulcrum/streams';
import type { AccountRequests } from '../accounts/account-requests.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { hasToBeRead } from '../accounts/addressees.ts';

const RELEASED = '[{"type":"price-released"';

/** Takes what the engine says to those whom it concerns, in the order in which it was said. */
export class Callbacks {
  readonly #instruments: KnownInstruments;
  readonly #requests: AccountRequests;
  readonly #accounts: Accounts;
  readonly #onMalformed: (entry: Entry, error: Error) => void;

  constructor(
    instruments: KnownInstruments,
    requests: AccountRequests,
    accounts: Accounts,
    onMalformed: (entry: Entry, error: Error) => void,
  ) {
    this.#instruments = instruments;
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
      case 'price-held':
      case 'price-released':
        this.#instruments.takeEvent(event, id);
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
