import type { Event } from './events.ts';

/**
 * What one input causes, while it is being worked out. Each step gives the next part of its events, or none where it only
 * prepares them. All parts but the last have equally many. Nobody may use the state before the last step: only then is it
 * between two inputs again.
 */
export type EventParts = Generator<readonly Event[], void, void>;

/** The same, event by event. Undefined is a step that only prepares them. */
export type EventSteps = Generator<Event | undefined, void, void>;

/** Whether a result comes in parts: one that is whole is a list. */
export function isInParts(events: readonly Event[] | EventParts): events is EventParts {
  return !Array.isArray(events);
}

/** Whether a result comes event by event. */
export function isInSteps(events: readonly Event[] | EventSteps): events is EventSteps {
  return !Array.isArray(events);
}

/** Works out a result. @returns its events, or its parts where it has more of them than a part has. */
export function gather(steps: EventSteps, partSize: number): readonly Event[] | EventParts {
  const found: Event[] = [];
  for (let step = steps.next(); !step.done; step = steps.next()) {
    if (step.value !== undefined) found.push(step.value);
    else if (Number.isFinite(partSize)) return inParts(steps, partSize, found);
    if (found.length > partSize) return inParts(steps, partSize, found);
  }
  return found;
}

/**
 * Cuts events into parts of equally many, but for the last one.
 *
 * @param before events that stand before them: at most one more than a part has.
 */
export function* inParts(steps: Iterable<Event | undefined>, size: number, before: readonly Event[] = []): EventParts {
  let part: Event[] = before.slice(0, size);
  if (before.length >= size) {
    yield part;
    part = before.slice(size);
  }
  if (part.length >= size) {
    yield part;
    part = [];
  }
  for (const event of steps) {
    if (event === undefined) {
      yield NOTHING;
      continue;
    }
    part.push(event);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

const NOTHING: readonly Event[] = [];
