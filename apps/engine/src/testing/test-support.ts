import { setTimeout as sleep } from 'node:timers/promises';
import { type Changes, Core } from '@fulcrum/cfd';
import { connectDatabase, type Database, databaseWaysOut, PostgresTables, readCheckpoint } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { idAfter, type LogEntry, type LogId } from '@fulcrum/log';
import { applyEntry, decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { Replica, type ReplicaParts, type SnapshotPoint, SnapshotThread, type SupervisorParts } from '@fulcrum/replica';
import { snapshotsOn } from '@fulcrum/replica/testing';
import { createMetrics, type Logger, type Registry, Waits } from '@fulcrum/service';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import type { CfdCore } from '../cfd/cfd-core.ts';
import { engineMetrics } from '../engine-metrics.ts';
import { CODEC } from './snapshots.ts';

const LIMIT_MS = 30_000;
const KEYS = streamKeys();

export const SNAPSHOT_PROGRAM = new URL('../snapshot-worker.ts', import.meta.url);

export type EngineReplica = Replica<CfdCore, Changes>;

/** What one input caused: its id, and all its events. */
export interface Caused {
  readonly id: LogId;
  readonly events: readonly JsonEvent[];
}

/** What engines have in common, with their connections, which a test may cut. */
export type TestParts = SupervisorParts<CfdCore, Changes> & { readonly opened: Redis[] };

/** A real Redis and a real PostgreSQL with engines on them. The tests choose the ids of the log, and so its time. */
export class EngineWorld {
  readonly devstack: Devstack;
  readonly redis: Redis;
  readonly db: Database;
  readonly tables: PostgresTables;
  /** Whether engines snapshot in a thread, as the product does. Its start takes longer than most tests. */
  hasThreads = false;
  readonly #folder: string;
  #engines: TestEngine[] = [];

  private constructor(devstack: Devstack, folder: string) {
    this.devstack = devstack;
    this.#folder = folder;
    this.redis = connectRedis(devstack.redis.url, () => {});
    this.db = connectDatabase(devstack.postgres.url, 4);
    this.tables = new PostgresTables(this.db, devstack.postgres.url, 0);
  }

  static async start(): Promise<EngineWorld> {
    const folder = await freshFolder();
    const world = new EngineWorld(await startDevstack({ directory: folder }), folder);
    await whenReady(world.redis, AbortSignal.timeout(LIMIT_MS));
    return world;
  }

  /** Ends the engines, and empties the streams and the tables. */
  async clear(): Promise<void> {
    for (const engine of this.#engines.splice(0)) await engine.stop();
    this.hasThreads = false;
    await whenReady(this.redis, AbortSignal.timeout(LIMIT_MS));
    await this.redis.flushall();
    await this.db.$executeRaw`
      truncate "Checkpoint", "Snapshot", "Instrument", "Quote", "Account", "OpenOrder", "ClosedId", "HeldTick", "Hold", "AccountGroup", "PendingOrder", "TrailingGroup", "Loss"`;
  }

  async stop(): Promise<void> {
    await this.clear();
    this.redis.disconnect();
    await this.db.$disconnect();
    await this.devstack.stop();
    removeFolder(this.#folder);
  }

  get databaseUrl(): string {
    return this.devstack.postgres.url;
  }

  async append(entries: readonly LogEntry[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const { id, type, data } of entries) pipeline.xadd(KEYS.engine, id, 'type', type, 'data', data);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }

  /** What stands in callback-stream. */
  async published(): Promise<{ id: LogId; events: JsonEvent[] }[]> {
    const entries = await this.redis.xrange(KEYS.callback, '-', '+');
    return entries.map(([id, fields]) => ({ id, events: decodeEvents(fields[1] ?? '') }));
  }

  async untilPublished(id: LogId): Promise<void> {
    await until(
      async () => (await this.redis.xrange(KEYS.callback, id, id)).length === 1,
      () => `${id} was not published`,
    );
  }

  checkpoint(): Promise<LogId> {
    return readCheckpoint(this.db, 0, 'engine');
  }

  async untilCheckpoint(position: LogId): Promise<void> {
    await until(
      async () => (await this.checkpoint()) === position,
      () => `no snapshot at ${position}`,
    );
  }

  /** Connections of its own for an engine. */
  parts(errors: string[], warnings: string[] = [], registry = createMetrics('engine')): TestParts {
    const { databaseUrl, tables } = this;
    const { redis } = this.devstack;
    const createSnapshots: ReplicaParts<CfdCore, Changes>['createSnapshots'] = (options) =>
      this.hasThreads
        ? new SnapshotThread({ ...options, program: SNAPSHOT_PROGRAM, databaseUrl, shard: tables.shard })
        : snapshotsOn(CODEC, tables, options);
    const opened: Redis[] = [];
    const connect = () => {
      const connection = connectRedis(redis.url, () => {});
      opened.push(connection);
      return connection;
    };
    const observer = engineMetrics(registry, () => undefined);
    const logger = noting(errors, warnings);
    return {
      codec: CODEC,
      tables,
      createSnapshots,
      keys: KEYS.ofEngine,
      connect,
      opened,
      logger,
      observer,
      waits: new Waits(),
      waysOut: databaseWaysOut({ shard: tables.shard, home: '/srv/fulcrum' }),
    };
  }

  /** Starts an engine as its process does: it loads the snapshot and goes on. */
  async engine(): Promise<TestEngine> {
    const engine = await this.recovered();
    engine.run();
    return engine;
  }

  /** An engine that has loaded the snapshot, but does not run yet. */
  async recovered(): Promise<TestEngine> {
    const engine = await TestEngine.recover(this);
    this.#engines.push(engine);
    return engine;
  }
}

/** An engine in this process. */
export class TestEngine {
  readonly engine: EngineReplica;
  readonly errors: string[];
  readonly warnings: string[];
  readonly registry: Registry;
  readonly #connections: readonly Redis[];
  readonly #stopping: AbortController;
  #ended: Promise<void> = Promise.resolve();
  #failure: unknown;

  private constructor(
    engine: EngineReplica,
    errors: string[],
    warnings: string[],
    registry: Registry,
    connections: readonly Redis[],
    stopping: AbortController,
  ) {
    this.engine = engine;
    this.errors = errors;
    this.warnings = warnings;
    this.registry = registry;
    this.#connections = connections;
    this.#stopping = stopping;
  }

  static async recover(world: EngineWorld): Promise<TestEngine> {
    const errors: string[] = [];
    const warnings: string[] = [];
    const stopping = new AbortController();
    const registry = createMetrics('engine');
    const parts = world.parts(errors, warnings, registry);
    const connections = { reading: parts.connect(), publishing: parts.connect() };
    const engine = await Replica.recover({ ...parts, ...connections }, stopping.signal);
    return new TestEngine(engine, errors, warnings, registry, parts.opened, stopping);
  }

  run(): void {
    this.#ended = this.engine.run().catch((error: unknown) => {
      this.#failure = error;
    });
  }

  /** Waits until it has applied an entry. */
  async reaches(id: LogId): Promise<void> {
    await until(
      () => this.engine.figures.position === id || this.#failure !== undefined,
      () => `the engine stands at ${this.engine.figures.position} and not at ${id}`,
    );
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** What it ended with, by itself. */
  async failure(): Promise<unknown> {
    await until(
      () => this.#failure !== undefined,
      () => 'the engine goes on',
    );
    return this.#failure;
  }

  /** Stops in the middle of whatever is under way, as a killed process does. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the engine was stopped'));
    for (const connection of this.#connections) connection.disconnect();
    await this.#ended;
  }
}

/** Notes what is said. */
function noting(errors: string[], warnings: string[]): Logger {
  const noteIn = (texts: string[]) => (first: unknown, second?: string) =>
    texts.push(typeof first === 'string' ? first : (second ?? ''));
  const logger = { debug: () => {}, info: () => {}, warn: noteIn(warnings), error: noteIn(errors) };
  return logger as unknown as Logger;
}

/** Takes a journal through a core of its own, which is what an engine has to agree with. */
export class Oracle {
  readonly core = Core.empty();
  readonly caused: Caused[] = [];

  apply(entries: readonly LogEntry[]): this {
    for (const entry of entries) {
      const events = applyEntry(this.core, entry);
      if (events.length > 0) this.caused.push({ id: entry.id, events });
    }
    return this;
  }
}

/** A snapshot point behind an entry that the next one follows at once. */
export function pointBehind(position: LogId): SnapshotPoint {
  return { position, next: idAfter(position) };
}

/** Waits for something that must come, with a limit that only a broken program meets. */
export async function until(holds: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !(await holds()); await sleep(10))
    if (Date.now() > end) throw new Error(what());
}
