import type { AccountReadings, EngineClient } from '@fulcrum/engine-client';
import type { KnownInstruments } from '@fulcrum/instruments';
import type { Entry, LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { toError } from '@fulcrum/streams';
import type { Accounts } from '../accounts/accounts.ts';
import { hasToBeRead } from '../accounts/addressees.ts';

const RELEASED = '[{"type":"price-released"';

/** Those whom results may concern. */
export interface CallbackListeners {
  readonly instruments: KnownInstruments;
  readonly engine: EngineClient;
  readonly readings: AccountReadings;
  readonly accounts: Accounts;
}

/** Takes what the engine says to those whom it concerns, in the order in which it was said. */
export class Callbacks {
  readonly #listeners: CallbackListeners;
  readonly #onMalformed: (entry: Entry, error: Error) => void;

  constructor(listeners: CallbackListeners, onMalformed: (entry: Entry, error: Error) => void) {
    this.#listeners = listeners;
    this.#onMalformed = onMalformed;
  }

  apply(entry: Entry): void {
    const { events = '' } = entry.fields;
    // A price that is released stands before the closings that come of it, whoever's these are.
    const isOfUse =
      hasToBeRead(events, (userId) => this.#listeners.accounts.isFollowed(userId)) || events.startsWith(RELEASED);
    if (isOfUse) for (const event of this.#eventsOf(entry)) this.#take(event, entry.id);
    this.passed(entry.id);
  }

  /** Everything up to an entry has been taken, or will never be. */
  passed(callback: LogId): void {
    this.#listeners.engine.onPassed(callback);
    this.#listeners.readings.onPassed(callback);
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
      case 'rules-set':
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
    this.#listeners.accounts.forward(userId, event);
  }
}
