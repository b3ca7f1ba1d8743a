import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entryAt } from '../reading/inspect.ts';
import { TestRedis } from '../testing/test-support.ts';
import { publishBatch, type Result } from './publish-batch.ts';

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
  await publishBatch(test.redis, { output: key, input: LOG }, results(...ids), before);
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
    await publishBatch(test.redis, { output: key, input: LOG }, [{ id: '1-0', events }], undefined);
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

  it('is refused as well when another entry has the id of its last cause', async () => {
    const log = `log:${randomUUID()}`;
    const publishFor = (fields: Record<string, string>) =>
      publishBatch(
        test.redis,
        { output: key, input: log },
        [{ id: '2-0', events: '[]', cause: { id: '2-0', fields } }],
        undefined,
      );
    await test.redis.xadd(log, '2-0', 'type', 'create-order', 'data', '{"a":"€\n😀"}');
    const another = 'ERR the cause 2-0 is not in the log: another entry has its id';
    await expect(publishFor({ type: 'create-order', data: '{"a":"b"}' })).rejects.toThrow(another);
    await expect(publishFor({ type: 'close-order', data: '{"a":"€\n😀"}' })).rejects.toThrow(another);
    await expect(publishFor({})).rejects.toThrow(another);
    expect(await test.ids(key)).toEqual([]);
    expect(await publishFor({ type: 'create-order', data: '{"a":"€\n😀"}' })).toBe(1);
    await expect(publishFor({ type: 'create-order', data: '{"a":"b"}' })).rejects.toThrow(another);
  });

  it('is known as a reader reads it, whatever fields and bytes it has', async () => {
    const publishReadOf = async (...fields: (string | Buffer)[]) => {
      const log = `log:${randomUUID()}`;
      await test.redis.xadd(log, '3-0', ...fields);
      const cause = await entryAt(test.redis, log, '3-0');
      const result = { id: '3-0', events: '[]', ...(cause && { cause }) };
      return publishBatch(test.redis, { output: `results:${randomUUID()}`, input: log }, [result], undefined);
    };
    expect(await publishReadOf('n', '1')).toBe(1);
    expect(await publishReadOf('data', '{}', 'type', 'a', 'type', 'b', 'data', '')).toBe(1);
    expect(await publishReadOf('data', Buffer.from([0xff, 0xc3, 0x28]))).toBe(1);
    const many = Array.from({ length: 70 }, (_, index) => [`n${index}`, '']).flat();
    expect(await publishReadOf('type', 'a', ...many, 'type', 'b')).toBe(1);
  });

  it('is no batch whose results are parts of one answer', async () => {
    await publish('3-0', '3-1', '3-9999');
    expect(await test.ids(key)).toEqual(['3-0', '3-1', '3-9999']);
  });
});
