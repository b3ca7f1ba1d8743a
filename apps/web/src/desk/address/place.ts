import { useSyncExternalStore } from 'react';

/**
 * Where somebody is at the desk, by the address behind the `#`: `#/clients/ID?tab=orders` is the screen `clients` with the
 * path `[ID]`. So each place can be kept, sent to a colleague, and gone back to.
 */
export interface Place {
  /** Empty: none is named. */
  readonly screen: string;
  /** What is shown there. */
  readonly path: readonly string[];
  /** How it is shown: filters, and the like. */
  readonly query: Readonly<Record<string, string>>;
}

export function readPlace(hash: string): Place {
  const [before = '', after = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [screen = '', ...path] = before.split('/').map(decoded);
  return { screen, path: path.filter((part) => part !== ''), query: Object.fromEntries(new URLSearchParams(after)) };
}

/** An address that a link leads to. What is undefined or empty in the query is left out. */
export function placeHash(
  screen: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter((each): each is [string, string] => Boolean(each[1]));
  const text = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return `#/${[screen, ...path].map(encodeURIComponent).join('/')}${text}`;
}

/** Goes elsewhere. @param replaces whether "back" shall not lead here: of a filter that is being typed. */
export function goTo(hash: string, replaces = false): void {
  if (!replaces) {
    location.hash = hash;
    return;
  }
  history.replaceState(history.state, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function usePlace(): Place {
  return readPlace(useSyncExternalStore(onHashChange, () => location.hash));
}

function onHashChange(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** A part of an address that somebody has mangled is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
