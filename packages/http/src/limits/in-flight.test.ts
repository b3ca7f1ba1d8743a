import { expect, it, vi } from 'vitest';
import { InFlight } from './in-flight.ts';

it('refuses what is beyond the limit without beginning it, and has room again when something ends, well or not', async () => {
  const onRefused = vi.fn();
  const inFlight = new InFlight(2, onRefused);
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const answers = [first, second].map(({ promise }) => inFlight.during(() => promise));
  const work = vi.fn(async () => 'done');
  await expect(inFlight.during(work)).rejects.toMatchObject({ status: 503, retryAfter: 1 });
  expect([work.mock.calls.length, onRefused.mock.calls.length, inFlight.count]).toEqual([0, 1, 2]);
  first.reject(new Error('it failed'));
  await expect(answers[0]).rejects.toThrow('it failed');
  expect(await inFlight.during(work)).toBe('done');
  second.resolve('well');
  expect(await answers[1]).toBe('well');
  expect(inFlight.count).toBe(0);
});
