import { join } from 'node:path';
import { connectDatabase, PostgresTables, type Tables } from '@fulcrum/db';
import { freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { until } from '../../../packages/streams/src/testing/test-support.ts';
import { MemoryTables } from '../stand-ins/memory-tables.ts';
import { SimulatedPostgres } from '../stand-ins/simulated-postgres.ts';
import { Life } from '../world/life.ts';
import { Random } from '../world/random.ts';
import { VirtualTime } from '../world/virtual-time.ts';
import { RunningClock } from './running-clock.ts';

/** What the conformance suite does to a database, whether it is a real one or a stand-in. */
export interface TablesUnderTest {
  /** The tables of shard 0, all of them empty. */
  empty(): Promise<Tables>;
  /** Those of another shard in the same database, since it was emptied last. */
  ofShard(shard: number): Tables;
  /** Resolves when so many transactions wait for another one. */
  untilWaiting(count: number): Promise<void>;
  stop(): Promise<void>;
}

export const DATABASES = [
  ['PostgreSQL', startRealDatabase],
  ['tables in memory', startTablesInMemory],
  ['the simulated PostgreSQL', startSimulatedDatabase],
] as const;

async function startRealDatabase(): Promise<TablesUnderTest> {
  const folder = await freshFolder();
  const server = await startMigratedPostgres({ directory: join(folder, 'postgres') });
  const db = connectDatabase(server.url, 10);
  return {
    empty: async () => {
      await db.$executeRaw`
        truncate "Checkpoint", "Snapshot", "Quote", "Account", "OpenOrder", "ClosedId", "HeldTick",
          "ExistingTrade", "Rejection"`;
      return new PostgresTables(db, server.url, 0);
    },
    ofShard: (shard) => new PostgresTables(db, server.url, shard),
    untilWaiting: (count) =>
      until(async () => {
        const [found] = await db.$queryRaw<{ waiting: bigint }[]>`
          select count(*) as waiting from pg_stat_activity where wait_event_type = 'Lock'`;
        return Number(found?.waiting) === count;
      }),
    stop: async () => {
      await db.$disconnect();
      await server.stop();
      removeFolder(folder);
    },
  };
}

async function startTablesInMemory(): Promise<TablesUnderTest> {
  let tables: MemoryTables;
  return {
    empty: async () => {
      tables = new MemoryTables(Date.now);
      return tables;
    },
    ofShard: (shard) => new MemoryTables(Date.now, shard),
    untilWaiting: (count) => until(() => tables.waiting === count),
    stop: async () => {},
  };
}

/** With the network before it, on a clock of its own that goes as fast as the real one. */
async function startSimulatedDatabase(): Promise<TablesUnderTest> {
  const time = new VirtualTime(Date.now());
  const clock = new RunningClock(time);
  let server: SimulatedPostgres;
  return {
    empty: async () => {
      server = new SimulatedPostgres(time, new Random(1), 2);
      return server.connect(new Life('process'));
    },
    ofShard: (shard) => server.connect(new Life('process'), shard),
    untilWaiting: (count) => until(() => server.tables.waiting === count),
    stop: () => clock.stop(),
  };
}
