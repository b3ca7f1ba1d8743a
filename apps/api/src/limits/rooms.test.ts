import { expect, it, vi } from 'vitest';
import { Rooms } from './rooms.ts';

it('mails have a small room, and what waits for them takes none of what the database has', async () => {
  const onRefused = vi.fn();
  const rooms = new Rooms(onRefused);
  const mailed = Promise.withResolvers<void>();
  const waiting = Array.from({ length: 500 }, () => rooms.of('mail').inFlight.during(() => mailed.promise));
  const work = vi.fn(async () => {});
  await expect(rooms.of('mail').inFlight.during(work)).rejects.toMatchObject({ status: 503, retryAfter: 1 });
  expect(work).not.toHaveBeenCalled();
  expect(onRefused).toHaveBeenCalledTimes(1);
  expect(rooms.of('database').inFlight.count).toBe(0);
  mailed.resolve();
  await Promise.all(waiting);
  await rooms.of('mail').inFlight.during(work);
  expect(work).toHaveBeenCalledTimes(1);
});
