import { expect, it, vi } from 'vitest';
import { Turns } from './turns.ts';

it('lets two work at a time, the next ones in their order, and refuses those beyond the room', async () => {
  const onRefused = vi.fn();
  const turns = new Turns(2, 2, onRefused);
  const begun: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const work = ends.map(({ promise }, number) =>
    turns.take(() => {
      begun.push(number);
      return promise;
    }),
  );
  await expect(turns.take(async () => {})).rejects.toMatchObject({ status: 503 });
  expect(onRefused).toHaveBeenCalledOnce();
  expect([begun, turns.waiting]).toEqual([[0, 1], 2]);
  ends[1]?.reject(new Error('it failed'));
  await expect(work[1]).rejects.toThrow('it failed');
  expect([begun, turns.waiting]).toEqual([[0, 1, 2], 1]);
  for (const { resolve } of ends) resolve();
  await Promise.all([work[0], work[2], work[3]]);
  expect([begun, turns.waiting]).toEqual([[0, 1, 2, 3], 0]);
  expect(await turns.take(async () => 'free again')).toBe('free again');
});
