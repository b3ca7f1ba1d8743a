import type { LogId } from '@fulcrum/log';
import type { Connection } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Args, answerOf, connected, type RedisUnderTest, ready } from './redis-under-test.ts';

/** A server for the tests of a suite, with two connections, and a stream of its own for each test. */
export function useRedis(start: () => Promise<RedisUnderTest>) {
  let redis: RedisUnderTest;
  let one: Connection;
  let other: Connection;
  let streams = 0;

  beforeAll(async () => {
    redis = await start();
    [one, other] = [await connected(redis), await connected(redis)];
  });

  afterAll(async () => {
    await redis?.stop();
  });

  beforeEach(() => {
    streams += 1;
  });

  afterEach(async () => {
    await redis.fill(false);
    await redis.letGo();
    for (const connection of [one, other]) await ready(connection);
  });

  const key = () => `stream-${streams}`;
  const ask = (command: string, ...args: Args) => answerOf(one.call(command, args));
  return {
    get redis() {
      return redis;
    },
    get one() {
      return one;
    },
    get other() {
      return other;
    },
    get key() {
      return key();
    },
    /** What Redis answers, be it a refusal. */
    ask,
    /** Entries whose one field is their id. */
    add: (...ids: LogId[]) => Promise.all(ids.map((id) => ask('XADD', key(), id, 'n', id))),
    /** The ids in the stream. */
    all: async () => ((await ask('XRANGE', key(), '-', '+')) as [LogId, unknown][]).map(([id]) => id),
  };
}
