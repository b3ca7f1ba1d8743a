import { afterAll, beforeAll, expect, it } from 'vitest';
import { Appender } from '../appending/appender.ts';
import type { Redis } from '../index.ts';
import { RedisPair } from '../testing/redis-pair.ts';
import { type Connection, connectRedis, whenReady } from './connection.ts';
import { Replicas } from './replicas.ts';

const KEY = 'engine-stream:{0}';
let pair: RedisPair;
let redis: Redis;

beforeAll(async () => {
  pair = await RedisPair.start();
  redis = connectRedis(pair.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
});

afterAll(async () => {
  redis?.disconnect();
  await pair?.stop();
});

async function appended(minReplicas: number): Promise<boolean | undefined> {
  const outcome = await new Appender(redis, KEY, { minReplicas }).append({ type: 'x' });
  return outcome.outcome === 'appended' ? await outcome.isReplicated : undefined;
}

const nothing = () => {};

it('counts the replicas that have an entry, and asks nothing where none are wanted', async () => {
  expect(await appended(0)).toBeUndefined();
  expect(await appended(1)).toBe(true);
  expect(await appended(2)).toBe(false);
});

it('asks once for all that was appended together, and once more for what came meanwhile', async () => {
  const asked: string[] = [];
  const counting: Connection = {
    get status() {
      return redis.status;
    },
    get stream() {
      return redis.stream;
    },
    call: (command, args) => {
      asked.push(command);
      return redis.call(command, args);
    },
    disconnect: nothing,
    once: nothing,
    off: nothing,
  };
  const appender = new Appender(counting, KEY, { minReplicas: 1 });
  const answers = await Promise.all(Array.from({ length: 100 }, () => appender.append({ type: 'x' })));
  const replicated = answers.map((answer) => (answer.outcome === 'appended' ? answer.isReplicated : false));
  expect(await Promise.all(replicated)).toEqual(Array.from({ length: 100 }, () => true));
  expect(asked.filter((command) => command.startsWith('WAIT')).length).toBeLessThan(5);
});

const wire = { cork: nothing, uncork: nothing, on: nothing, off: nothing, destroy: nothing };
const socketless = { status: 'ready', disconnect: nothing, once: nothing, off: nothing };

it('takes no answer for another socket’s writes, and none for an error', async () => {
  let stream = { ...wire };
  const call = async () => {
    stream = { ...stream };
    return 5;
  };
  const moved = {
    ...socketless,
    call,
    get stream() {
      return stream;
    },
  };
  const replicas = new Replicas(moved, 1);
  const first = replicas.have();
  stream = { ...stream };
  expect(await first).toBe(false);
  const refusing = { ...moved, stream, call: () => Promise.reject(new Error('closed')) };
  expect(await new Replicas(refusing, 1).have()).toBe(false);
});

it('counts what is on the replicas’ disks where Redis can tell', async () => {
  const stream = wire;
  const asked: unknown[] = [];
  const call = async (command: string, args: unknown[]) => {
    asked.push([command, ...args]);
    return [1, 2];
  };
  expect(await new Replicas({ ...socketless, call, stream }, 2, 300).have()).toBe(true);
  expect(asked).toEqual([['WAITAOF', 0, 2, 300]]);
});

it('says that too few have it when the replica is held still', async () => {
  pair.servers[1].hold();
  expect(await appended(1)).toBe(false);
  pair.servers[1].letGo();
  expect(await appended(1)).toBe(true);
});
