import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Whether somebody has signed in, but for the code of their second factor. */
const store = createStore<{ readonly isNeeded: boolean; readonly isDismissed: boolean }>(() => ({
  isNeeded: false,
  isDismissed: false,
}));

/** Notes what the API says. Who has closed the question is not asked again by it. */
export function noteCodeNeeded(isNeeded: boolean): void {
  store.setState(({ isDismissed }) => ({ isNeeded, isDismissed: isNeeded && isDismissed }));
}

/** Asks for the code, after a password or a link was taken. */
export function askForCode(): void {
  store.setState({ isNeeded: true, isDismissed: false });
}

export function dismissCode(): void {
  store.setState({ isDismissed: true });
}

export function useAsksForCode(): boolean {
  return useStore(store, ({ isNeeded, isDismissed }) => isNeeded && !isDismissed);
}
