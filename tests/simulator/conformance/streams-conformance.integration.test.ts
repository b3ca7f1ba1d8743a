import { LOG_START, type LogId } from '@fulcrum/log';
import {
  Appender,
  type Connection,
  endOfStream,
  entriesAfter,
  GapError,
  lastEntries,
  Publisher,
  resumeAt,
  streamInfo,
  trimBefore,
} from '@fulcrum/streams';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestFollower, until } from '../../../packages/streams/src/testing/test-support.ts';
import { failureOf } from './failure-of.ts';
import { connected, ready, SERVERS } from './redis-under-test.ts';
import { useRedis } from './use-redis.ts';

/** What the product makes of a log comes to the same on the real Redis and on the simulator's. */
describe.each(SERVERS)('on %s', (_name, start) => {
  const test = useRedis(start);
  const { ask, add, all } = test;
  const results = Array.from({ length: 600 }, (_, index) => ({ id: `${index + 1}-0`, events: `[${index}]` }));
  const ids = results.map(({ id }) => id);
  let stopping: AbortController;
  let errors: string[];

  beforeEach(() => {
    stopping = new AbortController();
    errors = [];
  });

  afterEach(() => stopping.abort(new Error('the test is over')));

  const log = () => `log-of-${test.key}`;
  const fillLog = () => Promise.all(ids.map((id) => ask('XADD', log(), id, 'n', id)));
  const publisher = (connection: Connection) => {
    const onError = (error: Error) => errors.push(error.message);
    const keys = { output: test.key, input: log() };
    const publishing = new Publisher({ redis: connection, keys, signal: stopping.signal, onError });
    publishing.run().catch((error: unknown) => errors.push(`ended: ${error}`));
    return publishing;
  };
  const enqueue = async (publishing: Publisher) => {
    for (let at = 0; at < results.length; at += 30) {
      publishing.enqueue(results.slice(at, at + 30));
      await publishing.room();
    }
    await publishing.flushed();
  };

  it('publishes each result once and in order, though two publishers race', async () => {
    await fillLog();
    await Promise.all([enqueue(publisher(test.one)), enqueue(publisher(test.other))]);
    expect(await all()).toEqual(ids);
    expect((await streamInfo(test.one, test.key)).entriesAdded).toBe(ids.length);
    expect(errors).toEqual([]);
  });

  it('publishes each result once and in order, though connections are cut and the server is killed', async () => {
    await fillLog();
    const publishings = [publisher(test.one), publisher(test.other)];
    for (const [at, result] of results.entries()) {
      for (const publishing of publishings) publishing.enqueue([result]);
      if (at % 100 === 40) await test.redis.cut(at % 200 === 40 ? test.one : test.other);
      if (at === 300) await test.redis.restart();
      if (at % 100 === 90) await Promise.all(publishings.map((publishing) => publishing.flushed()));
    }
    await Promise.all(publishings.map((publishing) => publishing.flushed()));
    await ready(test.one);
    expect(await all()).toEqual(ids);
    expect((await streamInfo(test.one, test.key)).entriesAdded).toBe(ids.length);
    expect(errors.filter((error) => error.startsWith('ended'))).toEqual([]);
  });

  it('publishes when there is memory again', async () => {
    await fillLog();
    const publishing = publisher(test.one);
    await test.redis.fill(true);
    publishing.enqueue(results);
    await until(() => errors.some((error) => error.includes('OOM')));
    await test.redis.fill(false);
    await publishing.flushed();
    expect(await all()).toEqual(ids);
  });

  it('follows what comes, through cuts and a kill, and misses and repeats nothing', async () => {
    const reading = await connected(test.redis);
    const follower = new TestFollower(reading, test.key, LOG_START, 7);
    for (const [at, id] of ids.entries()) {
      await ready(test.one);
      await add(id);
      if (at % 200 === 100) await test.redis.cut(reading);
      if (at === 400) await test.redis.restart();
    }
    await follower.reaches('600-0');
    await follower.stop();
    expect(follower.ids).toEqual(ids);
  });

  it('finds a gap when its entry is trimmed, while it waits and when it begins', async () => {
    await add('1-0', '2-0');
    const follower = new TestFollower(await connected(test.redis), test.key, LOG_START);
    await follower.reaches('2-0');
    await test.redis.untilBlocked(1);
    await add('3-0');
    await follower.reaches('3-0');
    await ask('XTRIM', test.key, 'MINID', '=', '9-0');
    await add('9-0');
    expect(await failureOf(follower.ended)).toBeInstanceOf(GapError);
    expect(follower.position).toBe('3-0');
    for (const from of [LOG_START, '2-0']) {
      const late = new TestFollower(await connected(test.redis), test.key, from);
      expect(await failureOf(late.ended)).toBeInstanceOf(GapError);
      expect(late.ids).toEqual([]);
    }
  });

  it('appends, and knows what was refused', async () => {
    const connection = test.redis.connect();
    const appender = new Appender(connection, test.key);
    expect(await appender.append({ n: '0' })).toMatchObject({ outcome: 'refused' });
    await ready(connection);
    const appended = await Promise.all(['1', '2', '3'].map((n) => appender.append({ n })));
    expect(appended.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended']);
    expect((await lastEntries(test.one, test.key, 9)).map(({ fields }) => fields.n)).toEqual(['1', '2', '3']);
    await test.redis.fill(true);
    expect(await appender.append({ n: '4' })).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^OOM /),
    });
    expect(await all()).toHaveLength(3);
    connection.disconnect();
  });

  it('does not know what became of an append whose connection is cut', async () => {
    const connection = await connected(test.redis);
    const appender = new Appender(connection, test.key);
    await test.redis.hold();
    const appending = appender.append({ n: '1' });
    await test.redis.cut(connection);
    expect(await appending).toMatchObject({ outcome: 'unknown' });
    connection.disconnect();
  });

  it('finds its way in a stream', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => `${index + 1}-0`);
    expect(await endOfStream(test.one, test.key)).toBe(LOG_START);
    expect(await resumeAt(test.one, test.key, '7-0')).toEqual({ from: LOG_START, gap: 'lost' });
    await add(...many);
    expect(await endOfStream(test.one, test.key)).toBe('2500-0');
    expect((await lastEntries(test.one, test.key, 3)).map(({ id }) => id)).toEqual(['2498-0', '2499-0', '2500-0']);
    const found: LogId[] = [];
    for await (const { id } of entriesAfter(test.one, test.key, '10-0')) found.push(id);
    expect(found).toEqual(many.slice(10));
    expect(await resumeAt(test.one, test.key, '7-0')).toEqual({ from: '7-0' });
    expect(await resumeAt(test.one, test.key, '2501-0')).toEqual({ from: '2500-0', gap: 'lost' });
    expect(await trimBefore(test.one, test.key, '100-0')).toBe(99);
    expect(await resumeAt(test.one, test.key, '7-0')).toEqual({ from: '7-0', gap: 'trimmed' });
    expect(await resumeAt(test.one, test.key, '100-0')).toEqual({ from: '100-0' });
  });
});
