import { expect, it, vi } from 'vitest';
import { UnderWay } from './under-way.ts';

it('refuses what is beyond the limit without beginning it, and has room again when something ends, well or not', async () => {
  const onRefused = vi.fn();
  const underWay = new UnderWay(2, onRefused);
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const answers = [first, second].map(({ promise }) => underWay.during(() => promise));
  const work = vi.fn(async () => 'done');
  await expect(underWay.during(work)).rejects.toMatchObject({ status: 503, retryAfter: 1 });
  expect([work.mock.calls.length, onRefused.mock.calls.length, underWay.count]).toEqual([0, 1, 2]);
  first.reject(new Error('it failed'));
  await expect(answers[0]).rejects.toThrow('it failed');
  expect(await underWay.during(work)).toBe('done');
  second.resolve('well');
  expect(await answers[1]).toBe('well');
  expect(underWay.count).toBe(0);
});
