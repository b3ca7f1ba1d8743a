/** Tells the other tabs of this browser that the session has changed. */
const tabs = new BroadcastChannel('fulcrum-session');

export function tellOtherTabs(): void {
  tabs.postMessage('changed');
}

/** @returns a function that stops listening. */
export function whenAnotherTabTells(listener: () => void): () => void {
  tabs.addEventListener('message', listener);
  return () => tabs.removeEventListener('message', listener);
}
