import type { AccountReadings, EngineClient } from '@fulcrum/engine-client';
import { concernsInstruments, type KnownInstruments } from '@fulcrum/instruments';
import { type Entry, type LogId, logTime } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { toError } from '@fulcrum/streams';
import type { Accounts } from '../accounts/accounts.ts';
import { mayHaveRecipients } from '../accounts/recipients.ts';

/** How entries begin that may tell of an instrument, whichever users the rest of them concerns. */
const OF_PRICES = '[{"type":"price-';
/** Orders whose time is over end before anything else that an entry does. */
const OF_EXPIRIES = '[{"type":"cancelled"';

/** The parts of the feed that results may concern. */
export interface CallbackListeners {
  readonly instruments: KnownInstruments;
  readonly engine: EngineClient;
  readonly readings: AccountReadings;
  readonly accounts: Accounts;
}

/** Hands the engine's results to the parts that they concern, in the order of callback-stream. */
export class Callbacks {
  readonly #listeners: CallbackListeners;
  readonly #onMalformed: (entry: Entry, error: Error) => void;

  constructor(listeners: CallbackListeners, onMalformed: (entry: Entry, error: Error) => void) {
    this.#listeners = listeners;
    this.#onMalformed = onMalformed;
  }

  apply(entry: Entry): void {
    const { events = '' } = entry.fields;
    const isFollowed = (userId: string) => this.#listeners.accounts.isFollowed(userId);
    const isOfUse = mayHaveRecipients(events, isFollowed) || mayConcernInstruments(events);
    if (isOfUse) for (const event of this.#eventsOf(entry)) this.#take(event, entry.id);
    this.passed(entry.id);
  }

  /** Every entry up to this one has been handed on, or never will be. */
  passed(callback: LogId): void {
    this.#listeners.engine.onPassed(callback);
    this.#listeners.readings.onPassed(callback);
  }

  /** Only engines write there. An entry that somebody else wrote must not stop the feed. */
  #eventsOf(entry: Entry): JsonEvent[] {
    try {
      return decodeEvents(entry.fields.events ?? '');
    } catch (error) {
      this.#onMalformed(entry, toError(error));
      return [];
    }
  }

  /** The answer to a read goes to the client that asked, and to no other. */
  #take(event: JsonEvent, id: LogId): void {
    const { instruments, engine } = this.#listeners;
    switch (event.type) {
      case 'instrument-set':
      case 'price-held':
      case 'price-released':
        instruments.takeEvent(event, id);
        break;
      case 'account':
        engine.onEvent(event, id);
        break;
      case 'order':
      case 'price-set':
      case 'rules-set':
      case 'group-set':
        break;
      case 'rejected':
        if (!engine.take(event, id) && event.userId !== undefined) this.#forward(event.userId, event, id);
        break;
      default:
        this.#forward(event.userId, event, id);
    }
  }

  #forward(userId: string, event: JsonEvent, id: LogId): void {
    this.#listeners.readings.onEvent(event, id);
    this.#listeners.accounts.forward(userId, event, logTime(id));
  }
}

/**
 * Whether an entry may tell of an instrument beside users who are not followed here. The release of a held price stands in one
 * entry with the closings that follow from it. Only behind expired orders it has to be searched for.
 */
function mayConcernInstruments(events: string): boolean {
  return events.startsWith(OF_PRICES) || (events.startsWith(OF_EXPIRIES) && concernsInstruments(events));
}
