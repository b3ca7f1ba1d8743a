import { useSyncExternalStore } from 'react';
import { told } from '../api/told.ts';

/** What leads to the venue's view. */
export const VENUE_HASH = '#venue';

/** The venue's address; undefined where there is none. */
export function venueUrl(): string | undefined {
  const url = told('venue-url') ?? '';
  return /^https?:/.test(url) ? url : undefined;
}

/** Whether the venue's view is shown, instead of that of leveraged trading. */
export function useIsAtVenue(): boolean {
  return useSyncExternalStore(onHashChange, () => location.hash === VENUE_HASH && venueUrl() !== undefined);
}

function onHashChange(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
