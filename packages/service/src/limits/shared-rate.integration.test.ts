import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { connectRedis, type Redis, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SharedRate } from './shared-rate.ts';

const KEY_PREFIX = 'reads:{0}';
const LIMIT = 10;

let folder: string;
let server: DevServer;
const connections: Redis[] = [];

beforeAll(async () => {
  folder = await freshFolder();
  server = await startRedis({ directory: folder });
});

afterAll(async () => {
  for (const redis of connections) redis.disconnect();
  await server?.stop();
  removeFolder(folder);
});

/** What one of the processes counts. */
async function startProcess(windowMs = 60_000, maxTold?: number) {
  const redis = connectRedis(server.url, () => {});
  connections.push(redis);
  await whenReady(redis, AbortSignal.timeout(10_000));
  const onError = vi.fn();
  const rate = new SharedRate({
    ...{ redis, keyPrefix: KEY_PREFIX, windowMs, limit: LIMIT, onError },
    ...(maxTold === undefined ? {} : { maxTold }),
  });
  const take = (user: string, times: number) =>
    Array.from({ length: times }, () => rate.take(user).used <= LIMIT).filter(Boolean).length;
  return { redis, rate, take, onError };
}

const counted = async ({ redis }: { redis: Redis }, user: string) => Number(await redis.get(`${KEY_PREFIX}:${user}`));

it('holds for a user over all processes, also for what turns out to be more than one', async () => {
  const [rest, socket] = [await startProcess(), await startProcess()];
  expect(rest.take('ada', 4)).toBe(4);
  expect(socket.take('ada', 1)).toBe(1);
  socket.rate.charge('ada', 3);
  await expect.poll(() => counted(rest, 'ada')).toBe(8);
  // A process learns what the others counted with its next question.
  expect(rest.take('ada', 1)).toBe(1);
  await expect.poll(() => counted(rest, 'ada')).toBe(9);
  expect([rest.take('ada', 3), rest.take('bob', 3)]).toEqual([1, 3]);
  await expect.poll(() => counted(rest, 'ada')).toBe(LIMIT);
  expect(socket.take('ada', 1)).toBe(1);
  await expect.poll(() => counted(socket, 'ada')).toBe(LIMIT + 1);
  expect(socket.take('ada', 1)).toBe(0);
});

it('asks Redis one thing at a time for each user, and nothing about what is refused', async () => {
  const process = await startProcess();
  await process.redis.config('RESETSTAT');
  expect(process.take('cleo', 500)).toBe(LIMIT);
  await expect.poll(() => counted(process, 'cleo')).toBe(LIMIT);
  process.take('cleo', 500);
  const stats = await process.redis.info('commandstats');
  expect(Number(/cmdstat_incrby:calls=(\d+)/.exec(stats)?.[1])).toBe(2);
});

it('begins anew when the time is over that Redis measures', async () => {
  const process = await startProcess(1_000);
  expect(process.take('dan', LIMIT + 1)).toBe(LIMIT);
  await expect.poll(() => process.take('dan', 1)).toBe(1);
});

it('says how long it lasts by the time that Redis measures, which may have begun elsewhere', async () => {
  const process = await startProcess();
  await process.redis.set(`${KEY_PREFIX}:hal`, LIMIT, 'PX', 5_000);
  process.take('hal', 1);
  await expect.poll(() => counted(process, 'hal')).toBe(LIMIT + 1);
  const { used, endsAt } = process.rate.take('hal');
  expect(used).toBeGreaterThan(LIMIT);
  expect(endsAt - performance.now()).toBeLessThanOrEqual(5_000);
});

it('goes on in each process by itself while Redis is away, and says so once', async () => {
  const process = await startProcess();
  process.redis.disconnect();
  expect(process.take('eve', LIMIT + 5)).toBe(LIMIT);
  await expect.poll(() => process.onError.mock.calls.length).toBe(1);
  expect(process.take('fay', LIMIT + 5)).toBe(LIMIT);
  await new Promise(setImmediate);
  expect(process.onError).toHaveBeenCalledTimes(1);
  await process.redis.connect();
  await expect.poll(() => process.take('gus', 1)).toBe(1);
  await expect.poll(() => counted(process, 'gus')).toBe(1);
});

it('keeps in Redis only so many senders, each until its time is over, and counts the others by itself', async () => {
  const process = await startProcess(60_000, 2);
  for (const user of ['ian', 'jim', 'kay']) expect(process.take(user, LIMIT + 1)).toBe(LIMIT);
  await expect.poll(() => counted(process, 'jim')).toBe(LIMIT);
  expect(await process.redis.exists(`${KEY_PREFIX}:kay`)).toBe(0);
  expect(await process.redis.pttl(`${KEY_PREFIX}:ian`)).toBeGreaterThan(50_000);
});
