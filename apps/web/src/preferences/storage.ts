/** Choices, kept in the browser. Where it refuses to keep them, or has no room, they last for this visit. */
const forThisVisit = new Map<string, string>();

export function readChoice(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? forThisVisit.get(key);
  } catch {
    return forThisVisit.get(key);
  }
}

export function keepChoice(key: string, value: string): void {
  forThisVisit.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
