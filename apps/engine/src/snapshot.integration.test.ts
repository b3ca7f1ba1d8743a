import { setTimeout as sleep } from 'node:timers/promises';
import { ChangeSet, type Changes, Core } from '@fulcrum/cfd';
import { CheckpointMovedError, type Database, type Tables } from '@fulcrum/db';
import { InvariantError, LOG_START, type LogId } from '@fulcrum/log';
import { applyEntry } from '@fulcrum/protocol';
import { loadSnapshot as load, Snapshotter } from '@fulcrum/replica';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CODEC, loadSnapshot, writeSnapshot } from './testing/snapshots.ts';
import {
  closeOrder,
  createAccount,
  createOrder,
  randomJournal,
  setInstrument,
  tick,
  uuid,
} from './testing/test-journal.ts';
import { EngineWorld, pointBehind, until } from './testing/test-support.ts';

let world: EngineWorld;
let db: Database;

beforeAll(async () => {
  world = await EngineWorld.start();
  db = world.db;
});

afterAll(async () => {
  await world?.stop();
});

afterEach(async () => {
  await world.clear();
});

function write(core: Core, from: LogId, to: LogId): Promise<void> {
  return writeSnapshot(world.tables, from, to, new ChangeSet(core.takeChanges()));
}

/** Everything that a snapshot consists of. */
async function tables(): Promise<unknown> {
  return Promise.all([
    db.checkpoint.findMany(),
    db.snapshot.findMany({ orderBy: { position: 'asc' } }),
    db.instrument.findMany({ orderBy: { asset: 'asc' } }),
    db.quote.findMany({ orderBy: { asset: 'asc' } }),
    db.account.findMany({ orderBy: { userId: 'asc' } }),
    db.openOrder.findMany({ orderBy: { orderId: 'asc' } }),
    db.closedId.findMany({ orderBy: { orderId: 'asc' } }),
  ]);
}

/** A state with an instrument, a quote, an account, an open order, a closed one, and a house result. */
function smallState(): Core {
  const core = Core.empty();
  const entries = [
    setInstrument('1000-0'),
    createAccount('1000-1', 1),
    tick('1000-2', '100.00', '100.10'),
    createOrder('1000-3', 1, 101, { quantity: '1', takeProfit: '120', expectedPrice: '100.05', maxSlippageBps: 10 }),
    createOrder('1000-4', 1, 102, { quantity: '2' }),
    closeOrder('1000-5', 1, 102),
  ];
  for (const entry of entries) applyEntry(core, entry);
  return core;
}

describe('a snapshot', () => {
  it('is nothing at the start of the log', async () => {
    const { core, position } = await loadSnapshot(world.tables);
    expect(position).toBe(LOG_START);
    expect(core.stateHash()).toBe(Core.empty().stateHash());
  });

  it('pays for no index but the keys of its rows', async () => {
    const indexes = await db.$queryRaw<{ name: string; isKey: boolean }[]>`
      select "indexrelid"::regclass::text as "name", "indisunique" as "isKey" from pg_index
      where "indrelid"::regclass::text in ('"Instrument"', '"Quote"', '"HeldTick"', '"Account"', '"OpenOrder"', '"Hold"', '"ClosedId"')`;
    expect(indexes.map(({ name }) => name)).toContain('"OpenOrder_shard_number_key"');
    expect(indexes.filter(({ isKey }) => !isKey)).toEqual([]);
  });

  it('holds amounts exactly', async () => {
    await write(smallState(), LOG_START, '1000-5');
    const [order] = await db.openOrder.findMany();
    expect(order).toMatchObject({ orderId: uuid(101), number: 0n, side: 'buy', leverage: 10, openedAt: 1_000n });
    expect(order?.openPrice.toFixed(2)).toBe('100.10');
    expect(order?.margin.toFixed(6)).toBe('10.010000');
    expect(order?.slippage.toFixed(2)).toBe('0.05');
    // 10,000 less the margin of 10.01, and less the spread of 2 × 0.10 that the other order cost.
    const [account] = await db.account.findMany();
    expect(account?.balance.toFixed(6)).toBe('9989.790000');
    const [summary] = await db.snapshot.findMany();
    expect(summary?.houseResult.toFixed(6)).toBe('0.200000');
    expect(summary?.deposits.toFixed(6)).toBe('10000.000000');
    expect(summary?.nextOrderNumber).toBe(2n);
    expect(await db.closedId.findMany()).toEqual([
      { shard: 0, orderId: uuid(102), userId: uuid(1), closedAt: 1_000n, purpose: 0 },
    ]);
  });

  it.each([1, 2, 3])(
    'loaded at any snapshot point of random journal %i is the same state, and gives the same answers from there on',
    async (seed) => {
      const journal = randomJournal(seed, 1_500);
      const core = Core.empty();
      const loaded: Core[] = [];
      let last = LOG_START;
      for (const [index, entry] of journal.entries()) {
        const events = applyEntry(core, entry);
        for (const other of loaded) expect(applyEntry(other, entry)).toEqual(events);
        if (index % 137 !== 136 && index !== 4) continue;
        await write(core, last, entry.id);
        last = entry.id;
        const snapshot = await loadSnapshot(world.tables);
        expect(snapshot.position).toBe(entry.id);
        expect(snapshot.core.stateHash()).toBe(core.stateHash());
        expect(snapshot.core.openOrders).toBe(core.openOrders);
        expect(snapshot.core.imbalance()).toBe(0n);
        loaded.push(snapshot.core);
      }
      expect(core.openOrders).toBeGreaterThan(10);
      for (const other of loaded) expect(other.stateHash()).toBe(core.stateHash());
    },
  );

  it('is refused when a row was changed behind its back', async () => {
    await write(smallState(), LOG_START, '1000-5');
    await db.$executeRaw`update "Account" set balance = balance + 0.000001`;
    await expect(loadSnapshot(world.tables)).rejects.toThrow(InvariantError);
    await expect(loadSnapshot(world.tables)).rejects.toThrow('the state loaded at 1000-5 has the hash');
  });

  it('is refused with the names of the columns that a newer version made, when it made another hash with them', async () => {
    await write(smallState(), LOG_START, '1000-5');
    try {
      await db.$executeRaw`alter table "OpenOrder" add column "venue" text, add column "limit" int`;
      await db.$executeRaw`alter table "Snapshot" add column "fees" numeric`;
      expect((await loadSnapshot(world.tables)).position).toBe('1000-5');
      await db.$executeRaw`update "OpenOrder" set "limit" = 7`;
      await db.$executeRaw`update "Snapshot" set "stateHash" = '0123456789abcdef'`;
      await expect(loadSnapshot(world.tables)).rejects.toThrow(
        /^broken invariant: the state loaded at 1000-5 has the hash 0123456789abcdef, not \w{16}: this version does not know Snapshot.fees, OpenOrder.venue, OpenOrder.limit, which a newer one made$/,
      );
    } finally {
      await db.$executeRaw`alter table "OpenOrder" drop column "venue", drop column "limit"`;
      await db.$executeRaw`alter table "Snapshot" drop column "fees"`;
    }
  });

  it('is not loaded into tables that have a column for what the database adds itself', async () => {
    const tables = [
      {
        name: 'OpenOrder',
        columns: [
          ['orderId', 'uuid'],
          ['shard', 'int'],
        ],
      },
    ] as const;
    const loading = load({ ...CODEC, tables }, world.tables);
    await expect(loading).rejects.toThrow(
      'the column OpenOrder.shard is none of a record: the database has it for itself',
    );
  });

  it('of the format before this one is loaded, although its hash means nothing here', async () => {
    const core = smallState();
    await write(core, LOG_START, '1000-5');
    expect((await loadSnapshot(world.tables)).hasForeignHash).toBe(false);
    await db.$executeRaw`update "Snapshot" set "formatVersion" = 1, "stateHash" = '0123456789abcdef'`;
    const snapshot = await loadSnapshot(world.tables);
    expect(snapshot).toMatchObject({ position: '1000-5', nextOrderNumber: 2, hasForeignHash: true });
    expect(snapshot.core.stateHash()).toBe(core.stateHash());
  });

  it('is loaded in the order of opening and of closing, whatever the ids and wherever the rows stand', async () => {
    const core = Core.empty();
    const opening = [setInstrument('1000-0'), createAccount('1000-1', 1), tick('1000-2', '100.00', '100.10')];
    const orders = [105, 104, 103, 102, 101].map((order, index) => createOrder(`${2_000 + index}-0`, 1, order));
    const closing = [104, 103].map((order, index) => closeOrder(`${3_000 + index}-0`, 1, order));
    for (const entry of [...opening, ...orders, ...closing]) applyEntry(core, entry);
    await write(core, LOG_START, '3001-0');
    // A row that is written again moves to another place.
    await db.$executeRaw`update "OpenOrder" set slippage = slippage where "orderId" = ${uuid(105)}::uuid`;
    await db.$executeRaw`update "ClosedId" set "closedAt" = "closedAt" where "orderId" = ${uuid(104)}::uuid`;
    const snapshot = await loadSnapshot(world.tables);
    const crash = tick('4000-0', '1.00', '1.10');
    expect(applyEntry(snapshot.core, crash)).toEqual(applyEntry(core, crash));
    const expiry = tick('603001-0', '1.00', '1.10');
    for (const each of [core, snapshot.core]) applyEntry(each, expiry);
    expect(snapshot.core.stateHash()).toBe(core.stateHash());
  });

  it('holds assets that have characters with a meaning for the database', async () => {
    const core = Core.empty();
    const asset = String.raw`A\N\\t"'{},`;
    const opening = [setInstrument('1000-0', asset), createAccount('1000-1', 1), tick('1000-2', '1.00', '1.10', asset)];
    for (const entry of [...opening, createOrder('1000-3', 1, 101, { asset })]) applyEntry(core, entry);
    expect(core.openOrders).toBe(1);
    await write(core, LOG_START, '1000-3');
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(core.stateHash());
  });

  it('tells how far it has come with its loading', async () => {
    await write(Core.empty(), LOG_START, '1000-0');
    await db.$executeRaw`
      insert into "Account" ("userId", balance)
      select lpad(to_hex(number), 32, '0')::uuid, 0 from generate_series(1, 600000) as number`;
    const progress: number[] = [];
    const loading = loadSnapshot(world.tables, { onProgress: (rows) => progress.push(rows) });
    // The rows were not there when the hash was made.
    await expect(loading).rejects.toThrow('the state loaded at 1000-0 has the hash');
    expect(progress.map((rows) => Math.floor(rows / 250_000))).toEqual([1, 2]);
  });

  it('is not loaded any further when the engine stops', async () => {
    await write(smallState(), LOG_START, '1000-5');
    const signal = AbortSignal.abort(new Error('the engine stops'));
    await expect(loadSnapshot(world.tables, { signal })).rejects.toThrow('the engine stops');
  });

  it('is refused when it is of a format that this engine does not know', async () => {
    await write(smallState(), LOG_START, '1000-5');
    await db.$executeRaw`update "Snapshot" set "formatVersion" = 99`;
    await expect(loadSnapshot(world.tables)).rejects.toThrow("the snapshot's format 99 is known");
  });
});

describe('the checkpoint', () => {
  it('is moved by one of two writers, and the other changes nothing', async () => {
    const [one, other] = [smallState(), smallState()];
    await write(one, LOG_START, '1000-5');
    const before = await tables();
    applyEntry(other, createOrder('1000-6', 1, 103));
    await expect(write(other, LOG_START, '1000-6')).rejects.toThrow(CheckpointMovedError);
    await expect(write(other, '999-0', '1000-6')).rejects.toThrow(CheckpointMovedError);
    expect(await tables()).toEqual(before);
  });

  it('is moved by one of two that write at the same time', async () => {
    const cores = [smallState(), smallState()];
    const outcomes = await Promise.allSettled(cores.map((core) => write(core, LOG_START, '1000-5')));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(smallState().stateHash());
  });

  it('stays when its snapshot cannot be written', async () => {
    const core = smallState();
    const broken = new ChangeSet(core.takeChanges());
    const [account] = broken.accounts.values();
    if (account === undefined) throw new Error('the state has an account');
    broken.accounts.set('no uuid', { ...account, userId: 'no uuid', balance: 1n });
    await expect(writeSnapshot(world.tables, LOG_START, '1000-5', broken)).rejects.toThrow();
    expect(await world.checkpoint()).toBe(LOG_START);
    expect(await db.snapshot.count()).toBe(0);
  });
});

/** An object of its own, of which some methods can be others. */
function withMethodsOf(tables: Tables): Tables {
  return {
    shard: tables.shard,
    checkpoint: (reader) => tables.checkpoint(reader),
    transaction: (work, limitMs) => tables.transaction(work, limitMs),
    readAtOneMoment: (limitMs, read) => tables.readAtOneMoment(limitMs, read),
    find: (table, keys) => tables.find(table, keys),
  };
}

/** The tables, but for the summaries, which are read only once they may. */
function slowSummaries(onRead: () => void, mayRead: Promise<void>): Tables {
  const { tables } = world;
  return {
    ...withMethodsOf(tables),
    find: async (table, keys) => {
      onRead();
      await mayRead;
      return tables.find(table, keys);
    },
  };
}

describe('the snapshotter', () => {
  /** Runs a snapshotter while `use` uses it. */
  async function withSnapshotter(
    use: (snapshotter: Snapshotter<Changes>) => Promise<void>,
    on: Tables = world.tables,
    errors: string[] = [],
  ): Promise<void> {
    const stopping = new AbortController();
    const { signal } = stopping;
    const onError = ({ message }: Error) => void errors.push(message);
    const handlers = { onCommit: () => {}, onError, onProgress: () => {} };
    const snapshotter = new Snapshotter({
      tables: on,
      committed: LOG_START,
      codec: CODEC,
      figures: undefined,
      signal,
      ...handlers,
    });
    const running = snapshotter.run();
    try {
      await Promise.race([running, use(snapshotter)]);
    } finally {
      stopping.abort(new Error('the test is over'));
      await running.catch(() => {});
    }
  }

  it('commits only once every result up to the snapshot point is published', async () => {
    const core = smallState();
    await withSnapshotter(async (snapshotter) => {
      const published = Promise.withResolvers<void>();
      snapshotter.add(pointBehind('1000-5'), core.takeChanges(), published.promise);
      await sleep(300);
      expect(await world.checkpoint()).toBe(LOG_START);
      published.resolve();
      await world.untilCheckpoint('1000-5');
    });
  });

  it('merges the snapshot points that pass by while PostgreSQL does not answer, and commits the last of them', async () => {
    const journal = randomJournal(4, 2_000);
    const core = Core.empty();
    const release = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const locking = db.$transaction(async (tx) => {
      await tx.$executeRaw`lock table "Checkpoint" in access exclusive mode`;
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    await withSnapshotter(async (snapshotter) => {
      let [last, hash] = [LOG_START, ''];
      for (const [index, entry] of journal.entries()) {
        applyEntry(core, entry);
        if (index % 100 !== 99) continue;
        snapshotter.add(pointBehind(entry.id), core.takeChanges(), Promise.resolve());
        [last, hash] = [entry.id, core.stateHash()];
      }
      expect(snapshotter.pending).toBe(2);
      release.resolve();
      await locking;
      await world.untilCheckpoint(last);
      expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(hash);
      await until(
        () => snapshotter.pending === 0,
        () => 'a snapshot point is kept although it is committed',
      );
    });
  });

  it('does not keep more and more for orders that come and go while nothing can be committed', async () => {
    const core = smallState();
    await withSnapshotter(async (snapshotter) => {
      const pass = (position: LogId) =>
        snapshotter.add(pointBehind(position), core.takeChanges(), new Promise(() => {}));
      pass('1000-5');
      const first = snapshotter.pendingChanges;
      for (let order = 200; order < 300; order++) {
        const time = `${11 * 60_000 * (order - 199)}`;
        applyEntry(core, tick(`${time}-0`, '100.00', '100.10'));
        applyEntry(core, createOrder(`${time}-1`, 1, order));
        pass(`${time}-1`);
        applyEntry(core, closeOrder(`${time}-2`, 1, order));
        pass(`${time}-2`);
      }
      // The account, the id of the order that was closed last, and the one that was kept when it all began.
      expect(snapshotter.pendingChanges).toBe(first + 3);
      expect(core.openOrders).toBe(1);
    });
  });

  it('lets go of snapshot points that another engine committed, and goes on behind them', async () => {
    const [core, other] = [smallState(), smallState()];
    await write(other, LOG_START, '1000-5');
    await withSnapshotter(async (snapshotter) => {
      snapshotter.add(pointBehind('1000-5'), core.takeChanges(), Promise.resolve());
      applyEntry(core, createOrder('1000-6', 1, 103));
      snapshotter.add(pointBehind('1000-6'), core.takeChanges(), Promise.resolve());
      await world.untilCheckpoint('1000-6');
      expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(core.stateHash());
    });
  });

  it.each([1, 2, 3, 4])(
    'writes merged snapshot points over a snapshot that another engine wrote in the middle of them (journal %i)',
    async (seed) => {
      const journal = randomJournal(seed, 1_500);
      const [core, other] = [Core.empty(), Core.empty()];
      const untilPassed = Promise.withResolvers<void>();
      await withSnapshotter(async (snapshotter) => {
        let [last, written, hash] = [LOG_START, LOG_START, ''];
        for (const [index, entry] of journal.entries()) {
          applyEntry(core, entry);
          applyEntry(other, entry);
          if (index % 100 !== 99) continue;
          [last, hash] = [entry.id, core.stateHash()];
          // The first one cannot be committed before the other engine has passed it.
          snapshotter.add(
            pointBehind(entry.id),
            core.takeChanges(),
            index < 200 ? untilPassed.promise : Promise.resolve(),
          );
          if (index < 400 || index > 1_000) continue;
          await write(other, written, entry.id);
          written = entry.id;
        }
        untilPassed.resolve();
        await world.untilCheckpoint(last);
        expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(hash);
      });
    },
  );

  it('takes a snapshot point while it compares the ones before, without mixing them up', async () => {
    const [core, other] = [smallState(), smallState()];
    const points = ['1000-5', '1000-6', '1000-7'].map((position, index) => {
      if (index > 0) applyEntry(core, createOrder(position, 1, 200 + index));
      return { position, changes: core.takeChanges() };
    });
    await write(other, LOG_START, '1000-5');
    applyEntry(other, createOrder('1000-6', 1, 201));
    await write(other, '1000-5', '1000-6');
    const comparing = Promise.withResolvers<void>();
    const compare = Promise.withResolvers<void>();
    const slow = slowSummaries(comparing.resolve, compare.promise);
    await withSnapshotter(async (snapshotter) => {
      for (const { position, changes } of points.slice(0, 2))
        snapshotter.add(pointBehind(position), changes, Promise.resolve());
      await comparing.promise;
      for (const { position, changes } of points.slice(2))
        snapshotter.add(pointBehind(position), changes, Promise.resolve());
      compare.resolve();
      await world.untilCheckpoint('1000-7');
    }, slow);
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(core.stateHash());
  });

  it.each([1, 99])('compares no hashes with an engine that writes format %i', async (format) => {
    const [core, other] = [smallState(), smallState()];
    await write(other, LOG_START, '1000-5');
    await db.$executeRaw`update "Snapshot" set "formatVersion" = ${format}, "stateHash" = '0123456789abcdef'`;
    await withSnapshotter(async (snapshotter) => {
      snapshotter.add(pointBehind('1000-5'), core.takeChanges(), Promise.resolve());
      applyEntry(core, createOrder('1000-6', 1, 103));
      snapshotter.add(pointBehind('1000-6'), core.takeChanges(), Promise.resolve());
      await world.untilCheckpoint('1000-6');
    });
  });

  it('stops the engine when another one has a different state at the same position, and names the position', async () => {
    const [core, other] = [smallState(), smallState()];
    applyEntry(other, createOrder('1000-6', 1, 103));
    await write(other, LOG_START, '1000-5');
    const failing = withSnapshotter(async (snapshotter) => {
      snapshotter.add(pointBehind('1000-5'), core.takeChanges(), Promise.resolve());
      await new Promise(() => {});
    });
    await expect(failing).rejects.toThrow(InvariantError);
    await expect(failing).rejects.toThrow(/the state at 1000-5 has the hash [0-9a-f]{16}, but [0-9a-f]{16} is stored/);
  });

  it('finds a difference also at a snapshot point that was merged into a later one', async () => {
    const [core, other] = [smallState(), smallState()];
    const positions = ['1000-5', '1000-6', '1000-7'];
    const untilWritten = Promise.withResolvers<void>();
    const failing = withSnapshotter(async (snapshotter) => {
      for (const [index, position] of positions.entries()) {
        applyEntry(core, createOrder(position, 1, 200 + index));
        snapshotter.add(pointBehind(position), core.takeChanges(), untilWritten.promise);
      }
      expect(snapshotter.pending).toBe(2);
      applyEntry(other, createOrder('1000-5', 1, 200));
      await write(other, LOG_START, '1000-5');
      applyEntry(other, createOrder('1000-6', 1, 999));
      await write(other, '1000-5', '1000-6');
      untilWritten.resolve();
      await new Promise(() => {});
    });
    await expect(failing).rejects.toThrow('the state at 1000-6 has the hash');
  });

  it('stops before it writes over a state that another engine has written elsewhere', async () => {
    const [core, other] = [smallState(), smallState()];
    applyEntry(other, createOrder('1000-6', 1, 999));
    await write(other, LOG_START, '1000-6');
    const before = await tables();
    applyEntry(core, createOrder('1000-7', 1, 201));
    const failing = withSnapshotter(async (snapshotter) => {
      snapshotter.add(pointBehind('1000-7'), core.takeChanges(), Promise.resolve());
      await new Promise(() => {});
    });
    await expect(failing).rejects.toThrow(InvariantError);
    await expect(failing).rejects.toThrow('the checkpoint stands at 1000-6, where this engine has no snapshot point');
    expect(await tables()).toEqual(before);
  });

  it('stops when another engine has a snapshot point between two entries that follow each other here', async () => {
    const [core, other] = [smallState(), smallState()];
    applyEntry(other, createOrder('21000-0', 1, 999));
    // The other's point is here, and Redis lost what follows before this engine had read it: it reads on behind the hole.
    await write(other, LOG_START, '21000-0');
    const failing = withSnapshotter(async (snapshotter) => {
      snapshotter.add({ position: '1000-5', next: '30000-0' }, core.takeChanges(), Promise.resolve());
      await new Promise(() => {});
    });
    await expect(failing).rejects.toThrow('the checkpoint stands at 21000-0, where this engine has no snapshot point');
  });

  it('waits for its own snapshot point when another engine has one at the entry that follows, or behind it', async () => {
    const [core, other] = [smallState(), smallState()];
    applyEntry(other, createOrder('21000-0', 1, 103));
    await write(other, LOG_START, '21000-0');
    await withSnapshotter(async (snapshotter) => {
      snapshotter.add({ position: '1000-5', next: '21000-0' }, core.takeChanges(), Promise.resolve());
      await until(
        () => snapshotter.pending === 0,
        () => 'the snapshot point is not known to be committed',
      );
      applyEntry(core, createOrder('21000-0', 1, 103));
      snapshotter.add(pointBehind('21000-0'), core.takeChanges(), Promise.resolve());
      applyEntry(core, closeOrder('30000-0', 1, 103));
      snapshotter.add(pointBehind('30000-0'), core.takeChanges(), Promise.resolve());
      await world.untilCheckpoint('30000-0');
    });
  });

  it('commits its first snapshot point also when that has waited for longer than hashes are kept', async () => {
    const core = smallState();
    await withSnapshotter(async (snapshotter) => {
      const published = Promise.withResolvers<void>();
      for (let number = 5; number < 405; number++)
        snapshotter.add(pointBehind(`1000-${number}`), core.takeChanges(), published.promise);
      published.resolve();
      await world.untilCheckpoint('1000-404');
    });
  });

  it('has nothing to say when another engine commits the same snapshot point first', async () => {
    const [core, other] = [smallState(), smallState()];
    const errors: string[] = [];
    const isFirst = async () => {
      if ((await world.checkpoint()) === LOG_START) await write(other, LOG_START, '1000-5');
    };
    const overtaken: Tables = {
      ...withMethodsOf(world.tables),
      transaction: async (work, limitMs) => {
        await isFirst();
        await world.tables.transaction(work, limitMs);
      },
    };
    await withSnapshotter(
      async (snapshotter) => {
        snapshotter.add(pointBehind('1000-5'), core.takeChanges(), Promise.resolve());
        applyEntry(core, createOrder('1000-6', 1, 103));
        snapshotter.add(pointBehind('1000-6'), core.takeChanges(), Promise.resolve());
        await world.untilCheckpoint('1000-6');
      },
      overtaken,
      errors,
    );
    expect(errors).toEqual([]);
  });

  it('is not held up by an engine that was held still in the middle of its transaction', async () => {
    const [core, other] = [smallState(), smallState()];
    const locked = Promise.withResolvers<void>();
    const still = Promise.withResolvers<void>();
    const held = world.tables.transaction(async (tx) => {
      await tx.moveCheckpoint('engine', LOG_START, '1000-5');
      locked.resolve();
      await still.promise;
    });
    const outcome = held.then(
      () => 'committed',
      () => 'given up',
    );
    await locked.promise;
    await write(core, LOG_START, '1000-5');
    still.resolve();
    expect(await outcome).toBe('given up');
    expect((await loadSnapshot(world.tables)).core.stateHash()).toBe(other.stateHash());
  });
});
