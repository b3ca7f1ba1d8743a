import type { Preferences } from '@fulcrum/protocol';
import { chosenPreferences, takePreferences } from '../preferences/chosen-preferences.ts';
import { whenChosen } from '../preferences/storage.ts';

/** Between a choice and its writing: who tries several things out writes the last of them. */
export const PAUSE_MS = 1_000;

/** After a failure. Until then the browser has its own copy. */
export const RETRY_MS = 30_000;

/** Where preferences are kept for all browsers of a user. */
export interface PreferenceStore {
  /** @returns null when none were ever kept. */
  read(signal: AbortSignal): Promise<Preferences | null>;
  write(preferences: Preferences, signal: AbortSignal): Promise<void>;
}

/**
 * Lets the choices of this browser follow its user: takes those that are kept, unless the user chooses something here
 * meanwhile, and keeps what is chosen from then on. The last writer wins.
 *
 * @returns a function that stops it.
 */
export function followPreferences(store: PreferenceStore): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** As the store has them, as far as this browser knows; undefined before it was read. */
  let kept: string | undefined;
  let isChosenHere = false;

  const after = (ms: number, work: () => Promise<void>) => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(() => void work().catch(() => after(RETRY_MS, work)), ms);
  };
  const write = async () => {
    const chosen = chosenPreferences();
    const text = JSON.stringify(chosen);
    if (text === kept) return;
    await store.write(chosen, signal);
    kept = text;
  };
  const read = async () => {
    const found = await store.read(signal);
    if (signal.aborted) return;
    if (found !== null && !isChosenHere) takePreferences(found);
    kept = found === null || isChosenHere ? '{}' : JSON.stringify(chosenPreferences());
    after(PAUSE_MS, write);
  };
  const unlisten = whenChosen(() => {
    isChosenHere = true;
    if (kept !== undefined) after(PAUSE_MS, write);
  });
  after(0, read);
  return () => {
    unlisten();
    clearTimeout(timer);
    stopping.abort();
  };
}
