import type { Event } from './events.ts';

/**
 * What one input causes, while it is being worked out. Each step gives the next part of its events, or none where it only
 * prepares them. All parts but the last have equally many. Nobody may use the state before the last step: only then is it
 * between two inputs again.
 */
export type EventParts = Generator<readonly Event[], void, void>;

/** Whether a result comes in parts: one that is whole is a list. */
export function isInParts(events: readonly Event[] | EventParts): events is EventParts {
  return !Array.isArray(events);
}

/** Cuts events into parts of equally many, but for the last one. */
export function* inParts(events: Iterable<Event>, size: number): EventParts {
  let part: Event[] = [];
  for (const event of events) {
    part.push(event);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
