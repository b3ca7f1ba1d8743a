/** The names under which choices are kept. */
export const CHOICE = {
  ...{ theme: 'theme', asset: 'asset', interval: 'chart-interval', ticket: 'ticket' },
  ...{ oneClick: 'one-click', shortcuts: 'shortcuts' },
} as const;

export type ChoiceName = (typeof CHOICE)[keyof typeof CHOICE];

/** Choices, kept in the browser. Where it refuses to keep them, or has no room, they last for this visit. */
const forThisVisit = new Map<string, string>();

const whenChosenListeners = new Set<() => void>();
const whenTakenListeners = new Set<() => void>();

export function readChoice(key: ChoiceName): string | undefined {
  try {
    return localStorage.getItem(key) ?? forThisVisit.get(key);
  } catch {
    return forThisVisit.get(key);
  }
}

export function keepChoice(key: ChoiceName, value: string): void {
  write(key, value);
  for (const listener of whenChosenListeners) listener();
}

/** Takes choices that were made in another browser. */
export function takeChoices(choices: Partial<Record<ChoiceName, string | undefined>>): void {
  for (const [key, value] of Object.entries(choices)) if (value !== undefined) write(key, value);
  for (const listener of whenTakenListeners) listener();
}

/** Calls back when the user has chosen something here. @returns a function that stops it. */
export function whenChosen(listener: () => void): () => void {
  whenChosenListeners.add(listener);
  return () => whenChosenListeners.delete(listener);
}

/** Calls back when choices came from another browser. @returns a function that stops it. */
export function whenChoicesTaken(listener: () => void): () => void {
  whenTakenListeners.add(listener);
  return () => whenTakenListeners.delete(listener);
}

function write(key: string, value: string): void {
  forThisVisit.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
