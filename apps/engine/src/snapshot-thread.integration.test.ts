import { setTimeout as sleep } from 'node:timers/promises';
import { type Changes, Core } from '@fulcrum/cfd';
import { InvariantError, LOG_START } from '@fulcrum/log';
import { applyEntry } from '@fulcrum/protocol';
import { SnapshotThread } from '@fulcrum/replica';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSnapshot } from './testing/snapshots.ts';
import { createAccount, createOrder, randomJournal, setInstrument, tick } from './testing/test-journal.ts';
import { EngineWorld, pointBehind, SNAPSHOT_PROGRAM, until } from './testing/test-support.ts';
import { ThreadWatch } from './testing/watch-threads.ts';

let world: EngineWorld;
let threads: ThreadWatch;

beforeAll(async () => {
  world = await EngineWorld.start();
});

afterAll(async () => {
  await world?.stop();
});

beforeEach(() => {
  threads = new ThreadWatch();
});

afterEach(async () => {
  threads.stop();
  await world.clear();
});

const NEVER = new Promise<void>(() => {});

function smallState(): Core {
  const core = Core.empty();
  const opening = [setInstrument('1000-0'), createAccount('1000-1', 1), tick('1000-2', '100.00', '100.10')];
  for (const entry of [...opening, createOrder('1000-3', 1, 101)]) applyEntry(core, entry);
  return core;
}

/** A thread that runs, what it tells, and how its run ends. */
class TestThread {
  readonly commits: string[] = [];
  readonly errors: string[] = [];
  readonly thread = new SnapshotThread<Changes>({
    program: SNAPSHOT_PROGRAM,
    databaseUrl: world.databaseUrl,
    shard: 0,
    committed: LOG_START,
    figures: undefined,
    onCommit: (position) => this.commits.push(position),
    onError: (error) => this.errors.push(error.message),
  });
  readonly outcome: Promise<unknown> = this.thread.run().then(
    () => 'ended',
    (error: unknown) => error,
  );
}

describe('a snapshot point', () => {
  it('hands over the memory of its changes instead of copying it', async () => {
    const { thread, outcome } = new TestThread();
    const { pages, ...others } = smallState().takeChanges();
    expect(pages.map(({ byteLength }) => byteLength)).toEqual([65_536]);
    thread.add(pointBehind('1000-3'), { ...others, pages }, Promise.resolve());
    expect(pages.map(({ byteLength }) => byteLength)).toEqual([0]);
    await thread.end();
    expect(await outcome).toBe('ended');
  });

  it('is committed by the thread, which tells of it', async () => {
    const core = smallState();
    const { thread, outcome, commits, errors } = new TestThread();
    thread.add(pointBehind('1000-3'), core.takeChanges(), Promise.resolve());
    expect(thread.pending).toBe(1);
    await until(
      () => commits.length > 0,
      () => 'the snapshot point is not committed',
    );
    const { committed, pending, pendingChanges } = thread;
    expect({ commits, committed, pending, pendingChanges, errors }).toEqual({
      commits: ['1000-3'],
      committed: '1000-3',
      pending: 0,
      pendingChanges: 0,
      errors: [],
    });
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(core.stateHash());
    await thread.end();
    expect(await outcome).toBe('ended');
  });

  it('is committed only once every result up to it is published', async () => {
    const core = smallState();
    const { thread } = new TestThread();
    const published = Promise.withResolvers<void>();
    thread.add(pointBehind('1000-3'), core.takeChanges(), published.promise);
    await sleep(1_000);
    expect(await world.checkpoint()).toBe(LOG_START);
    published.resolve();
    await world.untilCheckpoint('1000-3');
    await thread.end();
  });

  it('waits while PostgreSQL is away, and is told of', async () => {
    const { thread, errors } = new TestThread();
    const core = Core.empty();
    const journal = randomJournal(8, 500);
    const restarting = world.devstack.postgres.restart();
    for (const [index, entry] of journal.entries()) {
      applyEntry(core, entry);
      if (index % 50 === 0) thread.add(pointBehind(entry.id), core.takeChanges(), Promise.resolve());
    }
    const last = journal.at(-1)?.id ?? '';
    thread.add(pointBehind(last), core.takeChanges(), Promise.resolve());
    await restarting;
    await world.untilCheckpoint(last);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(core.stateHash());
    await thread.end();
    for (const error of errors) expect(error).not.toBe('');
  });
});

describe('the thread', () => {
  it('ends by itself when it is asked to, also while results are not published yet', async () => {
    const { thread, outcome } = new TestThread();
    thread.add(pointBehind('1000-3'), smallState().takeChanges(), NEVER);
    // The account and the order.
    await until(
      () => thread.pendingChanges === 2,
      () => 'the snapshot point was not taken',
    );
    await sleep(200);
    await thread.end();
    expect(await outcome).toBe('ended');
    expect(threads.exitCodes).toEqual([0]);
    // Once more changes nothing.
    await thread.end();
  });

  it('is ended in the middle of a transaction that takes too long, which leaves nothing behind', async () => {
    const locked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const locking = world.db.$transaction(
      async (tx) => {
        // A transaction that waits for the test is silent for as long as that takes.
        await tx.$executeRaw`set local idle_in_transaction_session_timeout = 0`;
        await tx.$executeRaw`lock table "Account" in access exclusive mode`;
        locked.resolve();
        await release.promise;
      },
      { timeout: 30_000 },
    );
    await locked.promise;
    const { thread, outcome } = new TestThread();
    thread.add(pointBehind('1000-3'), smallState().takeChanges(), Promise.resolve());
    await until(
      async () => (await world.db.$queryRaw<unknown[]>`select from pg_locks where not granted`).length > 0,
      () => 'the snapshot does not wait for the lock',
    );
    await thread.end();
    expect(await outcome).toBe('ended');
    expect(threads.exitCodes).toEqual([1]);
    release.resolve();
    await locking;
    await until(
      async () =>
        (await world.db.$queryRaw<unknown[]>`select from pg_locks where mode = 'RowExclusiveLock'`).length === 0,
      () => 'the transaction is still there',
    );
    expect(await world.checkpoint()).toBe(LOG_START);
    expect([await world.db.account.count(), await world.db.snapshot.count()]).toEqual([0, 0]);
  });

  it('tells of a broken invariant', async () => {
    await world.db.$executeRaw`insert into "Checkpoint" (reader, position) values ('engine', '2000-0')`;
    const { thread, outcome } = new TestThread();
    thread.add(pointBehind('1000-3'), smallState().takeChanges(), Promise.resolve());
    await world.db.checkpoint.update({
      where: { shard_reader: { shard: 0, reader: 'engine' } },
      data: { position: '2000-0' },
    });
    await until(
      () => thread.committed === '2000-0',
      () => 'the checkpoint was not read',
    );
    await world.db.checkpoint.update({
      where: { shard_reader: { shard: 0, reader: 'engine' } },
      data: { position: '1500-0' },
    });
    thread.add(pointBehind('2000-1'), smallState().takeChanges(), Promise.resolve());
    const failure = await outcome;
    expect(failure).toBeInstanceOf(InvariantError);
    expect(String(failure)).toContain('the checkpoint went back from 2000-0 to 1500-0');
    await thread.end();
    expect(threads.exitCodes).toEqual([0]);
  });

  it('stops the engine when it breaks', async () => {
    const { thread, outcome } = new TestThread();
    const changes: Changes = { ...smallState().takeChanges(), pages: [Uint32Array.of(99)] };
    thread.add(pointBehind('1000-3'), changes, Promise.resolve());
    const failure = await outcome;
    expect(failure).toBeInstanceOf(InvariantError);
    expect(String(failure)).toContain('the snapshot thread broke');
    await thread.end();
  });

  it('stops the engine when it is gone', async () => {
    const { thread, outcome } = new TestThread();
    await (await threads.first()).terminate();
    const failure = await outcome;
    expect(failure).toBeInstanceOf(InvariantError);
    expect(String(failure)).toContain('the snapshot thread ended by itself');
    await thread.end();
  });
});
