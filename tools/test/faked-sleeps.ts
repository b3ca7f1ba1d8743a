import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';
import { vi } from 'vitest';

/**
 * Faked timers do not reach node:timers/promises. While a unit test has them, its sleeps go by the faked timers as well.
 * Files share their modules, so this is done once for all.
 */
const real = promises.setTimeout;

function sleep<Value>(ms?: number, value?: Value, options: { readonly signal?: AbortSignal } = {}): Promise<unknown> {
  if (!vi.isFakeTimers()) return real(ms, value, options);
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, value);
    const stop = () => {
      clearTimeout(timer);
      reject(abortError(signal?.reason));
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** The error of a real sleep that is called off. Its cause is the signal's reason. */
function abortError(cause: unknown): Error {
  const error = new Error('The operation was aborted', { cause });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

if (!('followsFakedTimers' in real)) {
  promises.setTimeout = Object.assign(sleep, { followsFakedTimers: true }) as typeof real;
  syncBuiltinESMExports();
}
