import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvariantError, type LogId } from '@fulcrum/log';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestRedis, until } from '../testing/test-support.ts';
import { endOfStream, entryAt, trimBefore } from './inspect.ts';
import { Reader, type Reading } from './reader.ts';

let test: TestRedis;
let key: string;
let stopping: AbortController;
let running: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  test = await TestRedis.start();
});

afterAll(async () => {
  await test?.stop();
});

beforeEach(() => {
  key = `stream:${randomUUID()}`;
  stopping = new AbortController();
});

afterEach(async () => {
  stopping.abort(new Error('the test is over'));
  await running;
});

/** Appends entries with the ids 1-0, 2-0 and so on. */
async function append(first: number, last: number): Promise<void> {
  for (let number = first; number <= last; number++) await test.redis.xadd(key, `${number}-0`, 'type', 'test');
}

/** What happened to a reader, in that order. */
class Diary {
  readonly lines: string[] = [];
  readonly reader: Reader;

  constructor(begin: (diary: Diary) => Promise<Reading>) {
    this.reader = new Reader({
      redis: test.connect(),
      key,
      signal: stopping.signal,
      begin: () => begin(this),
      onGap: ({ position }) => this.lines.push(`gap behind ${position}`),
      onError: ({ message }) => this.lines.push(message),
    });
    running = this.reader.run().catch((error: unknown) => error);
  }

  /** Notes the ids of what it is given. */
  readingFrom(from: LogId, more: Partial<Reading> = {}): Reading {
    const take: Reading['take'] = (entries) => {
      this.lines.push(...entries.map(({ id }) => id));
    };
    return { from, take, ...more };
  }

  async has(line: string): Promise<void> {
    await until(
      () => this.lines.includes(line),
      () => `${line} is not among ${this.lines}`,
    );
  }
}

describe('a reader', () => {
  it('takes everything behind the place where it begins, and an entry before it that is asked for', async () => {
    await append(1, 3);
    const first = await entryAt(test.redis, key, '2-0');
    const diary = new Diary(async (diary) => diary.readingFrom('2-0', { first }));
    await diary.has('3-0');
    await append(4, 5);
    await diary.has('5-0');
    expect(diary.lines).toEqual(['2-0', '3-0', '4-0', '5-0']);
  });

  it('holds a position from its start on, and says so', async () => {
    const diary: Diary = new Diary(async (diary) => {
      diary.lines.push(`begins, ${diary.reader.isReading}`);
      return diary.readingFrom('0-0', { start: () => diary.lines.push(`starts, ${diary.reader.isReading}`) });
    });
    await diary.has('starts, true');
    expect(diary.lines).toEqual(['begins, false', 'starts, true']);
    expect(diary.reader.isConnected).toBe(true);
  });

  it('closes what it has begun at a gap, and begins anew behind it', async () => {
    await append(1, 3);
    let from = '0-0';
    const diary = new Diary(async (diary) => {
      diary.lines.push(`begins at ${from}`);
      const close = async () => {
        diary.lines.push('closes');
      };
      return diary.readingFrom(from, { close });
    });
    await diary.has('3-0');
    from = '5-0';
    const { redis } = test;
    await redis.multi().xadd(key, '4-0', 'type', 'a').xadd(key, '5-0', 'type', 'a').xtrim(key, 'MAXLEN', 1).exec();
    await append(6, 6);
    await diary.has('6-0');
    expect(diary.lines.slice(3)).toEqual(['3-0', 'closes', 'gap behind 3-0', 'begins at 5-0', '6-0']);
    expect(diary.lines[0]).toBe('begins at 0-0');
  });

  it('tells of a gap once, when it cannot begin behind it at once', async () => {
    await append(1, 3);
    await trimBefore(test.redis, key, '2-0');
    let begun = 0;
    const diary = new Diary(async (diary) => {
      begun += 1;
      if (begun === 2) throw new Error('the database is away');
      return diary.readingFrom(begun === 1 ? '0-0' : '2-0');
    });
    await diary.has('3-0');
    expect(diary.lines).toEqual(['gap behind 0-0', 'the database is away', '3-0']);
  });

  it('sees one gap when the stream is emptied, and takes what comes afterwards', async () => {
    await append(1, 3);
    const diary = new Diary(async (diary) => diary.readingFrom(await endOfStream(test.redis, key)));
    await until(() => diary.reader.isReading);
    await test.redis.multi().xadd(key, '4-0', 'type', 'a').xtrim(key, 'MAXLEN', 0).exec();
    await diary.has('gap behind 3-0');
    // Longer than a read blocks: it looks for gaps meanwhile.
    await sleep(1_500);
    await append(5, 6);
    await diary.has('6-0');
    expect(diary.lines).toEqual(['gap behind 3-0', '5-0', '6-0']);
  });

  it('finds what is trimmed unread behind the end of an emptied stream', async () => {
    await append(1, 3);
    await test.redis.xtrim(key, 'MAXLEN', 0);
    const diary = new Diary(async (diary) => diary.readingFrom(await endOfStream(test.redis, key)));
    await until(() => diary.reader.isReading);
    await sleep(100);
    await test.redis.multi().xadd(key, '4-0', 'type', 'a').xadd(key, '5-0', 'type', 'a').xtrim(key, 'MAXLEN', 1).exec();
    await diary.has('gap behind 3-0');
    await until(() => diary.reader.isReading);
    await append(6, 6);
    await diary.has('6-0');
    expect(diary.lines).toEqual(['gap behind 3-0', '6-0']);
  });

  it('begins anew after an error of its consumer, which is closed', async () => {
    await append(1, 2);
    let committed = '0-0';
    const diary: Diary = new Diary(async (diary) => {
      const isSecond = diary.lines.length > 0;
      const take: Reading['take'] = (entries) => {
        if (!isSecond) throw new Error('the disk is full');
        diary.lines.push(...entries.map(({ id }) => id));
      };
      const close = async () => {
        if (!isSecond) committed = '1-0';
      };
      return { from: committed, take, close };
    });
    await diary.has('2-0');
    expect(diary.lines).toEqual(['the disk is full', '2-0']);
  });

  it.each(['begin', 'take'] as const)('ends at a broken invariant of %s', async (place) => {
    await append(1, 1);
    const fail = () => {
      throw new InvariantError('broken');
    };
    const diary = new Diary(async (diary) => {
      if (place === 'begin') fail();
      return diary.readingFrom('0-0', { take: fail });
    });
    expect(await running).toBeInstanceOf(InvariantError);
    expect(diary.lines).toEqual([]);
    expect(diary.reader.isReading).toBe(false);
  });

  it('ends with its signal, also before Redis is there', async () => {
    const diary = new Diary(async (diary) => diary.readingFrom('0-0'));
    stopping.abort(new Error('stopping'));
    expect(await running).toBeUndefined();
    expect(diary.lines).toEqual([]);
  });
});
