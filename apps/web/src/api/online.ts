import { useSyncExternalStore } from 'react';

/** How often the server is looked for while the browser says that there is no network. */
const LOOK_EVERY_MS = 2_000;

/** Something small that anybody may ask for, below whatever path the page is served at. */
const LOOK_AT = './api/v1/market/quotes';

const listeners = new Set<() => void>();

/** Whether the server was reached although the browser says that there is no network: it may run on this computer. */
let isReached = false;

/**
 * Whether something can be sent. The browser knows no more than whether there is a network. Where it sees none, nothing
 * is sent unless the server answers all the same.
 */
export function isOnline(): boolean {
  return navigator.onLine || isReached;
}

export function useIsOnline(): boolean {
  return useSyncExternalStore((onChange) => {
    listeners.add(onChange);
    return () => listeners.delete(onChange);
  }, isOnline);
}

/** Looks whether there is a network, for as long as the page is open. */
export function watchNetwork(): void {
  const look = () => void lookForServer();
  window.addEventListener('online', () => set(false));
  window.addEventListener('offline', () => {
    set(false);
    look();
  });
  setInterval(look, LOOK_EVERY_MS);
  look();
}

async function lookForServer(): Promise<void> {
  if (navigator.onLine) return;
  const isThere = await fetch(LOOK_AT, { cache: 'no-store', signal: AbortSignal.timeout(LOOK_EVERY_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!navigator.onLine) set(isThere);
}

function set(isThere: boolean): void {
  isReached = isThere;
  for (const listener of listeners) listener();
}
