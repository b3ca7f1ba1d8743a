import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, whenReady } from './connection.ts';
import { durabilityFaults } from './durability.ts';

let folder: string;
let server: DevServer;
let redis: Redis;

beforeAll(async () => {
  folder = await freshFolder();
  server = await startRedis({ directory: folder });
  redis = connectRedis(server.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
});

afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
  removeFolder(folder);
});

it('finds nothing to say about the Redis that is started here', async () => {
  expect(await durabilityFaults(redis)).toEqual([]);
});

it('wants Redis to refuse what too few replicas would get, where replicas are asked for', async () => {
  const fault =
    'Redis has min-replicas-to-write 0: an acknowledged order can be lost. Set it to 2, or lower MIN_REPLICAS.';
  expect(await durabilityFaults(redis, 2)).toEqual([fault]);
  await redis.config('SET', 'min-replicas-to-write', '2');
  expect(await durabilityFaults(redis, 2)).toEqual([]);
  await redis.config('SET', 'min-replicas-to-write', '0');
});

it.each([
  ['appendfsync', 'everysec', 'always'],
  ['appendonly', 'no', 'yes'],
  ['maxmemory-policy', 'allkeys-lru', 'noeviction'],
])('names %s when it is %s', async (name, wrong, right) => {
  await redis.config('SET', name, wrong);
  const faults = await durabilityFaults(redis);
  await redis.config('SET', name, right);
  expect(faults).toEqual([`Redis has ${name} ${wrong}: an acknowledged order can be lost. Set it to ${right}.`]);
});
