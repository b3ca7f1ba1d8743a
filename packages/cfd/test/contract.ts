import type { JsonEvent } from './json.ts';

/** What clients may rely on: everything but the wording of a rejection, which only has to be there. */
export function contract(events: readonly JsonEvent[]): unknown {
  const comparable = events.map((event) => {
    if (event.type !== 'rejected') return event;
    return { ...event, message: typeof event.message === 'string' && event.message !== '' };
  });
  return JSON.parse(JSON.stringify(comparable));
}
