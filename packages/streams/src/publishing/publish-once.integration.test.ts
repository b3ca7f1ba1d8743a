import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Redis, ReplyError } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestRedis, until } from '../testing/test-support.ts';
import { CausesLostError, ResultsLostError } from './lost-errors.ts';
import type { Result } from './publish-batch.ts';
import { Publisher } from './publish-once.ts';

const LOG = 'engine-stream';
let test: TestRedis;
let key: string;
let keys: { input: string; output: string };
let stopping: AbortController;
let running: Promise<void>[];

beforeAll(async () => {
  test = await TestRedis.start();
  await test.fillLog(LOG, 25_000);
});

afterAll(async () => {
  await test?.stop();
});

beforeEach(() => {
  key = `callback-stream:${randomUUID()}`;
  keys = { output: key, input: LOG };
  stopping = new AbortController();
  running = [];
});

afterEach(async () => {
  stopping.abort(new Error('the test is over'));
  await Promise.all(running);
  await test.redis.call('CLIENT', 'UNPAUSE');
  await test.redis.config('SET', 'maxmemory', '0');
});

/** Results 1-0, 2-0 and so on, each with its number as its events. */
function resultsFrom(first: number, last: number): Result[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    id: `${first + index}-0`,
    events: `[${first + index}]`,
  }));
}

async function publisher(onError: (error: Error) => void = () => {}, maxCharacters?: number): Promise<Publisher> {
  const limit = maxCharacters === undefined ? {} : { maxCharacters };
  const made = new Publisher({ redis: await test.connected(), keys, signal: stopping.signal, onError, ...limit });
  running.push(made.run());
  return made;
}

async function published(): Promise<Result[]> {
  return (await test.redis.xrange(key, '-', '+')).map(([id, fields]) => ({ id, events: fields[1] ?? '' }));
}

describe('publishing', () => {
  it('puts the results into the stream in their order', async () => {
    const one = await publisher();
    one.enqueue(resultsFrom(1, 1_700));
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 1_700));
    expect(one.waiting).toBe(0);
  });

  it('leaves each result once when two publish the same 5,000, whoever is ahead', async () => {
    const [one, other] = await Promise.all([publisher(), publisher()]);
    for (let first = 1; first <= 5_000; first += 50) {
      one.enqueue(resultsFrom(first, first + 49));
      other.enqueue(resultsFrom(first, first + 49));
      if (first % 3 === 0) await sleep(1);
    }
    await Promise.all([one.flushed(), other.flushed()]);
    expect(await published()).toEqual(resultsFrom(1, 5_000));
  });

  it('leaves each result once when one of two lags behind by thousands', async () => {
    const [one, other] = await Promise.all([publisher(), publisher()]);
    one.enqueue(resultsFrom(1, 5_000));
    await one.flushed();
    other.enqueue(resultsFrom(1, 7_500));
    await other.flushed();
    one.enqueue(resultsFrom(5_001, 10_000));
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 10_000));
  });
});

describe('publishing goes on, without a gap and without a repetition,', () => {
  it('when Redis refuses batches for want of memory, of which then nothing is in the stream', async () => {
    const errors: Error[] = [];
    const one = await publisher((error) => errors.push(error));
    one.enqueue(resultsFrom(1, 600));
    await one.flushed();
    await test.redis.config('SET', 'maxmemory', '1');
    one.enqueue(resultsFrom(601, 3_000));
    await until(() => errors.length >= 2);
    expect(await test.redis.xlen(key)).toBe(600);
    await test.redis.config('SET', 'maxmemory', '0');
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 3_000));
  });

  it('when its connection is cut again and again', async () => {
    let cuts = 0;
    const [one, other] = await Promise.all([publisher(), publisher()]);
    for (let first = 1; first <= 20_000; first += 1_000) {
      one.enqueue(resultsFrom(first, first + 999));
      other.enqueue(resultsFrom(first, first + 999));
      cuts += await test.kill('eval');
    }
    await Promise.all([one.flushed(), other.flushed()]);
    expect(await published()).toEqual(resultsFrom(1, 20_000));
    expect(cuts).toBeGreaterThan(0);
  });

  it('when Redis is killed and started again in the middle', async () => {
    const one = await publisher();
    one.enqueue(resultsFrom(1, 20_000));
    await until(async () => (await test.redis.xlen(key)) > 0);
    await test.server.restart();
    await test.ready();
    one.enqueue(resultsFrom(20_001, 21_000));
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 21_000));
  });

  it('when nobody knows what became of a batch, because Redis did it and its answer was lost', async () => {
    const redis = await test.connected();
    const one = new Publisher({ redis, keys, signal: stopping.signal, onError: () => {} });
    running.push(one.run());
    const { pid } = test.server;
    if (pid === undefined) throw new Error('Redis is down');
    process.kill(pid, 'SIGSTOP');
    one.enqueue(resultsFrom(1, 400));
    await sleep(20);
    redis.disconnect(true);
    process.kill(pid, 'SIGCONT');
    one.enqueue(resultsFrom(401, 800));
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 800));
  });

  /** A connection over which something happens before each batch is sent; `number` counts the batches from 1. */
  async function connectedWith(before: (number: number) => Promise<void>): Promise<Redis> {
    let batches = 0;
    return new Proxy(await test.connected(), {
      get(target, name) {
        if (name !== 'call') return Reflect.get(target, name);
        return async (...args: unknown[]) => {
          if (args[0] === 'EVAL') await before(++batches);
          return Reflect.apply(target.call, target, args);
        };
      },
    });
  }

  /** Publishes 400 results in four batches that are in flight together, of which the second is refused. */
  async function publishFour(before: (number: number) => Promise<void>): Promise<void> {
    const redis = await connectedWith(async (number) => {
      if (number === 2) throw new ReplyError("OOM command not allowed when used memory > 'maxmemory'.");
      await before(number);
    });
    const errors: string[] = [];
    const one = new Publisher({ redis, keys, signal: stopping.signal, onError: ({ message }) => errors.push(message) });
    running.push(one.run());
    for (let first = 1; first <= 400; first += 100) one.enqueue(resultsFrom(first, first + 99));
    await one.flushed();
    // Whatever is still in flight has come to its end after this, and must not be counted for anything else.
    await sleep(500);
    one.enqueue(resultsFrom(401, 450));
    await one.flushed();
    expect(one.waiting).toBe(0);
    expect(await published()).toEqual(resultsFrom(1, 450));
    expect(errors).toEqual(["OOM command not allowed when used memory > 'maxmemory'."]);
  }

  it('when one of several batches that are in flight is refused, and those behind it are not', async () => {
    await publishFour(async () => {});
  });

  it('when those behind a refused one take longer than it takes to ask for the end of the stream', async () => {
    await publishFour(async (number) => {
      if (number === 3) await sleep(300);
    });
  });

  it('when what was refused is published by somebody else before those behind it arrive', async () => {
    const other = await publisher();
    await publishFour(async (number) => {
      if (number < 3) return;
      other.enqueue(resultsFrom(1, 200));
      await other.flushed();
    });
  });

  it('when the error is none of the connection: a key of the wrong type', async () => {
    await test.redis.set(key, 'not a stream');
    const errors: Error[] = [];
    const one = await publisher((error) => errors.push(error));
    one.enqueue(resultsFrom(1, 10));
    await until(() => errors.length >= 2);
    await test.redis.del(key);
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 10));
  });
});

describe('publishing costs', () => {
  it('one command for as many results as come at once', async () => {
    const one = await publisher();
    await test.forgetCalls();
    one.enqueue(resultsFrom(1, 5_000));
    await one.flushed();
    expect(await test.calls('xadd')).toBe(5_000);
    expect(await test.calls('eval')).toBe(5);
    expect(await test.calls('multi')).toBe(0);
  });

  it('one command for results that come one by one in a turn, and one for each 64 of many', async () => {
    const one = await publisher();
    await test.forgetCalls();
    for (const result of resultsFrom(1, 20)) one.enqueue([result]);
    await one.flushed();
    expect(await test.calls('eval')).toBe(1);
    for (const result of resultsFrom(21, 148)) one.enqueue([result]);
    await one.flushed();
    expect(await test.calls('eval')).toBe(3);
  });

  it('fewer commands the longer the answers take, because at most eight are in flight', async () => {
    const one = await publisher();
    const last = 1 + 64 * 8 + 2_000;
    one.enqueue(resultsFrom(1, 1));
    await one.flushed();
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    await test.forgetCalls();
    for (const result of resultsFrom(2, last)) one.enqueue([result]);
    await test.redis.call('CLIENT', 'UNPAUSE');
    await one.flushed();
    expect(await test.calls('eval')).toBe(8 + 2);
    expect(await published()).toEqual(resultsFrom(1, last));
  });

  it('one command at a time while nobody knows who publishes first', async () => {
    const one = await publisher();
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    await test.forgetCalls();
    for (const result of resultsFrom(1, 1_064)) one.enqueue([result]);
    await test.redis.call('CLIENT', 'UNPAUSE');
    await one.flushed();
    expect(await test.calls('eval')).toBe(1 + 1);
    expect(await published()).toEqual(resultsFrom(1, 1_064));
  });

  it('no look at the result before a batch, unless that is in flight', async () => {
    const one = await publisher();
    await test.forgetCalls();
    for (let first = 1; first <= 500; first += 100) {
      one.enqueue(resultsFrom(first, first + 99));
      await one.flushed();
    }
    expect(await test.calls('eval')).toBe(5);
    expect(await test.calls('xinfo\\|stream')).toBe(0);
  });
});

describe('a publisher behind another one', () => {
  /** Both have published up to 2-0, the second one after the first. */
  async function oneBehindAnother(): Promise<[ahead: Publisher, behind: Publisher]> {
    const [ahead, behind] = await Promise.all([publisher(), publisher()]);
    for (const number of [1, 2]) {
      for (const one of [ahead, behind]) {
        one.enqueue(resultsFrom(number, number));
        await one.flushed();
      }
    }
    return [ahead, behind];
  }

  it('looks at the end of the stream, and sends none of what stands there', async () => {
    const [ahead, behind] = await oneBehindAnother();
    ahead.enqueue(resultsFrom(3, 1_000));
    await ahead.flushed();
    await test.forgetCalls();
    behind.enqueue(resultsFrom(3, 500));
    await behind.flushed();
    expect(await test.calls('xinfo\\|stream')).toBe(1);
    // Where the other one has come is known by now.
    for (const result of resultsFrom(501, 1_000)) behind.enqueue([result]);
    await behind.flushed();
    expect(await Promise.all(['xadd', 'eval', 'xinfo\\|stream'].map((name) => test.calls(name)))).toEqual([0, 0, 1]);
    expect(behind.waiting).toBe(0);
  });

  it('publishes at once what the other one has not', async () => {
    const [ahead, behind] = await oneBehindAnother();
    ahead.enqueue(resultsFrom(3, 10));
    await ahead.flushed();
    await test.forgetCalls();
    behind.enqueue(resultsFrom(3, 500));
    await behind.flushed();
    expect(await published()).toEqual(resultsFrom(1, 500));
    expect(await test.calls('xinfo\\|stream')).toBe(1);
    behind.enqueue(resultsFrom(501, 501));
    await behind.flushed();
    expect(await test.calls('xinfo\\|stream')).toBe(1);
  });

  /** Large results, which count how often they are printed. */
  function unprinted(first: number, last: number): { results: Result[]; printed: () => number } {
    let printed = 0;
    const text = 'x'.repeat(50_000);
    const results = resultsFrom(first, last).map(({ id }) => ({
      id,
      size: text.length,
      get events() {
        printed += 1;
        return text;
      },
    }));
    return { results, printed: () => printed };
  }

  it('leaves a large result to the other one while that goes on with it, and prints none of it', async () => {
    const [ahead] = await oneBehindAnother();
    let next = 3;
    const redis = new Proxy(await test.connected(), {
      get(target, name) {
        if (name !== 'call') return Reflect.get(target, name);
        return async (...args: unknown[]) => {
          // Before each look the other one has come further.
          if (args[0] === 'XINFO' && next < 100) ahead.enqueue(unprinted(next, next + 6).results);
          next += args[0] === 'XINFO' ? 7 : 0;
          await ahead.flushed();
          return Reflect.apply(target.call, target, args);
        };
      },
    });
    const behind = new Publisher({ redis, keys, signal: stopping.signal, onError: () => {} });
    running.push(behind.run());
    behind.enqueue(resultsFrom(1, 1));
    await behind.flushed();
    const { results, printed } = unprinted(3, 100);
    behind.enqueue(results);
    await behind.flushed();
    expect(printed()).toBe(0);
    expect(await published()).toHaveLength(100);
  });

  it('takes over in the middle of a large result when the other one does not go on', async () => {
    const [ahead, behind] = await oneBehindAnother();
    const { results, printed } = unprinted(3, 50);
    ahead.enqueue(unprinted(3, 20).results);
    await ahead.flushed();
    behind.enqueue(results);
    const startedAt = performance.now();
    await behind.flushed();
    const waitedMs = performance.now() - startedAt;
    // Whoever has a long turn is not taken for dead.
    expect(waitedMs).toBeGreaterThan(30);
    expect(waitedMs).toBeLessThan(500);
    expect(printed()).toBe(30);
    expect((await published()).map(({ id }) => id)).toEqual(resultsFrom(1, 50).map(({ id }) => id));
  });

  it('takes over with one batch, and leaves the rest to the other one when that has gone on after all', async () => {
    const [ahead] = await oneBehindAnother();
    const redis = new Proxy(await test.connected(), {
      get(target, name) {
        if (name !== 'call') return Reflect.get(target, name);
        return async (...args: unknown[]) => {
          if (args[0] === 'EVAL') {
            ahead.enqueue(unprinted(3, 200).results);
            await ahead.flushed();
          }
          return Reflect.apply(target.call, target, args);
        };
      },
    });
    const behind = new Publisher({ redis, keys, publishedBefore: '2-0', signal: stopping.signal, onError: () => {} });
    running.push(behind.run());
    const { results, printed } = unprinted(3, 200);
    behind.enqueue(results);
    await behind.flushed();
    expect(printed()).toBeGreaterThan(0);
    expect(printed()).toBeLessThan(100);
    expect(await published()).toHaveLength(200);
  });

  it('is the one that finds a part of its batch published already', async () => {
    const [one, other] = await Promise.all([publisher(), publisher()]);
    one.enqueue(resultsFrom(1, 10));
    await one.flushed();
    other.enqueue(resultsFrom(1, 20));
    await other.flushed();
    await test.forgetCalls();
    other.enqueue(resultsFrom(21, 22));
    await other.flushed();
    expect(await test.calls('xinfo\\|stream')).toBe(1);
  });

  it('goes on after an error when it looks', async () => {
    const [ahead, behind] = await oneBehindAnother();
    await until(async () => (await test.kill('xinfo|stream')) > 0);
    ahead.enqueue(resultsFrom(3, 3));
    behind.enqueue(resultsFrom(3, 4));
    await Promise.all([ahead.flushed(), behind.flushed()]);
    expect(await published()).toEqual(resultsFrom(1, 4));
  });
});

describe('a publisher whose results were lost', () => {
  /** Has published 1-0 to 20-0, of which Redis then has the first five, and comes back without the others. */
  async function withoutTheLast(isBehind: boolean): Promise<{ one: Publisher; outcome: Promise<unknown> }> {
    const redis = await test.connected();
    const one = new Publisher({ redis, keys, signal: stopping.signal, onError: () => {} });
    const outcome = one.run().catch((error: unknown) => error);
    if (isBehind) await test.redis.xadd(key, '20-0', 'events', '[20]');
    one.enqueue(resultsFrom(1, 20));
    await one.flushed();
    await test.redis.del(key);
    for (const { id, events } of resultsFrom(1, 5)) await test.redis.xadd(key, id, 'events', events);
    redis.disconnect(true);
    await until(() => redis.status === 'ready');
    return { one, outcome };
  }

  it.each([
    ['ahead', false],
    ['behind another', true],
  ])('publishes nothing more, which would leave a gap, and says so: %s', async (_, isBehind) => {
    const { one, outcome } = await withoutTheLast(isBehind);
    one.enqueue(resultsFrom(21, 21));
    const error = await outcome;
    expect(error).toBeInstanceOf(ResultsLostError);
    expect(String(error)).toContain(`RESULTS WERE LOST: ${key} ends at 5-0, but it had results up to 20-0`);
    expect(await published()).toEqual(resultsFrom(1, 5));
  });

  it('finds out at its first result, when they were lost before it began', async () => {
    await test.redis.xadd(key, '5-0', 'events', '[5]');
    const redis = await test.connected();
    const one = new Publisher({ redis, keys, publishedBefore: '20-0', signal: stopping.signal, onError: () => {} });
    const outcome = one.run().catch((error: unknown) => error);
    one.enqueue(resultsFrom(21, 21));
    expect(await outcome).toBeInstanceOf(ResultsLostError);
  });

  it('does not count trimmed ones as lost', async () => {
    const redis = await test.connected();
    const one = new Publisher({ redis, keys, signal: stopping.signal, onError: () => {} });
    running.push(one.run());
    one.enqueue(resultsFrom(1, 20));
    await one.flushed();
    await test.redis.call('XTRIM', [key, 'MINID', '=', '20-0']);
    redis.disconnect(true);
    await until(() => redis.status === 'ready');
    one.enqueue(resultsFrom(21, 21));
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(20, 21));
  });
});

describe('a publisher whose causes were lost', () => {
  it.each([
    ['one', 1],
    ['many', 300],
  ])('publishes none of them, and says so: %s', async (_, count) => {
    const engine = `log-of-${key}`;
    await test.fillLog(engine, 20);
    const one = new Publisher({
      redis: await test.connected(),
      keys: { output: key, input: engine },
      signal: stopping.signal,
      onError: () => {},
    });
    const outcome = one.run().catch((error: unknown) => error);
    one.enqueue(resultsFrom(1, 20));
    await one.flushed();
    one.enqueue(resultsFrom(21, 20 + count));
    const error = await outcome;
    expect(error).toBeInstanceOf(CausesLostError);
    expect(String(error)).toContain(`THE LOG WAS LOST: results of ${engine} have no cause any more`);
    expect(await published()).toEqual(resultsFrom(1, 20));
  });
});

describe('who hands over results', () => {
  it('learns when all of them stand in the stream, and not before', async () => {
    const one = await publisher();
    await one.flushed();
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    one.enqueue(resultsFrom(1, 10));
    let isFlushed = false;
    const flushed = one.flushed().then(() => {
      isFlushed = true;
    });
    await sleep(50);
    expect(isFlushed).toBe(false);
    await test.redis.call('CLIENT', 'UNPAUSE');
    await flushed;
    expect(await published()).toEqual(resultsFrom(1, 10));
  });

  it('waits for room while more wait than there may be', async () => {
    const one = await publisher(() => {}, 20_000);
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    one.enqueue(resultsFrom(1, 100));
    await one.room();
    one.enqueue(resultsFrom(101, 1_000));
    let hasRoom = false;
    const room = Promise.all([one.room(), one.whileFull()]).then(() => {
      hasRoom = true;
    });
    await sleep(50);
    expect(hasRoom).toBe(false);
    await test.redis.call('CLIENT', 'UNPAUSE');
    await room;
    expect(one.waitingCharacters).toBeLessThanOrEqual(20_000);
  });

  it('is full of a few results when these are large', async () => {
    const one = await publisher(() => {}, 20_000);
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    one.enqueue([{ id: '1-0', events: '[1]' }]);
    expect(one.isFull).toBe(false);
    one.enqueue([{ id: '2-0', events: JSON.stringify(['x'.repeat(20_000)]) }]);
    expect(one.isFull).toBe(true);
    await test.redis.call('CLIENT', 'UNPAUSE');
    await one.flushed();
    expect(one).toMatchObject({ isFull: false, waitingCharacters: 0 });
  });

  it('waits until a few are published, so that what comes meanwhile travels together', async () => {
    const one = await publisher();
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    one.enqueue(resultsFrom(1, 63));
    let hasRoom = false;
    const room = one.room().then(() => {
      hasRoom = true;
    });
    await sleep(50);
    expect(hasRoom).toBe(false);
    one.enqueue(resultsFrom(64, 64));
    await one.room();
    await test.redis.call('CLIENT', 'UNPAUSE');
    await room;
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 64));
  });

  it('does not wait for a single one, but for two', async () => {
    const one = await publisher();
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    one.enqueue(resultsFrom(1, 1));
    await one.room();
    expect(one.waiting).toBe(1);
    one.enqueue(resultsFrom(2, 2));
    const room = one.room().then(() => one.waiting);
    await sleep(50);
    await test.redis.call('CLIENT', 'UNPAUSE');
    expect(await room).toBeLessThan(2);
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 2));
  });

  it('does not wait for a few while nothing can be published', async () => {
    const errors: Error[] = [];
    const one = await publisher((error) => errors.push(error));
    await test.redis.config('SET', 'maxmemory', '1');
    one.enqueue(resultsFrom(1, 10));
    await one.room();
    expect(errors.length).toBeGreaterThan(0);
    expect(one.waiting).toBe(10);
    await test.redis.config('SET', 'maxmemory', '0');
    await one.flushed();
    expect(await published()).toEqual(resultsFrom(1, 10));
  });

  it('is not left waiting when the publisher stops', async () => {
    const one = await publisher(() => {}, 5);
    await test.redis.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    one.enqueue(resultsFrom(1, 10));
    const flushed = one.flushed();
    const room = one.room();
    stopping.abort(new Error('the engine stops'));
    await expect(flushed).rejects.toThrow('the engine stops');
    await room;
    await test.redis.call('CLIENT', 'UNPAUSE');
  });
});
