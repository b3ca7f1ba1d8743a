import type { JsonEvent } from './json.ts';

/** The part of events on which clients may rely. Of a rejection's message it only matters that there is one. */
export function contract(events: readonly JsonEvent[]): unknown {
  const comparable = events.map((event) => {
    if (event.type !== 'rejected') return event;
    return { ...event, message: typeof event.message === 'string' && event.message !== '' };
  });
  return JSON.parse(JSON.stringify(comparable));
}
