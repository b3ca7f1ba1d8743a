import { setTimeout as sleep } from 'node:timers/promises';
import type { LogId } from '@fulcrum/log';
import {
  type Connection,
  durabilityFaults,
  isReplyError,
  type ListeningConnection,
  publishArguments,
  streamInfo,
} from '@fulcrum/streams';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../packages/streams/src/testing/test-support.ts';
import { failureOf } from './failure-of.ts';
import { type Command, randomCommands } from './random-commands.ts';
import { type Args, answerOf, connected, type RedisUnderTest, ready, SERVERS } from './redis-under-test.ts';
import { useRedis } from './use-redis.ts';

/** A slow machine may be late by so much. */
const LIMIT_MS = 30_000;

/** By then everything has arrived that a cut connection had sent. */
const LEFTOVER_MS = 400;

const OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";

/**
 * Holds the simulator's Redis to the real one: whatever the product sends has the same answer from both. What only one
 * of them does is a fault of the stand-in.
 */
describe.each(SERVERS)('%s', (_name, start) => {
  const test = useRedis(start);
  const { ask, add, all } = test;
  const entry = (id: LogId) => [id, ['n', id]];
  const log = () => `log-of-${test.key}`;
  const publishing = (ids: readonly LogId[], conditions: { before?: LogId; cause: LogId; content?: string }) =>
    publishArguments(
      { output: test.key, input: log() },
      ids.map((id) => ({ id, events: `[${id}]` })),
      { before: '', content: '', ...conditions },
    );
  /** Results of an entry that stands in the log, unless another is named. */
  const publish = (before: LogId, ...ids: LogId[]) => publishFor('1-0', before, ...ids);
  const publishFor = async (cause: LogId, before: LogId, ...ids: LogId[]) => {
    await test.other.call('XADD', [log(), '1-0', 'n', '1']).catch(() => {});
    return ask('EVAL', ...publishing(ids, { before, cause }));
  };
  const smaller = { refused: 'ERR The ID specified in XADD is equal or smaller than the target stream top item' };
  const outOfMemory = { refused: OUT_OF_MEMORY };

  it('tells those who listen on a channel, and nobody over a socket that was cut', async () => {
    const listener = (await connected(test.redis)) as ListeningConnection;
    const heard: string[][] = [];
    listener.on('message', (channel, message) => heard.push([channel, message]));
    const [channel, publish] = [`channel-of-${test.key}`, (text: string) => ask('PUBLISH', channel, text)];
    expect(await publish('too early')).toBe(0);
    await listener.call('subscribe', [channel]);
    expect(await ask('PUBLISH', `${channel}-2`, 'elsewhere')).toBe(0);
    expect(await publish('one')).toBe(1);
    await until(() => heard.length > 0);
    await test.redis.cut(listener);
    await until(() => listener.status !== 'ready');
    expect(await publish('nobody hears it')).toBe(0);
    await ready(listener);
    await listener.call('subscribe', [channel]);
    expect(await publish('two')).toBe(1);
    await until(() => heard.length > 1);
    expect(heard).toEqual([
      [channel, 'one'],
      [channel, 'two'],
    ]);
    listener.disconnect();
  });

  describe('XADD', () => {
    it('answers with the id, and refuses one that is not greater than the last', async () => {
      expect(await add('5-1', '5-2', '7-0')).toEqual(['5-1', '5-2', '7-0']);
      expect(await add('7-0', '6-9', '5-1', '1-0')).toEqual([smaller, smaller, smaller, smaller]);
      expect(await all()).toEqual(['5-1', '5-2', '7-0']);
    });

    it('compares ids as numbers, also large ones', async () => {
      const ids = ['9-9', '9-10', '10-0', '1795259570244-9999999', '1795259570244-99999990000', '999999999999999-0'];
      expect(await add(...ids)).toEqual(ids);
      expect(await all()).toEqual(ids);
    });

    it('refuses 0-0, and makes no stream of it', async () => {
      const refused = { refused: 'ERR The ID specified in XADD must be greater than 0-0' };
      expect(await add('0-0')).toEqual([refused]);
      expect(await ask('XINFO', 'STREAM', test.key)).toEqual({ refused: 'ERR no such key' });
      await add('0-1');
      expect(await add('0-0')).toEqual([refused]);
    });

    it('keeps several fields in their order, and every character', async () => {
      const fields = ['type', '', 'data', '"quotes" \\ \n \t \0 € 😀', 'type', 'again'];
      expect(await ask('XADD', test.key, '1-0', ...fields)).toBe('1-0');
      expect(await ask('XRANGE', test.key, '-', '+')).toEqual([['1-0', fields]]);
    });

    it('with * takes its clock for the id', async () => {
      const before = Date.now();
      const [milliseconds, sequence] = String(await ask('XADD', test.key, '*', 'n', '1')).split('-');
      expect(Number(milliseconds)).toBeGreaterThanOrEqual(before - LIMIT_MS);
      expect(Number(milliseconds)).toBeLessThanOrEqual(Date.now() + LIMIT_MS);
      expect(sequence).toBe('0');
    });

    it('with * counts on while its clock stands still', async () => {
      // In one piece, so that many are done in the same millisecond.
      test.one.stream.cork();
      const adding = Array.from({ length: 500 }, () => ask('XADD', test.key, '*', 'n', '1'));
      test.one.stream.uncork();
      const ids = await Promise.all(adding);
      expect(await all()).toEqual(ids);
      expect(ids.some((id) => !String(id).endsWith('-0'))).toBe(true);
    });

    it('with * counts on from the last id when its clock is behind that', async () => {
      const future = Date.now() + 3_600_000;
      await add(`${future}-7`);
      expect(await ask('XADD', test.key, '*', 'n', '1')).toBe(`${future}-8`);
      expect(await ask('XADD', test.key, '*', 'n', '1')).toBe(`${future}-9`);
    });

    it('with MAXLEN ~ removes the oldest alone, and keeps at least so many', async () => {
      const ids = Array.from({ length: 1_000 }, (_, index) => `${index + 1}-0`);
      const added = ids.map((id) => ask('XADD', test.key, 'MAXLEN', '~', 100, id, 'n', id));
      expect(await Promise.all(added)).toEqual(ids);
      const left = await all();
      expect(left.length).toBeGreaterThanOrEqual(100);
      expect(left.length).toBeLessThan(1_000);
      expect(left).toEqual(ids.slice(-left.length));
      expect(await streamInfo(test.one, test.key)).toEqual({
        length: left.length,
        lastId: '1000-0',
        entriesAdded: 1_000,
      });
    });

    it('is refused while there is no memory, whatever its id', async () => {
      await add('5-0');
      await test.redis.fill(true);
      expect(await add('6-0', '5-0', '0-0')).toEqual([outOfMemory, outOfMemory, outOfMemory]);
      expect(await ask('XADD', test.key, '*', 'n', '1')).toEqual(outOfMemory);
      expect(await ask('XADD', `new-${test.key}`, '1-0', 'n', '1')).toEqual(outOfMemory);
      expect(await ask('XINFO', 'STREAM', `new-${test.key}`)).toEqual({ refused: 'ERR no such key' });
      expect(await all()).toEqual(['5-0']);
      await test.redis.fill(false);
      expect(await add('6-0')).toEqual(['6-0']);
    });
  });

  describe('XREAD', () => {
    const read = (after: LogId, count = 1_000) => ask('XREAD', 'COUNT', count, 'STREAMS', test.key, after);
    const blocking = (connection: Connection, after: string, ms = 60_000, count = 1_000) =>
      answerOf(connection.call('XREAD', ['COUNT', count, 'BLOCK', ms, 'STREAMS', test.key, after]));

    it('answers with what stands behind a position, and null when that is nothing', async () => {
      expect(await read('0-0')).toBeNull();
      await add('1-0', '1-1', '2-0');
      expect(await read('0-0')).toEqual([[test.key, [entry('1-0'), entry('1-1'), entry('2-0')]]]);
      expect(await read('1-0', 1)).toEqual([[test.key, [entry('1-1')]]]);
      expect(await read('1-7')).toEqual([[test.key, [entry('2-0')]]]);
      expect(await read('2-0')).toBeNull();
      expect(await read('3-0')).toBeNull();
    });

    it('reads on behind a position that is gone', async () => {
      await add('1-0', '2-0', '3-0', '4-0');
      await ask('XTRIM', test.key, 'MINID', '=', '3-0');
      expect(await read('1-0')).toEqual([[test.key, [entry('3-0'), entry('4-0')]]]);
      expect(await read('2-5', 1)).toEqual([[test.key, [entry('3-0')]]]);
    });

    it('with BLOCK answers at once when there is something', async () => {
      await add('1-0', '2-0', '3-0');
      expect(await blocking(test.one, '1-0', 60_000, 1)).toEqual([[test.key, [entry('2-0')]]]);
    });

    it('with BLOCK answers with null when the time is over', async () => {
      expect(await blocking(test.one, '0-0', 30)).toBeNull();
      await add('1-0');
      expect(await blocking(test.one, '1-0', 30)).toBeNull();
      expect(await blocking(test.one, '9-0', 30)).toBeNull();
    });

    it.each(['0-0', '$'])('with BLOCK behind %s comes back when another connection appends', async (after) => {
      const reading = blocking(test.one, after);
      await test.redis.untilBlocked(1);
      expect(await test.other.call('XADD', [test.key, '1-0', 'n', '1-0'])).toBe('1-0');
      expect(await reading).toEqual([[test.key, [entry('1-0')]]]);
    });

    it('with BLOCK behind $ takes what comes after the call, and nothing before', async () => {
      await add('1-0', '2-0');
      const reading = blocking(test.one, '$');
      await test.redis.untilBlocked(1);
      await test.other.call('XADD', [test.key, '3-0', 'n', '3-0']);
      expect(await reading).toEqual([[test.key, [entry('3-0')]]]);
    });

    it('with BLOCK comes back with all of a batch, for it is one transaction', async () => {
      const [reading, third] = [blocking(test.one, '0-0'), await connected(test.redis)];
      const readingTwo = blocking(third, '0-0', 60_000, 2);
      await test.redis.untilBlocked(2);
      await test.other.call('XADD', [log(), '1-0', 'n', '1']);
      await test.other.call('EVAL', publishing(['1-0', '2-0', '3-0'], { cause: '1-0' }));
      const whole = [
        ['1-0', ['events', '[1-0]']],
        ['2-0', ['events', '[2-0]']],
        ['3-0', ['events', '[3-0]']],
      ];
      expect(await reading).toEqual([[test.key, whole]]);
      expect(await readingTwo).toEqual([[test.key, whole.slice(0, 2)]]);
      third.disconnect();
    });

    it('with BLOCK behind a position that the stream has not reached waits for what is greater', async () => {
      await add('1-0');
      const reading = blocking(test.one, '100-0');
      await test.redis.untilBlocked(1);
      await test.other.call('XADD', [test.key, '99-0', 'n', '99-0']);
      await test.other.call('XTRIM', [test.key, 'MINID', '=', '99-0']);
      await test.redis.untilBlocked(1);
      await test.other.call('XADD', [test.key, '101-0', 'n', '101-0']);
      expect(await reading).toEqual([[test.key, [entry('101-0')]]]);
    });

    it('with BLOCK holds up what its own connection sends behind it, which is answered afterwards, in order', async () => {
      let answered = 0;
      const asked = async (command: string, ...args: Args) => {
        const answer = await answerOf(test.one.call(command, args));
        answered += 1;
        return answer;
      };
      const elsewhere = `elsewhere-${test.key}`;
      const answers = [
        asked('XREAD', 'COUNT', 1_000, 'BLOCK', 60_000, 'STREAMS', test.key, '0-0'),
        asked('XADD', elsewhere, '1-0', 'n', '1-0'),
        asked('XADD', elsewhere, '1-0', 'n', '1-0'),
        asked('XRANGE', elsewhere, '-', '+'),
      ];
      await test.redis.untilBlocked(1);
      expect(await test.other.call('XRANGE', [elsewhere, '-', '+'])).toEqual([]);
      expect(answered).toBe(0);
      await test.other.call('XADD', [test.key, '1-0', 'n', '1-0']);
      expect(await Promise.all(answers)).toEqual([[[test.key, [entry('1-0')]]], '1-0', smaller, [entry('1-0')]]);
    });
  });

  describe('XRANGE and XREVRANGE', () => {
    beforeEach(() => add('1-0', '1-1', '2-0', '3-0'));

    it.each([
      [
        ['-', '+'],
        ['1-0', '1-1', '2-0', '3-0'],
      ],
      [
        ['(0-0', '+'],
        ['1-0', '1-1', '2-0', '3-0'],
      ],
      [
        ['(1-0', '+', 'COUNT', 2],
        ['1-1', '2-0'],
      ],
      [['1-1', '1-1'], ['1-1']],
      [['1-2', '1-2'], []],
      [['(3-0', '+', 'COUNT', 1_000], []],
      [
        ['1-1', '2-9'],
        ['1-1', '2-0'],
      ],
      [['3-0', '1-0'], []],
    ] as [Args, LogId[]][])('forwards: %j are %j', async (range, ids) => {
      expect(await ask('XRANGE', test.key, ...range)).toEqual(ids.map(entry));
    });

    it.each([
      [['+', '-', 'COUNT', 1], ['3-0']],
      [
        ['+', '-', 'COUNT', 9],
        ['3-0', '2-0', '1-1', '1-0'],
      ],
      [['2-0', '-', 'COUNT', 1], ['2-0']],
      [['1-9', '-', 'COUNT', 1], ['1-1']],
      [['0-9', '-', 'COUNT', 1], []],
      [['+', '2-0', 'COUNT', 1], ['3-0']],
      [['+', '3-1', 'COUNT', 1], []],
    ] as [Args, LogId[]][])('backwards: %j are %j', async (range, ids) => {
      expect(await ask('XREVRANGE', test.key, ...range)).toEqual(ids.map(entry));
    });

    it('of a missing stream are empty', async () => {
      expect(await ask('XRANGE', 'missing', '-', '+')).toEqual([]);
      expect(await ask('XREVRANGE', 'missing', '+', '-', 'COUNT', 1)).toEqual([]);
    });
  });

  describe('XINFO STREAM and XTRIM', () => {
    it('tell the length, the last id and the entries ever added, whatever is trimmed', async () => {
      expect(await ask('XINFO', 'STREAM', test.key)).toEqual({ refused: 'ERR no such key' });
      expect(await ask('XTRIM', test.key, 'MINID', '=', '5-0')).toBe(0);
      expect(await ask('XINFO', 'STREAM', test.key)).toEqual({ refused: 'ERR no such key' });
      await add('1-0', '2-0', '3-0');
      expect(await streamInfo(test.one, test.key)).toEqual({ length: 3, lastId: '3-0', entriesAdded: 3 });
      expect(await ask('XTRIM', test.key, 'MINID', '=', '2-0')).toBe(1);
      expect(await ask('XTRIM', test.key, 'MINID', '=', '2-0')).toBe(0);
      expect(await all()).toEqual(['2-0', '3-0']);
      expect(await streamInfo(test.one, test.key)).toEqual({ length: 2, lastId: '3-0', entriesAdded: 3 });
    });

    it('leave a stream whose entries are all gone, with its last id', async () => {
      await add('1-0', '2-0');
      expect(await ask('XTRIM', test.key, 'MINID', '=', '9-0')).toBe(2);
      expect(await streamInfo(test.one, test.key)).toEqual({ length: 0, lastId: '2-0', entriesAdded: 2 });
      expect(await all()).toEqual([]);
      expect(await add('2-0', '2-1')).toEqual([smaller, '2-1']);
      expect(await streamInfo(test.one, test.key)).toEqual({ length: 1, lastId: '2-1', entriesAdded: 3 });
    });

    it('need no memory', async () => {
      await add('1-0', '2-0');
      await test.redis.fill(true);
      expect(await ask('XTRIM', test.key, 'MINID', '=', '2-0')).toBe(1);
      expect(await streamInfo(test.one, test.key)).toEqual({ length: 1, lastId: '2-0', entriesAdded: 2 });
      expect(await all()).toEqual(['2-0']);
    });
  });

  describe('the publishing script', () => {
    const notThere = (id: LogId) => ({
      refused: expect.stringContaining(`ERR the result ${id} before this batch is not published`),
    });

    it('adds a batch, and passes over what is published already', async () => {
      expect(await publish('', '1-0', '2-0')).toBe(2);
      expect(await publish('', '1-0', '2-0', '3-0')).toBe(1);
      expect(await publish('', '2-0', '3-0')).toBe(0);
      expect(await ask('XRANGE', test.key, '-', '+')).toEqual(
        ['1-0', '2-0', '3-0'].map((id) => [id, ['events', `[${id}]`]]),
      );
    });

    it('adds nothing unless the result before it is there, or a later one', async () => {
      expect(await publish('1-0', '2-0')).toEqual(notThere('1-0'));
      expect(await ask('XINFO', 'STREAM', test.key)).toEqual({ refused: 'ERR no such key' });
      await publish('', '1-0', '3-0');
      expect(await publish('1-0', '4-0')).toBe(1);
      expect(await publish('2-0', '5-0')).toBe(1);
      expect(await publish('6-0', '7-0')).toEqual(notThere('6-0'));
      expect(await all()).toEqual(['1-0', '3-0', '4-0', '5-0']);
    });

    it('finds no result before it in a stream that is trimmed empty', async () => {
      await publish('', '1-0', '2-0', '3-0');
      await ask('XTRIM', test.key, 'MINID', '=', '3-0');
      expect(await publish('1-0', '4-0')).toBe(1);
      await ask('XTRIM', test.key, 'MINID', '=', '9-0');
      expect(await publish('4-0', '5-0')).toEqual(notThere('4-0'));
      expect(await publish('', '4-0', '5-0')).toBe(1);
    });

    it('adds nothing whose cause has become another entry, published already or not', async () => {
      const publishOf = (content: string, id: LogId) => ask('EVAL', ...publishing([id], { cause: '2-0', content }));
      await test.other.call('XADD', [log(), '2-0', 'data', 'b', 'type', 'a']);
      const replaced = {
        refused: expect.stringContaining('ERR the cause 2-0 is not in the log: another entry has its id'),
      };
      for (const content of ['a\nc', 'a\nb ', 'b\na', '\n']) expect(await publishOf(content, '2-0')).toEqual(replaced);
      expect(await publishOf('a\nb', '2-0')).toBe(1);
      expect(await publishOf('a\nc', '2-0')).toEqual(replaced);
      expect(await publishOf('', '2-1')).toBe(1);
      expect(await all()).toEqual(['2-0', '2-1']);
    });

    it('adds nothing whose cause is not in the log, unless that is published already', async () => {
      const gone = { refused: expect.stringContaining('ERR the cause 2-0 is not in the log') };
      expect(await publishFor('2-0', '', '1-0', '2-0')).toEqual(gone);
      await publish('', '1-0', '2-0');
      expect(await publishFor('2-0', '', '1-0', '2-0')).toBe(0);
      expect(await publishFor('2-0', '2-0', '2-0', '3-0')).toEqual(gone);
      expect(await all()).toEqual(['1-0', '2-0']);
    });

    it('stops at another error, and does not do what stands behind it', async () => {
      const refused = { refused: expect.stringContaining('ERR The ID specified in XADD must be greater than 0-0') };
      expect(await publish('', '1-0', '0-0', '2-0')).toEqual(refused);
      expect(await all()).toEqual(['1-0']);
    });

    it('is refused whole while there is no memory', async () => {
      await publish('', '1-0');
      await test.redis.fill(true);
      expect(await publish('', '1-0', '2-0')).toEqual(outOfMemory);
      expect(await publish('1-0', '2-0', '3-0')).toEqual(outOfMemory);
      expect(await publish('8-0', '9-0')).toEqual(notThere('8-0'));
      expect(await all()).toEqual(['1-0']);
    });
  });

  describe('a connection', () => {
    const NOT_SENT = "Stream isn't writeable";

    it('fails what is called before it is ready, and sends nothing', async () => {
      const connection = test.redis.connect();
      const failure = await failureOf(connection.call('XADD', [test.key, '1-0', 'n', '1']));
      expect(isReplyError(failure)).toBe(false);
      expect(failure.message).toContain(NOT_SENT);
      await ready(connection);
      expect(await connection.call('XRANGE', [test.key, '-', '+'])).toEqual([]);
      connection.disconnect();
    });

    it('that is cut fails what is under way, does not do what waits behind a read, and comes back as another socket', async () => {
      const { stream } = test.one;
      const reading = test.one.call('XREAD', ['COUNT', 1, 'BLOCK', 60_000, 'STREAMS', test.key, '0-0']);
      const adding = test.one.call('XADD', [`elsewhere-${test.key}`, '1-0', 'n', '1']);
      const failures = Promise.all([failureOf(reading), failureOf(adding)]);
      await test.redis.untilBlocked(1);
      await test.redis.cut(test.one);
      for (const failure of await failures) {
        expect(isReplyError(failure)).toBe(false);
        expect(failure.message).not.toContain(NOT_SENT);
      }
      expect(test.one.status).not.toBe('ready');
      expect((await failureOf(test.one.call('XINFO', ['STREAM', test.key]))).message).toContain(NOT_SENT);
      await ready(test.one);
      expect(test.one.stream).not.toBe(stream);
      await test.redis.untilBlocked(0);
      // What was on its way may still arrive, but not what stood behind the read.
      await sleep(LEFTOVER_MS);
      expect(await ask('XRANGE', `elsewhere-${test.key}`, '-', '+')).toEqual([]);
      expect(await add('1-0')).toEqual(['1-0']);
    });

    it('keeps its socket while it lasts', async () => {
      const { stream } = test.one;
      await add('1-0', '1-0');
      expect(test.one.stream).toBe(stream);
    });

    it('that is closed fails what is under way, and all that is called on it later', async () => {
      const connection = await connected(test.redis);
      const reading = connection.call('XREAD', ['COUNT', 1, 'BLOCK', 60_000, 'STREAMS', test.key, '0-0']);
      await test.redis.untilBlocked(1);
      connection.disconnect();
      expect(isReplyError(await failureOf(reading))).toBe(false);
      await until(() => connection.status === 'end');
      expect((await failureOf(connection.call('XRANGE', [test.key, '-', '+']))).message).toBe('Connection is closed.');
      await test.redis.untilBlocked(0);
    });

    it('comes back after a kill of the server, which has lost nothing', async () => {
      await add('1-0', '2-0', '3-0');
      await ask('XTRIM', test.key, 'MINID', '=', '2-0');
      const { stream } = test.one;
      const reading = failureOf(test.one.call('XREAD', ['COUNT', 1, 'BLOCK', 60_000, 'STREAMS', test.key, '3-0']));
      await test.redis.untilBlocked(1);
      await test.redis.restart();
      expect(isReplyError(await reading)).toBe(false);
      await ready(test.one);
      expect(test.one.stream).not.toBe(stream);
      expect(await all()).toEqual(['2-0', '3-0']);
      expect(await streamInfo(test.one, test.key)).toEqual({ length: 2, lastId: '3-0', entriesAdded: 3 });
      expect(await add('3-0', '3-1')).toEqual([smaller, '3-1']);
    });
  });

  it('has the settings that keep an order', async () => {
    expect(await durabilityFaults(test.one)).toEqual([]);
  });
});

describe('the stand-in and the real Redis', () => {
  let servers: RedisUnderTest[] = [];

  beforeAll(async () => {
    servers = await Promise.all(SERVERS.map(([, start]) => start()));
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  it.each([1, 2, 3])('answer two thousand random commands alike, with seed %i', async (seed) => {
    const commands = randomCommands(seed, 2_000);
    const [real, standIn] = await Promise.all(servers.map((server) => answersTo(server, commands)));
    for (const [at, command] of commands.entries())
      expect({ at, command, answer: standIn?.[at] }).toEqual({ at, command, answer: real?.[at] });
  });
});

const SENT_AT_ONCE = 50;

async function answersTo(redis: RedisUnderTest, commands: readonly Command[]): Promise<unknown[]> {
  const connection = await connected(redis);
  const answers: unknown[] = [];
  for (let at = 0; at < commands.length; at += SENT_AT_ONCE) {
    const sent = commands.slice(at, at + SENT_AT_ONCE);
    // Now and then there is no memory for a while.
    await redis.fill(at % 500 === 450);
    answers.push(...(await Promise.all(sent.map((command) => comparable(connection, command)))));
  }
  await redis.fill(false);
  connection.disconnect();
  return answers;
}

/** Of XINFO only what Fulcrum reads: the real one tells more. */
async function comparable(connection: Connection, [name, ...args]: Command): Promise<unknown> {
  const answer = await answerOf(connection.call(name, [...args]));
  if (name !== 'XINFO' || !Array.isArray(answer)) return answer;
  return ['length', 'last-generated-id', 'entries-added'].map((field) => answer[answer.indexOf(field) + 1]);
}
