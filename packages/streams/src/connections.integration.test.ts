import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Appender } from './append.ts';
import { whenReady } from './connection.ts';
import { RedisConnections } from './connections.ts';
import type { Entry } from './entry.ts';
import { follow } from './follow.ts';
import type { Redis } from './index.ts';
import { RedisPair } from './testing/redis-pair.ts';

const KEY = 'engine-stream:{0}';
let pair: RedisPair;
let connections: RedisConnections | undefined;
let opened: Redis[] = [];

beforeAll(async () => {
  pair = await RedisPair.start();
});

afterEach(() => {
  connections?.close();
  for (const redis of opened.splice(0)) redis.disconnect();
});

afterAll(() => pair?.stop());

async function open(count: number): Promise<Redis[]> {
  connections = new RedisConnections({ REDIS_URL: pair.url }, () => {});
  const house = connections;
  opened = Array.from({ length: count }, () => house.open());
  await Promise.all(opened.map((redis) => whenReady(redis, AbortSignal.timeout(10_000))));
  return opened;
}

/** Appends until it is appended, and counts the refusals. Nothing may be unknown: nothing was under way. */
async function appendSoon(appender: Appender): Promise<string[]> {
  const refusals: string[] = [];
  for (;;) {
    const appended = await appender.append({ type: 'x' });
    if (appended.outcome === 'appended') return refusals;
    expect(appended.outcome).toBe('refused');
    refusals.push(appended.reason);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('goes on at the new primary: what READONLY refuses is not done, and readers and writers move together', async () => {
  const [writing, reading] = await open(2);
  const appender = new Appender(writing as Redis, KEY);
  const seen: Entry[] = [];
  const stopping = new AbortController();
  const following = (async () => {
    const options = { redis: reading as Redis, key: KEY, from: '0-0', signal: stopping.signal, onError: () => {} };
    for await (const { entries } of follow(options)) seen.push(...entries);
  })();
  await appendSoon(appender);
  await pair.failOver();
  const refusals = await appendSoon(appender);
  for (const reason of refusals) expect(reason).toMatch(/READONLY|not connected|writeable/);
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(2);
  expect(await writing?.call('XLEN', KEY)).toBe(2);
  expect(String(await reading?.call('INFO', 'replication'))).toContain('role:master');
  stopping.abort(new Error('seen'));
  await following;
});

it('learns without a command that its server has become a replica, and is not ready at one', async () => {
  const [idle] = await open(1);
  await expect.poll(() => connections?.notReady(), { timeout: 10_000 }).toBeUndefined();
  const socket = idle?.stream;
  await pair.failOver();
  await expect.poll(() => idle?.stream !== socket && idle?.status === 'ready', { timeout: 10_000 }).toBe(true);
  expect(String(await idle?.call('INFO', 'replication'))).toContain('role:master');
});

it('goes on when the primary is killed, and is not ready while there is only a replica', async () => {
  const [writing] = await open(1);
  const appender = new Appender(writing as Redis, KEY);
  await pair.kill();
  await appendSoon(appender);
  await expect.poll(() => connections?.notReady(), { timeout: 10_000 }).toBeUndefined();
});
