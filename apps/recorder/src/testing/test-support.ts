import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database, PostgresTables, type Reader, readCheckpoint } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { createMetrics, type Logger, Waits } from '@fulcrum/service';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { recordCandles } from '../candles/record-candles.ts';
import { recordPastCandles } from '../candles/record-past-candles.ts';
import { LostEntries } from '../copying/lost-entries.ts';
import { recordHistory } from '../history/record-history.ts';
import { keepJournal } from '../journal/keep-journal.ts';
import { RecorderMetrics } from '../recorder-metrics.ts';
import { recordVenue } from '../venue/record-venue.ts';

const LIMIT_MS = 30_000;
export const KEYS = streamKeys();

/** A real Redis and a real PostgreSQL for the recorder. */
export class RecorderWorld {
  readonly devstack: Devstack;
  readonly redis: Redis;
  readonly db: Database;
  readonly tables: PostgresTables;
  readonly shard = KEYS.shard;
  readonly folder: string;
  #lives: RecorderLife[] = [];

  private constructor(devstack: Devstack, folder: string) {
    this.devstack = devstack;
    this.folder = folder;
    this.redis = connectRedis(devstack.redis.url, () => {});
    this.db = connectDatabase(devstack.postgres.url, 3);
    this.tables = new PostgresTables(this.db, devstack.postgres.url, 0);
  }

  static async start(): Promise<RecorderWorld> {
    const folder = await freshFolder();
    const world = new RecorderWorld(await startDevstack({ directory: folder }), folder);
    await world.ready();
    return world;
  }

  async ready(): Promise<void> {
    await whenReady(this.redis, AbortSignal.timeout(LIMIT_MS));
  }

  async clear(): Promise<void> {
    for (const life of this.#lives.splice(0)) await life.stop();
    await this.ready();
    await this.redis.flushall();
    await this.db
      .$executeRaw`truncate "Checkpoint", "ExistingTrade", "CancelledOrder", "ReducedOrder", "OrderEvent", "Rejection", "LedgerEntry", "Transfer", "User", "Candle", "Loss", "VenueTrade", "VenuePastOrder", "VenueCandle" cascade`;
  }

  async stop(): Promise<void> {
    await this.clear();
    this.redis.disconnect();
    await this.db.$disconnect();
    await this.devstack.stop();
    removeFolder(this.folder);
  }

  async publish(id: string, events: readonly JsonEvent[] | string): Promise<void> {
    const text = typeof events === 'string' ? events : JSON.stringify(events);
    await this.redis.xadd(KEYS.callback, id, 'events', text);
  }

  /** Starts the recorder's history. */
  history(): RecorderLife {
    return this.#live((life) => {
      const parts = this.#parts(life);
      const tables = new PostgresTables(parts.db, this.devstack.postgres.url, 0);
      const lostEntries = this.#lostEntries(life, parts.asking);
      const journalLooked = Promise.resolve();
      const work = recordHistory({ ...parts, tables, key: KEYS.callback, lostEntries, journalLooked });
      return work.finally(() => parts.db.$disconnect());
    });
  }

  /** Starts the recorder's history of the order book. */
  venue(): RecorderLife {
    return this.#live((life) => {
      const parts = this.#parts(life);
      const tables = new PostgresTables(parts.db, this.devstack.postgres.url, 0);
      return recordVenue({ ...parts, tables, key: KEYS.ofVenue.output }).finally(() => parts.db.$disconnect());
    });
  }

  /** Starts the recorder's candles. */
  candles(): RecorderLife {
    return this.#live((life) => {
      const parts = this.#parts(life);
      return recordCandles({ ...parts, shard: this.shard, key: KEYS.price }).finally(() => parts.db.$disconnect());
    });
  }

  /** Starts what stores candles of before our own ticks. */
  pastCandles(): RecorderLife {
    return this.#live((life) => {
      const parts = this.#parts(life);
      return recordPastCandles({ ...parts, shard: this.shard, key: KEYS.pastCandles }).finally(() =>
        parts.db.$disconnect(),
      );
    });
  }

  /** Starts the recorder's journal. */
  journal(directory: string, onLooked = () => {}): RecorderLife {
    return this.#live((life) => {
      const { signal, logger, metrics, waits } = life;
      return keepJournal({
        ...{ directory, redis: life.connect(), key: KEYS.engine, signal, logger, metrics, waits },
        ...{ lostEntries: this.#lostEntries(life, life.connect()), onLooked },
      });
    });
  }

  /** Starts looking for one entry of the log, over a connection that is not ready yet. */
  lookForLost(known: LogId): RecorderLife {
    return this.#live((life) => this.#lostEntries(life, life.connect()).lookFor(known, 'the journal'));
  }

  #lostEntries({ signal, logger }: Pick<RecorderLife, 'signal' | 'logger'>, redis: Redis): LostEntries {
    return new LostEntries({ tables: this.tables, redis, key: KEYS.engine, signal, logger });
  }

  checkpoint(reader: Reader = 'recorder'): Promise<string> {
    return readCheckpoint(this.db, 0, reader);
  }

  async untilRecorded(id: string, reader: Reader = 'recorder'): Promise<void> {
    await until(
      async () => (await this.checkpoint(reader)) === id,
      () => `the checkpoint of ${reader} does not come to ${id}`,
    );
  }

  #parts(life: RecorderLife) {
    const [redis, asking] = [life.connect(), life.connect()];
    const { signal, logger, metrics, waits } = life;
    return { db: connectDatabase(this.devstack.postgres.url, 3), redis, asking, signal, logger, metrics, waits };
  }

  #live(work: (life: RecorderLife) => Promise<void>): RecorderLife {
    const life = new RecorderLife(this.devstack.redis.url, work);
    this.#lives.push(life);
    return life;
  }
}

/** A part of the recorder, from its start to its end. */
export class RecorderLife {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  /** Of its connections to Redis. */
  readonly faults: string[] = [];
  readonly metrics = new RecorderMetrics(createMetrics('recorder'));
  readonly waits = new Waits();
  readonly logger: Logger;
  readonly #stopping = new AbortController();
  readonly #connections: Redis[] = [];
  readonly #url: string;
  readonly #ended: Promise<unknown>;

  constructor(url: string, work: (life: RecorderLife) => Promise<void>) {
    const noteIn = (messages: string[]) => (first: unknown, second?: string) =>
      messages.push(typeof first === 'string' ? first : (second ?? ''));
    const noting = { warn: noteIn(this.warnings), error: noteIn(this.errors) };
    this.logger = { debug: () => {}, info: () => {}, ...noting } as unknown as Logger;
    this.#url = url;
    this.#ended = work(this).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  connect(): Redis {
    const redis = connectRedis(this.#url, ({ message }) => this.faults.push(message));
    this.#connections.push(redis);
    return redis;
  }

  /** What it ended with by itself. */
  failure(): Promise<unknown> {
    return this.#ended;
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the recorder was stopped'));
    for (const connection of this.#connections) connection.disconnect();
    await this.#ended;
  }
}

/** Waits for something that must come, with a limit that only a broken program meets. */
export async function until(holds: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !(await holds()); await sleep(10))
    if (Date.now() > end) throw new Error(what());
}
