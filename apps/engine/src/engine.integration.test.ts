import { setTimeout as sleep } from 'node:timers/promises';
import { NEWEST_RULES, UnknownRulesError } from '@fulcrum/cfd';
import { readLosses } from '@fulcrum/db';
import { callbackId, InvariantError, type LogEntry, type LogId } from '@fulcrum/log';
import { decodeReply } from '@fulcrum/protocol';
import { DamagedSnapshotError, ENTRIES_PER_SNAPSHOT, SnapshotTooOldError, supervise } from '@fulcrum/replica';
import { connectRedis, GapError, streamInfo, streamKeys, trimBefore } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FORMAT_VERSION } from './snapshot-format.ts';
import { loadSnapshot } from './testing/snapshots.ts';
import {
  closeOrder,
  createAccount,
  createOrder,
  entry,
  randomJournal,
  setInstrument,
  tick,
  uuid,
} from './testing/test-journal.ts';
import { type EngineReplica, EngineWorld, Oracle, type TestParts, until } from './testing/test-support.ts';
import { ThreadWatch } from './testing/watch-threads.ts';

const KEYS = streamKeys();

let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.start();
});

afterAll(async () => {
  await world?.stop();
});

afterEach(async () => {
  await world.clear();
});

/** An instrument, an account and a quote in the first ten seconds of log time. */
const OPENING = [setInstrument('1000-0'), createAccount('1000-1', 1), tick('1000-2', '100.00', '100.10')];

/** The ids under which the results of these inputs stand, when each has less than 257 events. */
function resultIds(ids: readonly LogId[]): LogId[] {
  return ids.map((id) => `${id.split('-')[0]}-${Number(id.split('-')[1]) * 10_000}`);
}

/** That callback-stream holds what a core of its own makes of the log: all of it, each once, in order. */
async function expectPublished(log: readonly LogEntry[]): Promise<void> {
  const { caused } = new Oracle().apply(log);
  const published = await world.published();
  expect(published.map(({ id }) => id)).toEqual(resultIds(caused.map(({ id }) => id)));
  // The events went through JSON, which knows no undefined.
  expect(published.map(({ events }) => events)).toEqual(JSON.parse(JSON.stringify(caused.map(({ events }) => events))));
}

describe('an engine', () => {
  it('answers a read to its asker alone, naming the last result before it, also after a restart', async () => {
    const asker = connectRedis(world.devstack.redis.url, () => {});
    const replies: unknown[] = [];
    asker.on('message', (_channel, text) => replies.push(decodeReply(text)));
    try {
      await until(
        () => asker.status === 'ready',
        () => 'no connection',
      );
      await asker.subscribe(KEYS.replies('asker'));
      const read = (id: LogId) => entry(id, 'get-account', { requestId: id, userId: uuid(1), replyTo: 'asker' });
      const log = [entry('1000-0', 'set-rules', { version: 2 }), setInstrument('1000-1'), createAccount('1000-2', 1)];
      await world.append([...log, tick('1000-3', '100.00', '100.10'), createOrder('1000-4', 1, 101), read('1000-5')]);
      const first = await world.engine();
      const reply = (cause: LogId, after: LogId) => ({
        ...{ cause, after },
        event: expect.objectContaining({ type: 'account', requestId: cause, marginLevel: expect.any(String) }),
      });
      await until(
        () => replies.length > 0,
        () => 'no answer came',
      );
      expect(replies.splice(0)).toEqual([reply('1000-5', '1000-40000')]);
      expect((await world.published()).at(-1)?.id).toBe('1000-40000');
      await first.stop();
      // Whoever asks while no engine runs has an answer from the next one, which has to find out what is published.
      await world.append([read('1000-6')]);
      await world.engine();
      await until(
        () => replies.length > 1,
        () => 'no answer came',
      );
      // What the first one answered may be answered again, and nobody waits for it.
      expect(replies).toEqual([reply('1000-5', '1000-40000'), reply('1000-6', '1000-40000')]);
    } finally {
      asker.disconnect();
    }
  });

  it('answers each input under the id made from its own', async () => {
    const engine = await world.engine();
    const log = [
      ...OPENING,
      createOrder('1000-3', 1, 101),
      tick('1000-4', '100.01', '100.11'),
      closeOrder('1000-5', 1, 101),
    ];
    await world.append(log);
    await world.untilPublished('1000-50000');
    expect((await world.published()).map(({ id, events }) => [id, events[0]?.type])).toEqual([
      ['1000-0', 'instrument-set'],
      ['1000-10000', 'account-created'],
      ['1000-30000', 'created'],
      ['1000-50000', 'closed'],
    ]);
    await expectPublished(log);
    expect(engine.engine.notReady()).toBeUndefined();
  });

  it('tells of a tick that closes more than 256 orders in several parts', async () => {
    await world.engine();
    const orders = Array.from({ length: 600 }, (_, index) =>
      createOrder(`1000-${index + 3}`, 1, 101 + index, { quantity: '0.01', leverage: 100 }),
    );
    await world.append([...OPENING, ...orders, tick('2000-7', '50.00', '50.10')]);
    await world.untilPublished('2000-70002');
    const parts = (await world.published()).slice(-3);
    expect(parts.map(({ id, events }) => [id, events.length])).toEqual([
      ['2000-70000', 256],
      ['2000-70001', 256],
      ['2000-70002', 88],
    ]);
    const closed = parts.flatMap(({ events }) => events.map((event) => (event.type === 'closed' ? event.orderId : '')));
    expect(closed).toEqual(Array.from({ length: 600 }, (_, index) => uuid(101 + index)));
    // Who starts from the snapshot right behind it finds in the log the very entry that the snapshot knows.
    await world.append([tick('10000-0', '50.00', '50.10')]);
    await world.untilCheckpoint('2000-7');
    const next = await world.engine();
    await next.reaches('10000-0');
    expect(next.errors).toEqual([]);
  });

  it('has a snapshot point just before the first entry of each ten seconds of log time', async () => {
    await world.engine();
    await world.append([...OPENING, tick('9999-0', '100.00', '100.10')]);
    await world.untilPublished('1000-10000');
    expect(await world.checkpoint()).toBe('0-0');
    await world.append([tick('10000-0', '101.00', '101.10')]);
    await world.untilCheckpoint('9999-0');
    await world.append([tick('45000-0', '101.00', '101.10'), tick('45001-0', '101.00', '101.10')]);
    await world.untilCheckpoint('10000-0');
    const expected = new Oracle().apply([
      ...OPENING,
      tick('9999-0', '100.00', '100.10'),
      tick('10000-0', '101.00', '101.10'),
    ]);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(expected.core.stateHash());
  });

  it('commits a snapshot only once all results up to it are in callback-stream', async () => {
    const engine = await world.engine();
    await world.redis.set(KEYS.callback, 'in the way');
    await world.append([...OPENING, tick('10000-0', '101.00', '101.10')]);
    await engine.reaches('10000-0');
    await sleep(500);
    expect(await world.checkpoint()).toBe('0-0');
    await world.redis.del(KEYS.callback);
    await world.untilCheckpoint('1000-2');
    await expectPublished(OPENING);
  });
});

describe('an engine that starts again from its snapshot', () => {
  it('knows the ids of closed orders, quotes, and the order of opening, and answers as one that never stopped', async () => {
    const before = [
      ...OPENING,
      createOrder('2000-0', 1, 101),
      createOrder('2000-1', 1, 102),
      closeOrder('2000-2', 1, 101),
      createOrder('3000-0', 1, 103),
      tick('10000-0', '100.00', '100.10'),
    ];
    const first = await world.engine();
    await world.append(before);
    await world.untilCheckpoint('3000-0');
    await first.stop();
    const after = [
      createOrder('10001-0', 1, 101),
      createOrder('10001-1', 1, 102),
      createOrder('10001-2', 1, 104),
      entry('10001-3', 'get-account', { requestId: 'g', userId: uuid(1) }),
      tick('10002-0', '1.00', '1.10'),
      createOrder('610000-0', 1, 101),
    ];
    await world.append(after);
    const second = await world.engine();
    await second.reaches('610000-0');
    await world.untilPublished('610000-0');
    await expectPublished([...before, ...after]);
    const answers = (await world.published()).slice(-6).map(({ events }) => events);
    expect(answers.map((events) => events.map((event) => ('code' in event ? event.code : event.type)))).toEqual([
      ['duplicate_order'],
      ['duplicate_order'],
      ['created'],
      ['account'],
      ['closed', 'closed', 'closed'],
      // More than ten minutes after 101 was closed its id is free; the quote is long stale by then.
      ['stale_price'],
    ]);
  });

  it('publishes what a replica before it had not published, and nothing twice, wherever that one ended', async () => {
    const journal = randomJournal(5, 3_000);
    for (let from = 0; from < journal.length; from += 250) {
      const engine = await world.engine();
      const part = journal.slice(from, from + 250);
      await world.append(part);
      // Each replica ends at another moment: before, while and after it publishes.
      if (from % 500 === 0) await engine.reaches(part.at(-1)?.id ?? '');
      await engine.stop();
    }
    const last = await world.engine();
    await last.reaches(journal.at(-1)?.id ?? '');
    await until(
      () => last.engine.figures.pendingResults === 0,
      () => 'results are still waiting',
    );
    await expectPublished(journal);
    expect(last.errors).toEqual([]);
  });

  it('publishes the other parts of a result of which a replica before it had published the first', async () => {
    const orders = Array.from({ length: 300 }, (_, index) => createOrder(`1000-${index + 3}`, 1, 101 + index));
    const log = [...OPENING, ...orders, tick('2000-7', '1.00', '1.10')];
    const { caused } = new Oracle().apply(log);
    for (const { id, events } of caused) {
      const [milliseconds, sequence] = id.split('-');
      const first = `${milliseconds}-${Number(sequence) * 10_000}`;
      await world.redis.xadd(KEYS.callback, first, 'events', JSON.stringify(events.slice(0, 256)));
    }
    expect((await world.published()).at(-1)?.id).toBe('2000-70000');
    await world.append(log);
    await world.engine();
    await world.untilPublished('2000-70001');
    const parts = (await world.published()).slice(caused.length - 1);
    expect(parts.map(({ id, events }) => [id, events.length])).toEqual([
      ['2000-70000', 256],
      ['2000-70001', 44],
    ]);
  });

  it('goes on when Redis and PostgreSQL are killed and started again under it', async () => {
    world.hasThreads = true;
    const journal = randomJournal(6, 2_000);
    const half = journal.slice(0, 1_000);
    const engine = await world.engine();
    await world.append(half);
    await Promise.all([world.devstack.redis.restart(), world.devstack.postgres.restart()]);
    await until(
      () => world.redis.status === 'ready',
      () => 'Redis does not come back',
    );
    await world.append(journal.slice(1_000));
    const end = tick('9000000000-0', '1.00', '1.10', 'UNKNOWN');
    await world.append([end]);
    await engine.reaches(end.id);
    await world.untilCheckpoint(journal.at(-1)?.id ?? '');
    await expectPublished(journal);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(new Oracle().apply(journal).core.stateHash());
  });

  it('merges its snapshot points while PostgreSQL does not answer, and never holds up the log', async () => {
    world.hasThreads = true;
    const engine = await world.engine();
    await world.append(OPENING);
    await engine.reaches('1000-2');
    const release = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const locking = world.db.$transaction(async (tx) => {
      await tx.$executeRaw`lock table "Checkpoint" in access exclusive mode`;
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const log = Array.from({ length: 30 }, (_, slot) => [
      tick(`${slot + 1}0000-0`, `10${slot % 3}.00`, `10${slot % 3}.10`),
      createOrder(`${slot + 1}0000-1`, 1, 101 + slot, { leverage: 2 }),
    ]).flat();
    await world.append(log);
    await world.untilPublished('300000-10000');
    await until(
      () => engine.engine.figures.pendingSnapshots === 2,
      () => `${engine.engine.figures.pendingSnapshots} snapshot points are waiting`,
    );
    release.resolve();
    await locking;
    await world.untilCheckpoint('290000-1');
    const expected = new Oracle().apply([...OPENING, ...log.slice(0, -2)]);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(expected.core.stateHash());
  });

  it('stops when PostgreSQL lost a snapshot, since its own changes begin behind it', async () => {
    const engine = await world.engine();
    await world.append([...OPENING, tick('10000-0', '101.00', '101.10')]);
    // Before it has read back what it committed it keeps its changes, and would only write them once more.
    await until(
      () => engine.engine.figures.committed === '1000-2',
      () => `the engine knows of the snapshot at ${engine.engine.figures.committed}`,
    );
    await world.db.checkpoint.update({
      where: { shard_reader: { shard: 0, reader: 'engine' } },
      data: { position: '0-0' },
    });
    await world.append([tick('20000-0', '101.00', '101.10')]);
    const failure = await engine.failure();
    expect(failure).toBeInstanceOf(InvariantError);
    expect(String(failure)).toContain('the checkpoint went back from 1000-2 to 0-0');
    expect(await world.db.snapshot.count()).toBe(1);
  });

  it('leaves no thread behind when it is over', async () => {
    world.hasThreads = true;
    const threads = new ThreadWatch();
    const engine = await world.engine();
    await threads.first();
    threads.stop();
    await world.append([...OPENING, tick('10000-0', '101.00', '101.10')]);
    // A thread that still loads its program hears of the end too late on a slow machine.
    await until(
      () => engine.engine.figures.committed === '1000-2',
      () => `the engine knows of the snapshot at ${engine.engine.figures.committed}`,
    );
    await engine.stop();
    expect(threads.exitCodes).toEqual([0]);
  });

  it('stops when its snapshot thread dies, and does not go on without snapshots', async () => {
    world.hasThreads = true;
    const threads = new ThreadWatch();
    const engine = await world.engine();
    const thread = await threads.first();
    threads.stop();
    await world.append(OPENING);
    await engine.reaches('1000-2');
    await thread.terminate();
    const failure = await engine.failure();
    expect(failure).toBeInstanceOf(InvariantError);
    expect(String(failure)).toContain('the snapshot thread ended by itself');
  });

  it('takes a state from before an upgrade, whose hash is of another kind, and says so', async () => {
    const first = await world.engine();
    await world.append([...OPENING, createOrder('2000-0', 1, 101), tick('10000-0', '100.00', '100.10')]);
    await world.untilCheckpoint('2000-0');
    await first.stop();
    await world.db.$executeRaw`update "Snapshot" set "formatVersion" = 1, "stateHash" = '0123456789abcdef'`;
    const second = await world.engine();
    expect(second.warnings).toEqual(['the snapshot is of an older version: its hash cannot be compared']);
    await world.append([closeOrder('10000-1', 1, 101), tick('20000-0', '100.00', '100.10')]);
    await world.untilCheckpoint('10000-1');
    await second.stop();
    const third = await world.engine();
    expect(third.warnings).toEqual([]);
    expect({ ...third.engine.figures, ...third.engine.core.figures }).toMatchObject({
      committed: '10000-1',
      openOrders: 0,
    });
  });

  it('does not begin with rows that somebody has changed, and says what can be done', async () => {
    const engine = await world.engine();
    await world.append([...OPENING, tick('10000-0', '101.00', '101.10')]);
    await world.untilCheckpoint('1000-2');
    await engine.stop();
    await world.db.$executeRaw`update "Account" set balance = balance + 1`;
    const failure = await world.recovered().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DamagedSnapshotError);
    expect(String(failure)).toMatch(/starting again does not help: broken invariant: the state loaded at 1000-2 has/);
    expect(String(failure)).toContain('Choose a way out for shard 0:');
  });

  it('stops when its state differs from the one that is stored for the same position', async () => {
    const engine = await world.recovered();
    // As if another engine had computed something else.
    await world.db.$executeRaw`insert into "Checkpoint" (reader, position) values ('engine', '1000-2')`;
    await world.db.$executeRaw`
      insert into "Snapshot" (position, "formatVersion", "stateHash", "houseResult", deposits, "nextOrderNumber")
      values ('1000-2', ${FORMAT_VERSION}, '0123456789abcdef', 0, 0, 0)`;
    engine.run();
    await world.append([...OPENING, tick('10000-0', '101.00', '101.10')]);
    const failure = await engine.failure();
    expect(failure).toBeInstanceOf(InvariantError);
    expect(String(failure)).toMatch(/the state at 1000-2 has the hash [0-9a-f]{16}, but 0123456789abcdef is stored/);
  });
});

describe('the rules', () => {
  const formats = async () => {
    const rows = await world.db.$queryRaw<{ row: [string, number, number] }[]>`
      select json_build_array(position, "formatVersion", "rulesVersion") as row from "Snapshot" order by "createdAt"`;
    return rows.map(({ row }) => row);
  };

  it('leave a snapshot to older engines until they go up, and are in it from then on', async () => {
    const engine = await world.engine();
    await world.append([...OPENING, tick('10000-0', '100.00', '100.10')]);
    await world.untilCheckpoint('1000-2');
    await world.append([entry('10001-0', 'set-rules', { version: 2 }), tick('20000-0', '100.00', '100.10')]);
    await world.untilCheckpoint('10001-0');
    expect(await formats()).toEqual([
      ['1000-2', 2, 1],
      ['10001-0', 3, 2],
    ]);
    await engine.stop();
    expect((await loadSnapshot(world.tables)).core.rulesVersion).toBe(2);
  });

  it('and guards, held prices and modes are in a snapshot for as long as they are there', async () => {
    const { data } = setInstrument('1-0');
    const guarded = {
      ...JSON.parse(data),
      assetClass: 'crypto',
      mode: 'close_only',
      maxJumpBps: 500,
      confirmJumpMs: 0,
    };
    const held = {
      ...{ asset: 'BTC_USDC', bid: '1.00', ask: '2.00' },
      exchangeTime: '9007199254740993',
      source: 'a"|b',
    };
    const engine = await world.engine();
    await world.append([...OPENING, entry('1001-0', 'set-instrument', guarded), entry('1002-0', 'price-update', held)]);
    await world.append([tick('10000-0', '3.00', '3.00', 'NONE')]);
    await world.untilCheckpoint('1002-0');
    expect(await formats()).toEqual([['1002-0', 3, 1]]);
    const { core } = await loadSnapshot(world.tables);
    expect(core.instrument('BTC_USDC')).toMatchObject({ mode: 'close_only', maxJumpBps: 500 });
    expect(core.apply({ type: 'price-update', ...held }, 10_001)).toEqual([]);
    await world.append([tick('10001-0', '100.00', '100.10'), setInstrument('10002-0'), tick('20000-0', '1', '1')]);
    await world.untilCheckpoint('10002-0');
    expect((await formats()).at(-1)).toEqual(['10002-0', 2, 1]);
    expect(await world.db.$queryRaw`select * from "HeldTick"`).toEqual([]);
    await engine.stop();
    expect((await loadSnapshot(world.tables)).hasForeignHash).toBe(false);
  });

  it('end the engine with a sentence for its operator when it does not know them', async () => {
    const engine = await world.recovered();
    engine.run();
    await world.append([...OPENING, entry('2000-0', 'set-rules', { requestId: 'r', version: NEWEST_RULES + 1 })]);
    const failure = await engine.failure();
    expect(failure).toBeInstanceOf(UnknownRulesError);
    expect(String(failure)).toMatch(new RegExp(`rules version ${NEWEST_RULES + 1}.* upgrade`));
  });

  it('keep an engine from a snapshot of rules that it does not know', async () => {
    const engine = await world.engine();
    await world.append([...OPENING, tick('10000-0', '100.00', '100.10')]);
    await world.untilCheckpoint('1000-2');
    await engine.stop();
    await world.db.$executeRaw`update "Snapshot" set "rulesVersion" = ${NEWEST_RULES + 1}, "formatVersion" = 6`;
    await expect(loadSnapshot(world.tables)).rejects.toThrow(UnknownRulesError);
  });
});

describe('a clock that stands still', () => {
  /** Redis writes entries of one kind itself: as commands of the test they took as long as the engines that read them. */
  const FLOOD = `for number = ARGV[1], ARGV[2] do
    redis.call('XADD', KEYS[1], ARGV[3] .. '-' .. number, 'type', ARGV[4], 'data', ARGV[5])
  end`;

  /** Ticks of an asset that nobody trades, with ids in the future, as a clock that jumped ahead leaves them. */
  async function flood(from: number, count: number): Promise<void> {
    const { type, data } = tick('129000-0', '1', '1', 'NONE');
    for (let at = from; at < from + count; at += 16_384) {
      const last = Math.min(at + 16_384, from + count) - 1;
      await world.redis.eval(FLOOD, 1, KEYS.engine, at, last, 129_000, type, data);
    }
  }

  it('stops neither snapshots nor trimming under the second rules, and every engine has its snapshot points where the others do', async () => {
    const engines = [await world.engine(), await world.engine()];
    await world.append([...OPENING, entry('1000-3', 'set-rules', { version: 2 }), tick('9000-0', '100.00', '100.10')]);
    await flood(0, ENTRIES_PER_SNAPSHOT + 1);
    await world.untilCheckpoint(`129000-${ENTRIES_PER_SNAPSHOT - 1}`);
    await engines[0]?.stop();
    // It begins with the snapshot, and has seen none of the entries before it.
    engines[0] = await world.engine();
    expect(engines[0].engine.start).toBe(`129000-${ENTRIES_PER_SNAPSHOT - 1}`);
    await trimBefore(world.redis, KEYS.engine, `129000-${ENTRIES_PER_SNAPSHOT - 1}`);
    await flood(ENTRIES_PER_SNAPSHOT + 1, ENTRIES_PER_SNAPSHOT);
    await world.untilCheckpoint(`129000-${2 * ENTRIES_PER_SNAPSHOT - 1}`);
    await until(
      () => engines.every(({ engine }) => engine.figures.pendingSnapshots === 0),
      () => 'the engines know of the snapshot',
    );
    expect(engines.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('has none of these snapshot points under the first rules, since older engines beside would not make them', async () => {
    const engine = await world.engine();
    await world.append(OPENING);
    await flood(0, ENTRIES_PER_SNAPSHOT + 2);
    await until(
      () => engine.engine.figures.position === `129000-${ENTRIES_PER_SNAPSHOT + 1}`,
      () => 'all is applied',
    );
    await world.append([tick('130000-0', '1', '1')]);
    await world.untilCheckpoint(`129000-${ENTRIES_PER_SNAPSHOT + 1}`);
    const rows = await world.db.$queryRaw<object[]>`select position from "Snapshot" order by "createdAt"`;
    expect(rows.at(-2)).toEqual({ position: '1000-2' });
  });
});

describe('an engine whose log was lost', () => {
  /** Runs an engine up to a snapshot at 3000-0 and results up to 10001-0, and stops it. */
  async function liveOnce(): Promise<LogEntry[]> {
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    const engine = await world.engine();
    await world.append([...log, createOrder('10001-0', 1, 102)]);
    await world.untilCheckpoint('3000-0');
    await world.untilPublished('10001-0');
    await engine.stop();
    return log;
  }

  /** That the next engine says it, and works on the state of the snapshot. */
  async function expectGoesOn(log: readonly LogEntry[]): Promise<void> {
    const engine = await world.engine();
    expect(engine.errors.length).toBeGreaterThan(0);
    for (const error of engine.errors) expect(error).toContain('THE LOG WAS LOST: engine-stream:{0}');
    // All that was behind the snapshot may be gone.
    const [loss, ...others] = await readLosses(world.db, 0);
    expect([loss?.after, others]).toEqual(['3000-0', []]);
    expect(Math.abs((loss?.foundAt ?? 0) - Date.now())).toBeLessThan(60_000);
    const { lastId } = await streamInfo(world.redis, KEYS.engine);
    const time = Math.max(20_000, Number(lastId.split('-')[0]) + 1);
    const more = [
      tick(`${time}-0`, '100.00', '100.10'),
      createOrder(`${time}-1`, 1, 101),
      createOrder(`${time}-2`, 1, 103),
      tick(`${time + 10_000}-0`, '100.00', '100.10'),
    ];
    await world.append(more);
    await engine.reaches(`${time + 10_000}-0`);
    await world.untilPublished(`${time}-20000`);
    const answers = (await world.published()).slice(-2).flatMap(({ events }) => events);
    expect(answers).toMatchObject([{ code: 'duplicate_order' }, { type: 'created', orderId: uuid(103) }]);
    await world.untilCheckpoint(`${time}-2`);
    const expected = new Oracle().apply([...log, ...more.slice(0, -1)]);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(expected.core.stateHash());
    const next = await world.engine();
    expect(next.errors).toEqual([]);
  }

  /** What the snapshot at 3000-0 holds. */
  const inSnapshot = (log: readonly LogEntry[]) => log.slice(0, 4);

  it('whole, puts markers where it ended, so that later ids are greater, and goes on from the snapshot', async () => {
    const log = await liveOnce();
    await world.redis.del(KEYS.engine);
    await expectGoesOn(inSnapshot(log));
    const markers = (await world.redis.xrange(KEYS.engine, '-', '10001-9')).map(([id, fields]) => [id, fields[1]]);
    expect(markers).toEqual([
      ['3000-0', 'marker'],
      // Not where the lost entry stood: whoever has applied that one has to miss it.
      ['10001-1', 'marker'],
    ]);
  });

  it('together with its results goes on from the snapshot too', async () => {
    const log = await liveOnce();
    await world.redis.flushall();
    await expectGoesOn(inSnapshot(log));
  });

  it('whole, and others appended before it looked, takes what they appended', async () => {
    const log = await liveOnce();
    await world.redis.del(KEYS.engine);
    const appended = [tick('11000-0', '90.00', '90.10'), createOrder('11000-1', 1, 104)];
    await world.append(appended);
    await expectGoesOn([...inSnapshot(log), ...appended]);
  });

  it('from behind the checkpoint on, as by a power cut without fsync, goes on with the rest', async () => {
    const log = await liveOnce();
    await world.redis.xdel(KEYS.engine, '10001-0');
    await world.redis.call('XSETID', KEYS.engine, '10000-0');
    await expectGoesOn(log);
  });

  it.each([
    ['', []],
    [', and others appended before it looked', [tick('11000-0', '90.00', '90.10')]],
  ])('from behind the checkpoint on together with its results, of which the history has one%s', async (_, appended) => {
    const log = await liveOnce();
    await world.db.checkpoint.create({ data: { reader: 'recorder', position: callbackId('10001-0', 0) } });
    for (const [key, end] of [
      [KEYS.engine, '10000-0'],
      [KEYS.callback, callbackId('3000-0', 0)],
    ] as const) {
      await world.redis.xdel(key, key === KEYS.engine ? '10001-0' : callbackId('10001-0', 0));
      await world.redis.call('XSETID', key, end);
    }
    await world.append(appended);
    await expectGoesOn([...log, ...appended]);
  });

  it('from before the checkpoint on, and others appended before it looked, goes on with what they appended', async () => {
    const log = await liveOnce();
    await trimBefore(world.redis, KEYS.engine, '1000-1');
    for (const id of ['3000-0', '10000-0', '10001-0']) await world.redis.xdel(KEYS.engine, id);
    const appended = [tick('11000-0', '90.00', '90.10')];
    await world.append(appended);
    await expectGoesOn([...inSnapshot(log), ...appended]);
  });

  it('under it ends this replica, and the next one goes on', async () => {
    const engine = await world.engine();
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    await world.append(log);
    await world.untilCheckpoint('3000-0');
    await world.redis.del(KEYS.engine);
    await world.append([tick('11000-0', '90.00', '90.10')]);
    expect(await engine.failure()).toBeInstanceOf(GapError);
    await engine.stop();
    await expectGoesOn([...inSnapshot(log), tick('11000-0', '90.00', '90.10')]);
  });
});

describe('an engine whose log was trimmed before it had read it, or', () => {
  /** Runs as the process does, while `use` uses its parts, and returns what was said and what it ended with. */
  async function supervised(
    use: (parts: TestParts, replicas: EngineReplica[], running: Promise<void>) => Promise<void>,
  ) {
    const errors: string[] = [];
    const replicas: EngineReplica[] = [];
    const parts = world.parts(errors);
    const stopping = new AbortController();
    let failure: unknown;
    const running = supervise(parts, stopping.signal, (engine) => replicas.push(engine)).catch((error: unknown) => {
      failure = error;
    });
    await use(parts, replicas, running);
    stopping.abort(new Error('the test is over'));
    await running;
    return { errors, failure, replicas: replicas.length };
  }

  it('starts over from the snapshot of another, and goes on', async () => {
    world.hasThreads = true;
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    const more = [createOrder('10001-0', 1, 102), tick('20000-0', '100.00', '100.10')];
    const threads = new ThreadWatch();
    const { errors, replicas } = await supervised(async ({ opened }, replicas) => {
      await until(
        () => replicas[0]?.notReady() === undefined && replicas.length === 1,
        () => 'the engine is not ready',
      );
      // It does not read for a while.
      const [reading] = opened;
      reading?.disconnect();
      const other = await world.engine();
      await world.append(log);
      await world.untilCheckpoint('3000-0');
      await other.stop();
      await trimBefore(world.redis, KEYS.engine, '3000-0');
      await world.append(more);
      await reading?.connect();
      await world.untilCheckpoint('10001-0');
    });
    expect({ errors, replicas }).toEqual({ errors: ['starting over from the snapshot'], replicas: 2 });
    threads.stop();
    // The first replica's, the other engine's, and the second replica's, which begins when the first one's is gone.
    expect(threads.runningBefore).toEqual([0, 1, 0]);
    await expectPublished([...log, ...more]);
  });

  /** Redis comes back with a stream that has only its first entries. */
  async function loseAllBut(key: string, count: number, { opened }: TestParts): Promise<void> {
    const kept = (await world.redis.xrange(key, '-', '+')).slice(0, count);
    await world.redis.del(key);
    for (const [id, fields] of kept) await world.redis.xadd(key, id, ...fields);
    for (const connection of opened) connection.disconnect(true);
  }

  it('of which Redis lost the end while the engine ran: says so, and goes on from the snapshot', async () => {
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    const lost = [createOrder('10001-0', 1, 102), createOrder('10002-0', 1, 103)];
    const more = [createOrder('10003-0', 1, 104), tick('20000-0', '100.00', '100.10')];
    const { errors, replicas } = await supervised(async (parts) => {
      await world.append([...log, ...lost]);
      await world.untilPublished('10002-0');
      await world.untilCheckpoint('3000-0');
      await loseAllBut(KEYS.callback, 3, parts);
      await loseAllBut(KEYS.engine, log.length, parts);
      await until(
        async () => (await streamInfo(world.redis, KEYS.engine)).lastId === '10002-1',
        () => 'no marker was appended',
      );
      await world.append(more);
      await world.untilCheckpoint('10003-0');
    });
    expect(replicas).toBe(2);
    expect(errors[0]).toBe('starting over from the snapshot');
    expect(errors[1]).toContain('THE LOG WAS LOST: engine-stream:{0} has no entry 10002-0 any more');
    expect((await loadSnapshot(world.tables)).core.openOrders).toBe(2);
    await expectPublished([...log, ...more]);
  });

  it('of which another entry has taken the id of the snapshot’s, while no engine ran: says so', async () => {
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    const first = await world.engine();
    await world.append(log);
    await world.untilCheckpoint('3000-0');
    await first.stop();
    expect(first.errors).toEqual([]);
    const same = await world.engine();
    await same.stop();
    expect(same.errors).toEqual([]);
    const entries = await world.redis.xrange(KEYS.engine, '-', '+');
    await world.redis.del(KEYS.engine);
    for (const [id, fields] of entries)
      await world.redis.xadd(KEYS.engine, id, ...(id === '3000-0' ? ['type', 'price-update', 'data', '{}'] : fields));
    const second = await world.engine();
    await second.stop();
    expect(second.errors).toEqual([expect.stringContaining('has another entry 3000-0 than the snapshot')]);
  });

  it('of which Redis lost the end again and again before there was another snapshot: goes on from the same one each time', async () => {
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    const more = [createOrder('10004-0', 1, 104), tick('20000-0', '100.00', '100.10')];
    const { failure, replicas } = await supervised(async (parts) => {
      await world.append(log);
      await world.untilCheckpoint('3000-0');
      for (const time of [10_001, 10_002, 10_003]) {
        await world.append([createOrder(`${time}-0`, 1, time)]);
        await world.untilPublished(`${time}-0`);
        await loseAllBut(KEYS.callback, 3, parts);
        await loseAllBut(KEYS.engine, log.length, parts);
        await until(
          async () => (await streamInfo(world.redis, KEYS.engine)).lastId === `${time}-1`,
          () => 'no marker was appended',
        );
      }
      await world.append(more);
      await world.untilCheckpoint('10004-0');
    });
    expect({ failure, replicas }).toEqual({ failure: undefined, replicas: 4 });
  });

  it('whose results Redis lost while the engine ran: publishes them again', async () => {
    const log = [...OPENING, createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')];
    const more = [createOrder('10001-0', 1, 102), createOrder('10002-0', 1, 103)];
    const last = [createOrder('10003-0', 1, 104), tick('20000-0', '100.00', '100.10')];
    const { errors, replicas } = await supervised(async (parts) => {
      await world.append([...log, ...more]);
      await world.untilPublished('10002-0');
      await world.untilCheckpoint('3000-0');
      await loseAllBut(KEYS.callback, 4, parts);
      await world.append(last);
      await world.untilCheckpoint('10003-0');
    });
    expect({ errors, replicas }).toEqual({ errors: ['starting over from the snapshot'], replicas: 2 });
    await expectPublished([...log, ...more, ...last]);
  });

  it.each([
    ['nothing', []],
    ['a marker', [entry('3000-0', 'marker', { lostAfter: '1000-2' })]],
  ])(
    'of which Redis lost what another had committed, with %s in its place: answers from that snapshot',
    async (_, markers) => {
      const { replicas } = await supervised(async (parts, replicas) => {
        await world.append(OPENING);
        await until(
          () => replicas[0]?.figures.position === '1000-2',
          () => 'the engine does not read',
        );
        // It does not read for a while, and so never sees what is lost.
        const [reading] = parts.opened;
        reading?.disconnect();
        const other = await world.engine();
        await world.append([createOrder('3000-0', 1, 101), tick('10000-0', '100.00', '100.10')]);
        await world.untilCheckpoint('3000-0');
        await other.stop();
        await loseAllBut(KEYS.callback, 2, parts);
        await loseAllBut(KEYS.engine, OPENING.length, parts);
        await world.append([...markers, closeOrder('20001-0', 1, 101)]);
        await reading?.connect();
        await world.untilPublished('20001-0');
      });
      expect(replicas).toBe(2);
      const answers = (await world.published()).map(({ id, events }) => [id, events.map(({ type }) => type)]);
      expect(answers.at(-1)).toEqual(['20001-0', ['closed']]);
    },
  );

  it('stops for good when the snapshot is too old as well', async () => {
    const first = await world.engine();
    await world.append([...OPENING, tick('10000-0', '100.00', '100.10'), tick('10001-0', '100.00', '100.10')]);
    await world.untilCheckpoint('1000-2');
    await first.stop();
    await trimBefore(world.redis, KEYS.engine, '10000-0');
    const { failure, replicas } = await supervised((_, __, running) => running);
    expect(failure).toBeInstanceOf(GapError);
    expect(String(failure)).toContain('the entry 1000-2 of engine-stream:{0} is gone');
    expect(String(failure)).toContain("PostgreSQL's snapshot is of 1000-2, and the entries behind it were trimmed");
    expect(replicas).toBe(2);
  });

  it('stops for good, and says what to do, when there is neither a snapshot nor the beginning of the log', async () => {
    await world.append([...OPENING, tick('10000-0', '100.00', '100.10')]);
    await trimBefore(world.redis, KEYS.engine, '10000-0');
    const { failure } = await supervised((_, __, running) => running);
    expect(failure).toBeInstanceOf(SnapshotTooOldError);
    expect(String(failure)).toMatch(
      /PostgreSQL has no snapshot[\s\S]*mv \/srv\/fulcrum\/postgres [\s\S]*mv \/srv\/fulcrum \/srv\/fulcrum.before/,
    );
  });

  it('waits for PostgreSQL and Redis to come up', async () => {
    world.hasThreads = true;
    const restarting = Promise.all([world.devstack.redis.restart(), world.devstack.postgres.restart()]);
    const { failure } = await supervised(async (_, replicas) => {
      await restarting;
      await until(
        () => replicas.length === 1,
        () => 'the engine is not ready',
      );
    });
    expect(failure).toBeUndefined();
  });
});

describe('an entry that makes no sense', () => {
  const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  const order = { orderId: uuid(101), userId: uuid(1), asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 10 };

  it.each<[string, string[]]>([
    ['no field that is known', ['color', 'red']],
    ['no data', ['type', 'create-order']],
    ['no type', ['data', JSON.stringify(order)]],
    ['an empty type and empty data', ['type', '', 'data', '']],
    ['an unknown type', ['type', 'constructor', 'data', '{}']],
    ['a type that every object has', ['type', '__proto__', 'data', '{}']],
    ['data that is no JSON', ['type', 'create-order', 'data', '{"requestId":"r"']],
    ['data that is no object', ['type', 'create-order', 'data', '"create-order"']],
    ['data that is null', ['type', 'price-update', 'data', 'null']],
    ['arrays nested 10,000 deep', ['type', 'create-order', 'data', nested]],
    ['arrays nested 10,000 deep in a field', ['type', 'create-order', 'data', `{"orderId":${nested}}`]],
    ['a megabyte', ['type', 'create-order', 'data', JSON.stringify({ ...order, asset: 'x'.repeat(1_000_000) })]],
    ['a megabyte of type', ['type', 'x'.repeat(1_000_000), 'data', '{}']],
    ['a number as a price', ['type', 'price-update', 'data', '{"asset":"BTC_USDC","bid":100,"ask":101}']],
    ['a price that is huge', ['type', 'price-update', 'data', '{"asset":"BTC_USDC","bid":1e400,"ask":1e400}']],
    ['bytes that are no text', ['type', 'create-order', 'data', '\u0000\ud800']],
  ])('changes nothing, is counted, and does not stop the engine: %s', async (_, fields) => {
    const engine = await world.engine();
    await world.append(OPENING);
    await world.redis.xadd(KEYS.engine, '2000-0', ...fields);
    await world.append([createOrder('2000-1', 1, 101), tick('10000-0', '100.00', '100.10')]);
    await world.untilCheckpoint('2000-1');
    await expectPublished([...OPENING, createOrder('2000-1', 1, 101)]);
    const expected = new Oracle().apply([...OPENING, createOrder('2000-1', 1, 101)]);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(expected.core.stateHash());
    expect(await engine.registry.metrics()).toContain('engine_invalid_entries_total{process="engine",shard="0"} 1');
  });

  it.each<[string, string, object]>([
    ['a quantity that is huge', 'invalid_quantity', { quantity: '9'.repeat(1_000) }],
    ['a leverage that no double holds', 'invalid_leverage', { leverage: 'NUMBER 1e400' }],
    ['a side that does not exist', 'invalid_command', { side: 'up' }],
    ['a user that is no UUID', 'invalid_command', { userId: 7 }],
  ])('is answered where it names a request: %s', async (_, code, more) => {
    await world.engine();
    const text = JSON.stringify({ requestId: 'r', ...order, ...more }).replace('"NUMBER 1e400"', '1e400');
    await world.append([...OPENING, { id: '2000-0', type: 'create-order', data: text }]);
    await world.untilPublished('2000-0');
    expect((await world.published()).at(-1)?.events).toMatchObject([{ type: 'rejected', requestId: 'r', code }]);
  });
});

describe('two engines side by side', () => {
  it('publish each result once and keep the snapshots going, whichever of them is killed', async () => {
    world.hasThreads = true;
    const journal = randomJournal(7, 4_000);
    let engines = [await world.engine(), await world.engine()];
    for (let from = 0; from < journal.length; from += 100) {
      await world.append(journal.slice(from, from + 100));
      if (from % 500 !== 400) continue;
      const killed = engines[(from / 500) % 2 < 1 ? 0 : 1];
      await killed?.stop();
      engines = [...engines.filter((engine) => engine !== killed), await world.engine()];
    }
    const end = tick('9000000000-0', '1.00', '1.10', 'UNKNOWN');
    await world.append([end]);
    for (const engine of engines) await engine.reaches(end.id);
    await world.untilCheckpoint(journal.at(-1)?.id ?? '');
    await expectPublished(journal);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(new Oracle().apply(journal).core.stateHash());
    for (const engine of engines) expect(engine.errors).toEqual([]);
  });
});
