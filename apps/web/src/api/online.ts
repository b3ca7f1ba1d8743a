import { useSyncExternalStore } from 'react';

/** The pause between two probes of the server while the browser sees no network. */
const LOOK_EVERY_MS = 2_000;

/** A small public answer. The address is relative, so that it holds below any path. */
const LOOK_AT = './api/v1/market/quotes';

const listeners = new Set<() => void>();

/** Whether a probe reached the server although the browser sees no network. The server may run on this computer. */
let isReached = false;

/**
 * Whether requests can be sent. The browser only knows whether there is a network. Where it sees none, requests are
 * sent only if the server has answered a probe.
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

/** Watches the network for as long as the page is open. */
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
