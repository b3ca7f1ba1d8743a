import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenReady } from '../connection/connection.ts';
import { TestRedis, until } from '../testing/test-support.ts';
import { Appender } from './appender.ts';

const COMMAND = { type: 'create-order', data: '{}' };

let test: TestRedis;
let key: string;

beforeAll(async () => {
  test = await TestRedis.start();
});

afterAll(async () => {
  await test?.stop();
});

beforeEach(() => {
  key = `stream:${randomUUID()}`;
});

afterEach(async () => {
  await test.redis.call('CLIENT', 'UNPAUSE');
  await test.redis.config('SET', 'maxmemory', '0');
});

/** By then what was appended has left. */
const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Writes to the system, from now on: a stream's own two ways to make one. */
function countWrites({ stream }: Redis): () => number {
  const spies = [vi.spyOn(stream, '_write'), vi.spyOn(stream, '_writev')];
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}

describe('an append', () => {
  it('is refused while those in flight have too many bytes together', async () => {
    const appender = new Appender(await test.connected(), key, { maxBytesInFlight: 20 });
    const append = (data: string) => appender.append({ data });
    const outcomes = await Promise.all([append('x'.repeat(12)), append('é'.repeat(4)), append('x')]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'refused']);
    expect(appender.bytesInFlight).toBe(0);
    expect(await append('x'.repeat(20))).toMatchObject({ outcome: 'appended' });
    expect(await append('x'.repeat(21))).toEqual({ outcome: 'refused', reason: 'too many appends are under way' });
  });

  it('tells the id of the entry', async () => {
    const appender = new Appender(await test.connected(), key);
    const outcome = await appender.append(COMMAND);
    expect(outcome).toEqual({ outcome: 'appended', id: (await test.ids(key))[0] });
    expect(await test.redis.xrange(key, '-', '+')).toMatchObject([
      [expect.any(String), ['type', 'create-order', 'data', '{}']],
    ]);
  });

  it('leaves at once while few are in flight, and else in one write with all others of its turn, in their order', async () => {
    const redis = await test.connected();
    const appender = new Appender(redis, key);
    await appender.append(COMMAND);
    const writes = countWrites(redis);
    const appends = Array.from({ length: 100 }, (_, n) => appender.append({ ...COMMAND, data: String(n) }));
    expect(writes()).toBe(8);
    expect(await Promise.all(appends)).toMatchObject(Array(100).fill({ outcome: 'appended' }));
    expect(writes()).toBe(8 + 1);
    const [, ...entries] = await test.redis.xrange(key, '-', '+');
    expect(entries.map(([, fields]) => fields[3])).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
    await appender.append(COMMAND);
    expect(writes()).toBe(8 + 2);
  });

  it('keeps a stream to about a length where one is named', async () => {
    const appender = new Appender(await test.connected(), key);
    await Promise.all(Array.from({ length: 1_000 }, () => appender.append(COMMAND, 100)));
    expect(await test.redis.xlen(key)).toBeLessThan(300);
  });
});

describe('an append is refused, and nothing is in the stream,', () => {
  it('before the connection is made', async () => {
    const redis = test.connect();
    expect(await new Appender(redis, key).append(COMMAND)).toMatchObject({ outcome: 'refused' });
    await whenReady(redis, AbortSignal.timeout(10_000));
    expect(await test.ids(key)).toEqual([]);
  });

  it('while Redis is away', async () => {
    const redis = await test.connected();
    const appender = new Appender(redis, key);
    const restarting = test.server.restart();
    await until(() => !appender.isConnected);
    expect(await appender.append(COMMAND)).toMatchObject({ outcome: 'refused' });
    await restarting;
    await whenReady(redis, AbortSignal.timeout(10_000));
    await test.ready();
    expect(await test.ids(key)).toEqual([]);
  });

  it('when Redis says no, such as for want of memory', async () => {
    const appender = new Appender(await test.connected(), key);
    await test.redis.config('SET', 'maxmemory', '1');
    const outcome = await appender.append(COMMAND);
    expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('OOM') });
    await test.redis.config('SET', 'maxmemory', '0');
    expect(await test.ids(key)).toEqual([]);
  });

  it('when too many are in flight already', async () => {
    const appender = new Appender(await test.connected(), key, { maxInFlight: 2 });
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    const inFlight = [appender.append(COMMAND), appender.append(COMMAND)];
    expect(await appender.append(COMMAND)).toMatchObject({
      outcome: 'refused',
      reason: 'too many appends are under way',
    });
    expect(appender.inFlight).toBe(2);
    await test.redis.call('CLIENT', 'UNPAUSE');
    expect(await Promise.all(inFlight)).toMatchObject([{ outcome: 'appended' }, { outcome: 'appended' }]);
    expect(appender.inFlight).toBe(0);
    expect(await appender.append(COMMAND)).toMatchObject({ outcome: 'appended' });
    expect(await test.ids(key)).toHaveLength(3);
  });
});

describe('an append is unknown, and never sent again,', () => {
  it('when the connection is cut before the answer: here Redis had not done it', async () => {
    const redis = await test.connected();
    const appender = new Appender(redis, key);
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    const outcome = appender.append(COMMAND);
    await endOfTurn();
    await until(async () => (await test.kill('xadd')) > 0);
    expect(await outcome).toMatchObject({ outcome: 'unknown' });
    await test.redis.call('CLIENT', 'UNPAUSE');
    await whenReady(redis, AbortSignal.timeout(10_000));
    expect(await appender.append(COMMAND)).toMatchObject({ outcome: 'appended' });
    expect(await test.ids(key)).toHaveLength(1);
  });

  it('when the connection is cut before the answer: here Redis does it, later', async () => {
    const redis = await test.connected();
    const appender = new Appender(redis, key);
    const { pid } = test.server;
    if (pid === undefined) throw new Error('Redis is down');
    process.kill(pid, 'SIGSTOP');
    const outcome = appender.append(COMMAND);
    await endOfTurn();
    redis.disconnect(true);
    expect(await outcome).toMatchObject({ outcome: 'unknown' });
    process.kill(pid, 'SIGCONT');
    await whenReady(redis, AbortSignal.timeout(10_000));
    await until(async () => (await test.ids(key)).length > 0);
    expect(await appender.append(COMMAND)).toMatchObject({ outcome: 'appended' });
    expect(await test.ids(key)).toHaveLength(2);
  });

  it('when Redis is killed with it in flight', async () => {
    const redis = await test.connected();
    const appender = new Appender(redis, key);
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    const outcome = appender.append(COMMAND);
    await test.server.restart();
    expect(await outcome).toMatchObject({ outcome: 'unknown' });
    await whenReady(redis, AbortSignal.timeout(10_000));
    await test.ready();
    expect(await test.ids(key)).toEqual([]);
  });
});
