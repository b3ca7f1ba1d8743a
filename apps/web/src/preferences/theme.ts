import { useSyncExternalStore } from 'react';
import { CHOICE, keepChoice, readChoice, whenChoicesTaken } from './storage.ts';

export type Theme = 'dark' | 'light';

const KEY = CHOICE.theme;
const prefersLight = window.matchMedia('(prefers-color-scheme: light)');
const listeners = new Set<() => void>();

/** The chosen theme, or else the system's. */
function current(): Theme {
  const chosen = readChoice(KEY);
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return prefersLight.matches ? 'light' : 'dark';
}

/** Sets the theme for the style sheets. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = current();
  for (const listener of listeners) listener();
}

prefersLight.addEventListener('change', applyTheme);
whenChoicesTaken(applyTheme);

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
  const choose = (chosen: Theme) => {
    keepChoice(KEY, chosen);
    applyTheme();
  };
  return [theme, choose];
}
