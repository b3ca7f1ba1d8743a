import { isMoved, publishArguments, streamInfo } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../packages/streams/src/testing/test-support.ts';
import { failureOf } from './failure-of.ts';
import { PAIRS, type PairUnderTest } from './pair-under-test.ts';
import { type Args, ready } from './redis-under-test.ts';

const KEY = 'stream:{0}';

/** A replica on a busy machine may take more than a second. */
const LONG_MS = 20_000;

/** One after the other: each test goes on with the servers as the one before has left them. */
describe.each(PAIRS)('%s', (_name, start) => {
  let pair: PairUnderTest;

  beforeAll(async () => {
    pair = await start();
  });

  afterAll(async () => {
    await pair?.stop();
  });

  async function connected() {
    const connection = pair.connect();
    await ready(connection);
    return connection;
  }

  it('counts the replicas that have what a connection wrote, and waits for no longer than it is told', async () => {
    const redis = await connected();
    expect(await redis.call('XADD', [KEY, '1-0', 'n', '1'])).toBe('1-0');
    expect(await redis.call('WAIT', [1, LONG_MS])).toBe(1);
    pair.holdReplica();
    await redis.call('XADD', [KEY, '2-0', 'n', '2']);
    expect(await redis.call('WAIT', [1, 50])).toBe(0);
    pair.letGoReplica();
    expect(await redis.call('WAIT', [1, LONG_MS])).toBe(1);
    expect(await redis.call('PUBLISH', ['nobody', ''])).toBe(0);
    redis.disconnect();
  });

  it('takes no writes once it is a replica, does nothing of them, and is left for the new primary', async () => {
    const reader = await connected();
    const conditions = { before: '', cause: '2-0', content: '' };
    const attempts: readonly (readonly [command: string, args: Args])[] = [
      ['XADD', [KEY, '3-0', 'n', '3']],
      ['EVAL', publishArguments({ output: KEY, input: KEY }, [{ id: '4-0', events: '[]' }], conditions)],
      ['XTRIM', [KEY, 'MINID', '=', '2-0']],
      ['WAIT', [1, 50]],
    ];
    const writers = await Promise.all(attempts.map(connected));
    const reading = failureOf(reader.call('XREAD', ['COUNT', 1, 'BLOCK', 60_000, 'STREAMS', KEY, '2-0']));
    const { stream } = reader;
    await pair.untilBlocked();
    await pair.failOver();
    const unblocked = await reading;
    expect(unblocked.message).toMatch(/^UNBLOCKED /);
    expect(isMoved(unblocked)).toBe(true);
    for (const [at, [command, args]] of attempts.entries()) {
      const writer = writers[at] ?? reader;
      const refusal = await failureOf(writer.call(command, args));
      expect(refusal.message).toMatch(
        command === 'WAIT' ? /^ERR WAIT cannot be used with replica instances/ : /^READONLY You can't write against/,
      );
      await until(() => writer.status !== 'ready');
      await ready(writer);
      expect(await writer.call('XRANGE', [KEY, '-', '+'])).toEqual([
        ['1-0', ['n', '1']],
        ['2-0', ['n', '2']],
      ]);
      writer.disconnect();
    }
    await ready(reader);
    expect(reader.stream).not.toBe(stream);
    expect(await reader.call('XADD', [KEY, '3-0', 'n', 'three'])).toBe('3-0');
    expect(await reader.call('WAIT', [1, LONG_MS])).toBe(1);
    reader.disconnect();
  });

  it('dies, and its replica goes on with all that it had', async () => {
    const redis = await connected();
    const reading = failureOf(redis.call('XREAD', ['COUNT', 1, 'BLOCK', 60_000, 'STREAMS', KEY, '3-0']));
    await pair.untilBlocked();
    await pair.kill();
    expect(isMoved(await reading)).toBe(false);
    await ready(redis);
    expect(await streamInfo(redis, KEY)).toEqual({ length: 3, lastId: '3-0', entriesAdded: 3 });
    expect((await failureOf(redis.call('XADD', [KEY, '3-0', 'n', '3']))).message).toContain('equal or smaller');
    expect(await redis.call('XADD', [KEY, '4-0', 'n', '4'])).toBe('4-0');
    redis.disconnect();
  });
});
