import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.useRealTimers();
});

/** The errors of two sleeps that are called off: one while it goes on, and one before it began. */
async function rejections(): Promise<unknown[]> {
  const [during, before] = [new AbortController(), AbortSignal.abort(new Error('why'))];
  const sleeps = [sleep(60_000, undefined, { signal: during.signal }), sleep(60_000, undefined, { signal: before })];
  const caught = Promise.all(sleeps.map((one) => one.catch((error: NodeJS.ErrnoException) => error)));
  during.abort(new Error('why'));
  const errors = (await caught) as NodeJS.ErrnoException[];
  return errors.map(({ name, code, message, cause }) => ({ name, code, message, cause }));
}

test('a faked sleep that is called off rejects as a real one does', async () => {
  const real = await rejections();
  vi.useFakeTimers();
  expect(await rejections()).toEqual(real);
  expect(real).toMatchObject([{ name: 'AbortError', cause: { message: 'why' } }, { name: 'AbortError' }]);
});

test('a faked sleep goes by the faked timers', async () => {
  vi.useFakeTimers();
  const done = vi.fn();
  void sleep(60_000, 'value').then(done);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toHaveBeenCalledWith('value');
});
