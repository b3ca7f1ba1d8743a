import { useSyncExternalStore } from 'react';

/**
 * Whether the browser has a network. When it says no there is none; when it says yes, that there is one at all is all
 * that it knows.
 */
export function isOnline(): boolean {
  return navigator.onLine;
}

export function useIsOnline(): boolean {
  return useSyncExternalStore(whenChanged, isOnline);
}

function whenChanged(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}
