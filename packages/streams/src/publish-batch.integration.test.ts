import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publishBatch, type Result } from './publish-batch.ts';
import { TestRedis } from './testing/test-support.ts';

let test: TestRedis;
let key: string;
const LOG = 'engine-stream';

beforeAll(async () => {
  test = await TestRedis.start();
  await test.fillLog(LOG, 10);
});

afterAll(async () => {
  await test?.stop();
});

beforeEach(() => {
  key = `callback-stream:${randomUUID()}`;
});

function results(...ids: string[]): Result[] {
  return ids.map((id) => ({ id, events: `[${id}]` }));
}

async function publishBehind(before: string | undefined, ...ids: string[]): Promise<void> {
  await publishBatch(test.redis, { callback: key, engine: LOG }, results(...ids), before);
}

function publish(...ids: string[]): Promise<void> {
  return publishBehind(undefined, ...ids);
}

describe('a batch', () => {
  it('stands in the stream in its order', async () => {
    await publish('1-0', '1-1', '2-0');
    expect(await test.redis.xrange(key, '-', '+')).toEqual([
      ['1-0', ['events', '[1-0]']],
      ['1-1', ['events', '[1-1]']],
      ['2-0', ['events', '[2-0]']],
    ]);
  });

  it('passes over what is published already, wherever that stands', async () => {
    await publish('1-0', '2-0', '3-0');
    await publish('1-0', '2-0', '3-0', '4-0');
    await publish('2-0', '3-0');
    expect(await test.ids(key)).toEqual(['1-0', '2-0', '3-0', '4-0']);
  });

  it('stops at the first error, and does not do what stands behind it', async () => {
    await expect(publish('1-0', '2-0', 'not an id', '4-0')).rejects.toThrow('Invalid stream ID');
    expect(await test.ids(key)).toEqual(['1-0', '2-0']);
  });

  it('is refused whole when there is no memory for it', async () => {
    await publish('1-0');
    await test.redis.config('SET', 'maxmemory', '1');
    await expect(publish('2-0', '3-0').finally(() => test.redis.config('SET', 'maxmemory', '0'))).rejects.toThrow(
      'OOM command not allowed',
    );
    expect(await test.ids(key)).toEqual(['1-0']);
  });

  it('keeps every character of its events', async () => {
    const events = JSON.stringify([
      { message: 'quotes " and \\, lines \n, zeros \0, € and 😀, and half of one \ud83d' },
    ]);
    await publishBatch(test.redis, { callback: key, engine: LOG }, [{ id: '1-0', events }], undefined);
    expect(await test.redis.xrange(key, '-', '+')).toEqual([['1-0', ['events', events]]]);
  });
});

describe('a batch behind another one', () => {
  it('follows it when that is published, by whomever', async () => {
    await publish('1-0', '2-0');
    await publishBehind('2-0', '3-0');
    await publish('4-0', '5-0');
    await publishBehind('4-0', '5-0', '6-0');
    expect(await test.ids(key)).toEqual(['1-0', '2-0', '3-0', '4-0', '5-0', '6-0']);
  });

  it('is refused whole when that is not published, also by an empty stream', async () => {
    await expect(publishBehind('2-0', '3-0')).rejects.toThrow('2-0 before this batch');
    await publish('1-0');
    await expect(publishBehind('2-0', '3-0', '4-0')).rejects.toThrow('2-0 before this batch');
    expect(await test.ids(key)).toEqual(['1-0']);
  });
});

describe('a batch whose cause the log does not have', () => {
  const gone = 'ERR the cause 11-0 is not in the log';

  it('is refused whole, also when only its last cause is gone', async () => {
    await publish('1-0');
    await expect(publish('11-0')).rejects.toThrow(gone);
    await expect(publish('2-0', '11-0', '11-1')).rejects.toThrow(gone);
    expect(await test.ids(key)).toEqual(['1-0']);
  });

  it('is passed over when it is published already, because then the log was trimmed', async () => {
    await test.redis.xadd(key, '11-0', 'events', '[11-0]');
    await publish('10-0', '11-0');
    expect(await test.ids(key)).toEqual(['11-0']);
  });

  it('is no batch whose results are parts of one answer', async () => {
    await publish('3-0', '3-1', '3-9999');
    expect(await test.ids(key)).toEqual(['3-0', '3-1', '3-9999']);
  });
});
