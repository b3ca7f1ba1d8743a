/** Timers hold no more than this: a longer wait is made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls back once when a session ends.
 *
 * @param expiresAt in seconds since 1970.
 * @returns a function that calls it off.
 */
export function atSessionEnd(expiresAt: number, onEnd: () => void): () => void {
  let timer: NodeJS.Timeout;
  const leftMs = () => Math.max(0, expiresAt * 1_000 - Date.now());
  const wait = () => {
    timer = setTimeout(() => (leftMs() > 0 ? wait() : onEnd()), Math.min(leftMs(), LONGEST_TIMER_MS));
    timer.unref();
  };
  wait();
  return () => clearTimeout(timer);
}
