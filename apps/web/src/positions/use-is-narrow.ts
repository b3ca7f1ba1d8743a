import { useSyncExternalStore } from 'react';

/** The width below which tables become cards: the same as in the style sheets. */
const narrow = window.matchMedia('(max-width: 720px)');

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      narrow.addEventListener('change', onChange);
      return () => narrow.removeEventListener('change', onChange);
    },
    () => narrow.matches,
  );
}
