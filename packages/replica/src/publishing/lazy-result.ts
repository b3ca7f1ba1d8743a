import type { Entry, LogId } from '@fulcrum/log';
import type { Result } from '@fulcrum/streams';
import type { Events } from '../core.ts';

/** The callback entry of some events, printed at once. */
export function toResult(id: LogId, events: Events, cause: Entry): Result {
  return { id, events: events.print(), cause };
}

/**
 * A part of a large result, which is not printed before it is sent: a replica that is behind another one seldom has to.
 */
export class LazyResult implements Result {
  readonly id: LogId;
  readonly cause: Entry;
  readonly #events: Events;
  #text: string | undefined;

  constructor(id: LogId, events: Events, cause: Entry) {
    this.id = id;
    this.cause = cause;
    this.#events = events;
  }

  get size(): number {
    return this.#events.size ?? this.events.length;
  }

  get events(): string {
    this.#text ??= this.#events.print();
    return this.#text;
  }
}
