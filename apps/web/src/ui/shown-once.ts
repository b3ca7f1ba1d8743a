import { createContext, type RefObject, useContext, useEffect } from 'react';

/** How much a dialog shows that nobody can show again. */
export const ShownOnce = createContext<RefObject<number>>({ current: 0 });

/** Keeps the dialog open, whatever is pressed but its own button, while something is there that is shown once. */
export function useShownOnce(): void {
  const shown = useContext(ShownOnce);
  useEffect(() => {
    shown.current += 1;
    return () => {
      shown.current -= 1;
    };
  }, [shown]);
}
