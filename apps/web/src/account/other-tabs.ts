/** Tells the screen's other tabs and windows in this browser that somebody else, or nobody, is signed in now. */
const tabs = new BroadcastChannel('fulcrum-session');

export function tellOtherTabs(): void {
  tabs.postMessage('changed');
}

/** @returns how to hear no more of it. */
export function whenAnotherTabTells(listener: () => void): () => void {
  tabs.addEventListener('message', listener);
  return () => tabs.removeEventListener('message', listener);
}
