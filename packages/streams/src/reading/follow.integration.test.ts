import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogId } from '@fulcrum/log';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestFollower, TestRedis, until } from '../testing/test-support.ts';
import { ANSWER_LIMIT } from './byte-limit.ts';
import { type Batch, follow } from './follow.ts';
import { GapError, ReplacedError } from './gap-error.ts';
import { endOfStream, entriesAfter, lastEntries, trimBefore } from './inspect.ts';
import { READ_LIMIT } from './read-size.ts';
import { resumeAt, skipRemoved } from './resume.ts';

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

/** Appends entries with the ids 1-0, 2-0 and so on. */
async function append(first: number, last: number): Promise<void> {
  const pipeline = test.redis.pipeline();
  for (let number = first; number <= last; number++) pipeline.xadd(key, `${number}-0`, 'type', 'test');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

function idsFrom(first: number, last: number): LogId[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}-0`);
}

async function follower(from: LogId): Promise<TestFollower> {
  return new TestFollower(await test.connected(), key, from);
}

describe('a follower', () => {
  it('yields each entry once and in order, while entries come and what it has dealt with is trimmed', async () => {
    const reader = await follower('0-0');
    for (let first = 1; first <= 2_000; first += 100) {
      await append(first, first + 99);
      await reader.reaches(`${first + 99}-0`);
      await trimBefore(test.redis, key, reader.position);
    }
    expect(reader.ids).toEqual(idsFrom(1, 2_000));
    await reader.stop();
  });

  it('goes on from a position that it holds', async () => {
    await append(1, 350);
    const reader = await follower('100-0');
    await reader.reaches('350-0');
    expect(reader.ids).toEqual(idsFrom(101, 350));
    await reader.stop();
  });

  it('starts on a stream that does not exist yet', async () => {
    const reader = await follower('0-0');
    await append(1, 3);
    await reader.reaches('3-0');
    expect(reader.ids).toEqual(idsFrom(1, 3));
    expect(reader.errors).toEqual([]);
    await reader.stop();
  });

  it('reads on when everything before its own entry is trimmed', async () => {
    await append(1, 10);
    await trimBefore(test.redis, key, '5-0');
    const reader = await follower('5-0');
    await reader.reaches('10-0');
    await reader.stop();
  });

  it('finds a gap when its own entry is trimmed', async () => {
    await append(1, 10);
    await trimBefore(test.redis, key, '6-0');
    const reader = await follower('5-0');
    await expect(reader.ended).rejects.toThrow(GapError);
    await expect(reader.ended).rejects.toThrow('the entry 5-0 of');
    expect(reader.ids).toEqual([]);
  });

  it('finds a gap at the start as well, when the first entries are gone', async () => {
    await append(1, 10);
    await trimBefore(test.redis, key, '2-0');
    const reader = await follower('0-0');
    await expect(reader.ended).rejects.toThrow(GapError);
    expect(reader.ids).toEqual([]);
  });

  it('finds a gap while it waits, and does not yield what follows the hole', async () => {
    await append(1, 5);
    const reader = await follower('0-0');
    await reader.reaches('5-0');
    // Both happen between two of its reads as far as it can see.
    await test.redis
      .multi()
      .xadd(key, '6-0', 'type', 'test')
      .xadd(key, '7-0', 'type', 'test')
      .xtrim(key, 'MAXLEN', 1)
      .exec();
    await expect(reader.ended).rejects.toThrow(GapError);
    expect(reader.ids).toEqual(idsFrom(1, 5));
  });

  it('goes on after its connection was cut in the middle of reads, and misses and repeats nothing', async () => {
    const reader = await follower('0-0');
    for (let cut = 0; cut < 5; cut++) {
      await until(async () => (await test.kill('xread')) > 0);
      await append(cut * 1_000 + 1, cut * 1_000 + 1_000);
    }
    await reader.reaches('5000-0');
    expect(reader.ids).toEqual(idsFrom(1, 5_000));
    expect(reader.errors.length).toBeGreaterThan(0);
    await reader.stop();
  });

  it('goes on after Redis was killed and started again', async () => {
    const reader = await follower('0-0');
    await append(1, 500);
    await reader.reaches('500-0');
    await test.server.restart();
    await test.ready();
    await append(501, 1_000);
    await reader.reaches('1000-0');
    expect(reader.ids).toEqual(idsFrom(1, 1_000));
    await reader.stop();
  });

  it('ends when it is told to, also in the middle of a blocking read', async () => {
    const reader = await follower('0-0');
    await until(async () => String(await test.redis.call('CLIENT', 'LIST')).includes('cmd=xread'));
    await reader.stop();
    expect(reader.errors).toEqual([]);
  });
});

describe('reading ahead', () => {
  const COUNT = 100;
  let stopping: AbortController;
  let errors: Error[];

  beforeEach(() => {
    stopping = new AbortController();
    errors = [];
  });

  /** A follower whose caller asks for each batch itself. */
  async function batches(from: LogId): Promise<AsyncGenerator<Batch, void, void>> {
    const redis = await test.connected();
    const onError = (error: Error) => errors.push(error);
    return follow({ redis, key, from, signal: stopping.signal, onError, count: COUNT });
  }

  async function next(reader: AsyncGenerator<Batch, void, void>): Promise<LogId[] | undefined> {
    const { value } = await reader.next();
    return value?.entries.map(({ id }) => id);
  }

  const reads = () => test.calls('xread');

  it('reads each entry once, and a full batch in one round trip', async () => {
    await append(1, 1_050);
    await test.forgetCalls();
    const reader = await batches('0-0');
    for (let first = 1; first <= 1_000; first += COUNT) expect(await next(reader)).toEqual(idsFrom(first, first + 99));
    expect(await next(reader)).toEqual(idsFrom(1_001, 1_050));
    expect(await reads()).toBe(11);
    stopping.abort(new Error('stopping'));
  });

  it('goes on while the caller deals with a full batch, by one batch and no more', async () => {
    await append(1, 350);
    await test.forgetCalls();
    const reader = await batches('0-0');
    expect(await next(reader)).toEqual(idsFrom(1, 100));
    await until(async () => (await reads()) === 2);
    await append(351, 400);
    await sleep(50);
    expect(await reads()).toBe(2);
    expect(await next(reader)).toEqual(idsFrom(101, 200));
    await until(async () => (await reads()) === 3);
    expect(await next(reader)).toEqual(idsFrom(201, 300));
    expect(await next(reader)).toEqual(idsFrom(301, 400));
    stopping.abort(new Error('stopping'));
  });

  it('waits for the caller at the end of the stream, and then takes all that came meanwhile at once', async () => {
    await append(1, 50);
    await test.forgetCalls();
    const reader = await batches('0-0');
    expect(await next(reader)).toEqual(idsFrom(1, 50));
    for (let number = 51; number <= 60; number++) await append(number, number);
    expect(await reads()).toBe(1);
    expect(await next(reader)).toEqual(idsFrom(51, 60));
    expect(await reads()).toBe(2);
    stopping.abort(new Error('stopping'));
  });

  it('yields what was whole when it was read, and nothing that follows a hole behind it', async () => {
    await append(1, 150);
    await test.forgetCalls();
    const reader = await batches('0-0');
    expect(await next(reader)).toEqual(idsFrom(1, 100));
    await until(async () => (await reads()) === 2);
    await append(151, 200);
    await trimBefore(test.redis, key, '180-0');
    expect(await next(reader)).toEqual(idsFrom(101, 150));
    await expect(reader.next()).rejects.toThrow('the entry 150-0 of');
  });

  it('finds a gap that came while it read ahead, once the caller has dealt with the batch before', async () => {
    await append(1, 100);
    const reader = await batches('0-0');
    expect(await next(reader)).toEqual(idsFrom(1, 100));
    await until(async () => String(await test.redis.call('CLIENT', 'LIST')).includes('cmd=xread'));
    await test.redis
      .multi()
      .xadd(key, '101-0', 'type', 'test')
      .xadd(key, '102-0', 'type', 'test')
      .xtrim(key, 'MAXLEN', 1)
      .exec();
    await sleep(50);
    await expect(reader.next()).rejects.toThrow(GapError);
  });

  it('goes on when the connection is cut meanwhile, and misses and repeats nothing', async () => {
    await append(1, 100);
    const reader = await batches('0-0');
    expect(await next(reader)).toEqual(idsFrom(1, 100));
    await until(async () => (await test.kill('xread')) > 0);
    await append(101, 150);
    await sleep(50);
    expect(errors).toEqual([]);
    expect(await next(reader)).toEqual(idsFrom(101, 150));
    expect(errors.length).toBe(1);
    stopping.abort(new Error('stopping'));
  });

  it('leaves nothing behind when the caller leaves, or stops it', async () => {
    await append(1, 100);
    for (const leave of [
      (reader: AsyncGenerator<Batch, void, void>) => reader.return(),
      () => stopping.abort(new Error('x')),
    ]) {
      const reader = await batches('0-0');
      expect(await next(reader)).toEqual(idsFrom(1, 100));
      await leave(reader);
      await test.kill('xread');
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    }
    expect(errors).toEqual([]);
  });
});

describe('large entries', () => {
  const LARGE = READ_LIMIT / 8;
  let stopping: AbortController;

  beforeEach(() => {
    stopping = new AbortController();
  });

  // What a reader of one test had under way would count in the next.
  afterEach(() => test.endOthers());

  async function appendOf(length: number, first: number, last: number): Promise<void> {
    const pipeline = test.redis.pipeline();
    const data = 'x'.repeat(length);
    for (let number = first; number <= last; number++) pipeline.xadd(key, `${number}-0`, 'data', data);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }

  async function reader(): Promise<() => Promise<[ids: LogId[] | undefined, isCaughtUp: boolean | undefined]>> {
    const { signal } = stopping;
    const redis = await test.connected();
    const batches = follow({ redis, key, from: '0-0', signal, onError: () => {}, count: 16 });
    return async () => {
      const { value } = await batches.next();
      return [value?.entries.map(({ id }) => id), value?.isCaughtUp];
    };
  }

  const reads = () => test.calls('xread');

  it('come in batches of what fits the limit, with nothing read beside one above it, and none is missed', async () => {
    await appendOf(LARGE, 1, 32);
    await test.forgetCalls();
    const next = await reader();
    expect(await next()).toEqual([idsFrom(1, 16), false]);
    await sleep(50);
    expect(await reads()).toBe(1);
    expect(await next()).toEqual([idsFrom(17, 23), false]);
    await until(async () => (await reads()) === 3);
    expect(await next()).toEqual([idsFrom(24, 30), false]);
    expect(await next()).toEqual([idsFrom(31, 32), true]);
    expect(await reads()).toBe(4);
    stopping.abort(new Error('stopping'));
  });

  it('are followed by small ones, which come in ever more at a time again', async () => {
    // XINFO, which looks for holes at the stream's start, has its first entry as well: twice this one is below ANSWER_LIMIT.
    await appendOf(READ_LIMIT + 1, 1, 1);
    await append(2, 20);
    const next = await reader();
    expect(await next()).toEqual([idsFrom(1, 16), false]);
    expect(await next()).toEqual([idsFrom(17, 17), false]);
    expect(await next()).toEqual([idsFrom(18, 19), false]);
    expect(await next()).toEqual([idsFrom(20, 20), true]);
    await append(21, 60);
    expect(await next()).toEqual([idsFrom(21, 28), false]);
    expect(await next()).toEqual([idsFrom(29, 44), false]);
    expect(await next()).toEqual([idsFrom(45, 60), false]);
    stopping.abort(new Error('stopping'));
  });

  it('behind small ones are cut off in the middle of the answer, and come in smaller pieces', async () => {
    await append(1, 40);
    await appendOf(ANSWER_LIMIT / 16, 41, 72);
    const redis = await test.connected();
    let [received, most] = [0, 0];
    redis.stream.on('data', ({ length }) => {
      received += length;
    });
    const [ids, errors]: [LogId[], string[]] = [[], []];
    const onError = ({ name }: Error) => errors.push(name);
    for await (const batch of follow({ redis, key, from: '0-0', signal: stopping.signal, onError })) {
      ids.push(...batch.entries.map(({ id }) => id));
      const size = batch.entries.reduce((sum, { fields }) => sum + (fields.data ?? '').length, 0);
      most = Math.max(most, size);
      if (ids.length === 72) break;
    }
    expect(ids).toEqual(idsFrom(1, 72));
    expect(most).toBeLessThanOrEqual(ANSWER_LIMIT);
    expect(received).toBeLessThan(1.1 * ANSWER_LIMIT);
    expect(errors).toContain('TooLargeError');
    stopping.abort(new Error('stopping'));
  });

  it('of any size come one by one', async () => {
    await append(1, 3);
    await appendOf(ANSWER_LIMIT, 4, 4);
    await append(5, 9);
    const found: LogId[] = [];
    const redis = await test.connected();
    for await (const { entries } of follow({ redis, key, from: '0-0', signal: stopping.signal, onError: () => {} })) {
      found.push(...entries.map(({ id }) => id));
      if (found.length === 9) break;
    }
    expect(found).toEqual(idsFrom(1, 9));
    stopping.abort(new Error('stopping'));
  });

  it('are not held all at once by who wants the newest', async () => {
    await appendOf(1_000_000, 1, 60);
    await append(61, 80);
    const newest = (await lastEntries(test.redis, key, 1_000)).map(({ id }) => id);
    expect(newest).toEqual(idsFrom(81 - newest.length, 80));
    expect(newest.length).toBeGreaterThanOrEqual(28);
    expect(newest.length).toBeLessThan(60);
    expect((await lastEntries(test.redis, key, 25)).map(({ id }) => id)).toEqual(idsFrom(56, 80));
  });

  it('are read in pieces that fit the limit also by who reads to the present end', async () => {
    await appendOf(LARGE, 1, 20);
    await test.forgetCalls();
    const found: LogId[] = [];
    for await (const { id } of entriesAfter(test.redis, key, '0-0')) found.push(id);
    expect(found).toEqual(idsFrom(1, 20));
    // Eight, seven, five, and none.
    expect(await test.calls('xrange')).toBe(4);
  });

  it('behind small ones are few at a time for who cannot cut the connection', async () => {
    await append(1, 300);
    const asked: unknown[] = [];
    const { status, stream } = test.redis;
    const call = (command: string, args: (string | number)[]) => {
      asked.push(args.at(-1));
      return test.redis.call(command, args);
    };
    const redis = { status, stream, call, disconnect() {}, once() {}, off() {} };
    const found: LogId[] = [];
    for await (const { id } of entriesAfter(redis, key, '0-0')) found.push(id);
    expect(found).toEqual(idsFrom(1, 300));
    expect((await lastEntries(redis, key, 1_000)).length).toBe(300);
    expect(Math.max(...asked.map(Number))).toBe(32);
  });
});

describe('where a reader resumes', () => {
  it('is its position while that entry is there', async () => {
    expect(await resumeAt(test.redis, key, '0-0')).toEqual({ from: '0-0' });
    await append(1, 10);
    expect(await resumeAt(test.redis, key, '0-0')).toEqual({ from: '0-0' });
    await trimBefore(test.redis, key, '5-0');
    expect(await resumeAt(test.redis, key, '5-0')).toEqual({ from: '5-0' });
  });

  it('is its position also when that was trimmed, so that the follower tells of the hole', async () => {
    await append(1, 10);
    await trimBefore(test.redis, key, '5-0');
    expect(await resumeAt(test.redis, key, '4-0')).toEqual({ from: '4-0', gap: 'trimmed' });
    expect(await resumeAt(test.redis, key, '0-0')).toEqual({ from: '0-0', gap: 'trimmed' });
  });

  it('is the start of a stream that was lost whole', async () => {
    expect(await resumeAt(test.redis, key, '7-0')).toEqual({ from: '0-0', gap: 'lost' });
    await append(8, 9);
    expect(await resumeAt(test.redis, key, '7-0')).toEqual({ from: '0-0', gap: 'lost' });
  });

  it('is the last entry that is left when a trimmed stream lost its end', async () => {
    await append(1, 5);
    await trimBefore(test.redis, key, '3-0');
    expect(await resumeAt(test.redis, key, '7-0')).toEqual({ from: '5-0', gap: 'lost' });
    await append(8, 9);
    expect(await resumeAt(test.redis, key, '7-0')).toEqual({ from: '5-0', gap: 'lost' });
  });
});

describe('a stream that somebody has emptied', () => {
  beforeEach(async () => {
    await append(1, 5);
    await test.redis.xtrim(key, 'MAXLEN', 0);
  });

  it('ends with its last entry, behind which nothing is missing', async () => {
    expect(await endOfStream(test.redis, key)).toBe('5-0');
    expect(await resumeAt(test.redis, key, '5-0')).toEqual({ from: '5-0' });
    const reader = await follower('5-0');
    await append(6, 8);
    await reader.reaches('8-0');
    expect(reader.ids).toEqual(idsFrom(6, 8));
    await reader.stop();
  });

  it('has a gap behind every entry before the last', async () => {
    expect(await resumeAt(test.redis, key, '4-0')).toEqual({ from: '4-0', gap: 'trimmed' });
    expect(await skipRemoved(test.redis, key, '4-0')).toEqual({ from: '5-0', first: undefined });
    const reader = await follower('4-0');
    await expect(reader.ended).rejects.toThrow(GapError);
    await append(6, 7);
    expect(await skipRemoved(test.redis, key, '4-0')).toMatchObject({ from: '6-0', first: { id: '6-0' } });
  });

  it('has lost its end for a reader that had come further', async () => {
    expect(await resumeAt(test.redis, key, '7-0')).toEqual({ from: '5-0', gap: 'lost' });
    expect(await skipRemoved(test.redis, key, '7-0')).toEqual({ from: '7-0', first: undefined });
  });

  it('has a gap behind its end once entries were removed unread', async () => {
    const reader = await follower('5-0');
    await until(async () => String(await test.redis.call('CLIENT', 'LIST')).includes('cmd=xread'));
    await test.redis.multi().xadd(key, '6-0', 'a', 'b').xadd(key, '7-0', 'a', 'b').xtrim(key, 'MAXLEN', 1).exec();
    await expect(reader.ended).rejects.toThrow(GapError);
    expect(reader.ids).toEqual([]);
  });
});

it('stops where another entry has taken the id of the one that it read: Redis has come back as another', async () => {
  const key = 'recurring:{0}';
  const { redis } = test;
  await redis.xadd(key, '1-0', 'type', 'a', 'data', 'one');
  await redis.xadd(key, '2-0', 'type', 'a', 'data', 'one');
  const batches = follow({
    redis: await test.connected(),
    key,
    from: '0-0',
    signal: AbortSignal.timeout(20_000),
    onError: () => {},
  });
  expect((await batches.next()).value?.entries).toHaveLength(2);
  await redis.multi().del(key).xadd(key, '1-0', 'type', 'a').xadd(key, '2-0', 'type', 'a', 'data', 'another').exec();
  await redis.xadd(key, '3-0', 'type', 'a');
  await expect(batches.next().then(() => batches.next())).rejects.toThrow(ReplacedError);
});
