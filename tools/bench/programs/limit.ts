import { setTimeout as sleep } from 'node:timers/promises';
/**
 * Waits for work for a limited time, so that a bench does not hang.
 *
 * @param what is being waited for, for the message: "the engine is ready".
 * @throws when the time is over, or the signal's reason when it is given.
 */
export async function within<T>(limitMs: number, what: string, signal: AbortSignal, work: Promise<T>): Promise<T> {
  // The promise that loses the race may still fail later. Nobody handles that failure otherwise.
  work.catch(() => {});
  signal.throwIfAborted();
  const over = new AbortController();
  try {
    return await Promise.race([work, timeOut(limitMs, what, over.signal), whenAborted(signal, over.signal)]);
  } finally {
    over.abort();
  }
}

function timeOut(limitMs: number, what: string, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not within ${limitMs / 1_000} s`)), limitMs);
    over.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

function whenAborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over });
  });
}

/** Asks again and again until there is an answer. */
export async function until<T>(
  limitMs: number,
  what: string,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
  intervalMs = 25,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1_000} s`);
    await sleep(intervalMs);
  }
}
