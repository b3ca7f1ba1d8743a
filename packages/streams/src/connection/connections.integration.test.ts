import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@fulcrum/log';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Appender } from '../appending/appender.ts';
import type { Redis } from '../index.ts';
import { follow } from '../reading/follow.ts';
import { RedisPair } from '../testing/redis-pair.ts';
import { whenReady } from './connection.ts';
import { RedisConnections } from './connections.ts';
import { type Endpoint, SentinelWatch } from './sentinel-watch.ts';

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

/**
 * Appends until it is appended, and counts the refusals. Nothing may be unknown, unless another connection finds out that
 * they all have to move: it does not wait for what is under way.
 */
async function appendSoon(appender: Appender, mayBeCutOff = false): Promise<string[]> {
  const refusals: string[] = [];
  for (;;) {
    const appended = await appender.append({ type: 'x' });
    if (appended.outcome === 'appended') return refusals;
    if (appended.outcome === 'refused') refusals.push(appended.reason);
    else expect(mayBeCutOff).toBe(true);
    await sleep(20);
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
  // What a replica does not have yet is lost when it takes over.
  expect(await writing?.call('WAIT', 1, 10_000)).toBe(1);
  await pair.failOver();
  const refusals = await appendSoon(appender);
  for (const reason of refusals) expect(reason).toMatch(/READONLY|not connected|writeable/);
  await expect.poll(() => seen.length).toBe(2);
  expect(await writing?.call('XLEN', KEY)).toBe(2);
  expect(String(await reading?.call('INFO', 'replication'))).toContain('role:master');
  stopping.abort(new Error('seen'));
  await following;
});

it('learns without a command that its server has become a replica, and is not ready at one', async () => {
  const [idle] = await open(1);
  await expect.poll(() => connections?.notReady()).toBeUndefined();
  const socket = idle?.stream;
  await pair.failOver();
  await expect.poll(() => idle?.stream !== socket && idle?.status === 'ready').toBe(true);
  expect(String(await idle?.call('INFO', 'replication'))).toContain('role:master');
});

/** The server that a connection is at, behind the address. */
async function serverOf(redis: Redis | undefined): Promise<number> {
  const [, port] = /tcp_port:(\d+)/.exec(String(await redis?.call('INFO', 'server'))) ?? [];
  return pair.servers.findIndex(({ url }) => new URL(url).port === port);
}

it('finds the new primary when the old one was told nothing, and refuses for want of replicas', async () => {
  const [writing, idle] = await open(2);
  const old = pair.primary;
  await pair.ask(old, 'CONFIG', 'SET', 'min-replicas-to-write', '1');
  await pair.moveAddress();
  const refusals = await appendSoon(new Appender(writing as Redis, KEY), true);
  expect(refusals[0]).toContain('too few replicas');
  await expect.poll(() => idle?.status).toBe('ready');
  expect(await serverOf(idle)).toBe(pair.primary);
  await pair.ask(old, 'CONFIG', 'SET', 'min-replicas-to-write', '0');
  await pair.copyTo(old);
}, 20_000);

it('leaves a server that is frozen once another one answers, within seconds, and does not return to it', async () => {
  const [writing, idle] = await open(2);
  await expect.poll(() => connections?.notReady()).toBeUndefined();
  const old = pair.primary;
  pair.servers[old].hold();
  const heldAt = Date.now();
  await pair.moveAddress();
  const unknown = new Appender(writing as Redis, KEY).append({ type: 'x' });
  const areAway = () => writing?.status !== 'ready' && idle?.status !== 'ready';
  await expect.poll(areAway, { interval: 10 }).toBe(true);
  expect(Date.now() - heldAt).toBeLessThan(5_000);
  expect((await unknown).outcome).toBe('unknown');
  await appendSoon(new Appender(writing as Redis, KEY));
  pair.servers[old].letGo();
  await expect.poll(() => idle?.status).toBe('ready');
  for (const redis of [writing, idle]) expect(await serverOf(redis)).toBe(pair.primary);
  await pair.copyTo(old);
}, 30_000);

it('tells those who watch a connection that its address leads to a replica', async () => {
  const waits: string[] = [];
  const replica = new RedisConnections({ REDIS_URL: pair.servers[pair.primary === 0 ? 1 : 0].url }, () => {});
  const redis = replica.open();
  redis.on('error', ({ message }) => waits.push(message));
  await expect.poll(() => waits).toContain('this Redis is a replica, which takes no writes');
  redis.disconnect();
  replica.close();
});

it('hears what a sentinel says of its own primary, also after it was away', async () => {
  const { hostname: host, port } = new URL(pair.servers[0].url);
  const heard: Endpoint[] = [];
  const address = { REDIS_SENTINELS: [{ host, port: Number(port) }], REDIS_PRIMARY_NAME: 'ours' };
  const watch = new SentinelWatch(
    address,
    (primary) => heard.push(primary),
    () => {},
  );
  const say = async (name: string, at: string) => {
    const listeners = () => pair.ask(0, 'PUBLISH', '+switch-master', `${name} 10.0.0.1 6379 ${at}`);
    await expect.poll(listeners).toBe(1);
  };
  await say('theirs', '10.0.0.2 6379');
  await say('ours', '10.0.0.3 6380');
  await expect.poll(() => heard).toEqual([{ host: '10.0.0.3', port: 6380 }]);
  await pair.ask(0, 'CLIENT', 'KILL', 'TYPE', 'pubsub');
  await say('ours', '10.0.0.4 6379');
  await expect.poll(() => heard.at(-1)).toEqual({ host: '10.0.0.4', port: 6379 });
  watch.close();
});

it('goes on when the primary is killed, and is not ready while there is only a replica', async () => {
  const [writing] = await open(1);
  const appender = new Appender(writing as Redis, KEY);
  await pair.kill();
  await appendSoon(appender);
  await expect.poll(() => connections?.notReady()).toBeUndefined();
});
