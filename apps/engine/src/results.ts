import type { Event } from '@fulcrum/cfd';
import type { LogId } from '@fulcrum/log';
import { printEvents } from '@fulcrum/protocol';
import type { Entry, Result } from '@fulcrum/streams';

/** The callback entry of some events, printed at once. */
export function toResult(id: LogId, events: readonly Event[], cause: Entry): Result {
  return { id, events: printEvents(events), cause };
}

/** About the length of a closing's text: most are a little shorter. */
const CLOSING_LENGTH = 600;

/**
 * One part of a mass close, which is not printed before it is sent: an engine that is behind another one seldom has to.
 */
export class UnprintedResult implements Result {
  readonly id: LogId;
  readonly cause: Entry;
  readonly #events: readonly Event[];
  #text: string | undefined;

  constructor(id: LogId, events: readonly Event[], cause: Entry) {
    this.id = id;
    this.cause = cause;
    this.#events = events;
  }

  get size(): number {
    return CLOSING_LENGTH * this.#events.length;
  }

  get events(): string {
    this.#text ??= printEvents(this.#events);
    return this.#text;
  }
}
