import { setTimeout as sleep } from 'node:timers/promises';
import type { Tables } from '@fulcrum/db';
import { AccountReadings, EngineClient } from '@fulcrum/engine-client';
import { compareLogIds, InvariantError, LOG_START, type LogId } from '@fulcrum/log';
import { RateWindows, Registry, Waits } from '@fulcrum/service';
import { Appender, Channel, endOfStream, entriesAfter, firstOfStream, follow, GapError } from '@fulcrum/streams';
import { TradeController } from '../../../apps/api/src/controllers/trade.controller.ts';
import { AccountReads } from '../../../apps/api/src/engine/account-reads.ts';
import { Callbacks } from '../../../apps/api/src/engine/callbacks.ts';
import { VoidOrders } from '../../../apps/api/src/engine/void-orders.ts';
import { cfdCodec } from '../../../apps/engine/src/cfd/cfd-codec.ts';
import { engineMetrics } from '../../../apps/engine/src/engine-metrics.ts';
import { LostEntries } from '../../../apps/recorder/src/copying/lost-entries.ts';
import { recordHistory } from '../../../apps/recorder/src/history/record-history.ts';
import { RecorderMetrics } from '../../../apps/recorder/src/recorder-metrics.ts';
import { keepTrimmed } from '../../../apps/recorder/src/retention/trimming.ts';
import { bootReplica } from '../world/boot-replica.ts';
import type { Life } from '../world/life.ts';
import type { Booted } from '../world/supervised.ts';
import { EVENTS_PER_PART } from '../world/truth.ts';
import type { World } from '../world/world.ts';
import { StoredHistory } from './stored-history.ts';

/** The product's own parts, joined as each process's main.ts joins them. */

export const bootEngine = bootReplica(
  () => cfdCodec(EVENTS_PER_PART),
  engineMetrics(new Registry(), () => undefined),
);

export interface ApiApp {
  readonly reads: AccountReads;
  readonly trade: TradeController;
  readonly engine: EngineClient;
}

/** So few that a list of orders has several pages. */
const ORDERS_PER_PAGE = 3;

export function bootApi(world: World, life: Life): Booted<ApiApp> {
  const { shard } = world.keys;
  const logger = world.logger(life.name);
  // Given once the last request is answered: here the process is killed at about that time.
  const { signal } = new AbortController();
  const writing = world.connect(life);
  const appender = new Appender(writing, world.keys.engine, { minReplicas: world.minReplicas });
  const firstInLog = () => firstOfStream(writing, world.keys.engine);
  let isFollowing = false;
  const engine = new EngineClient({
    ...{ appender, firstInLog, minReplicas: world.minReplicas },
    whyDeaf: () => (isFollowing ? undefined : 'The API has just started.'),
    hearsReplies: () => replies.isListening,
  });
  const redis = world.connect(life);
  const readings = new AccountReadings({
    readPage: (userId, page) => engine.read('get-account', { userId, ...page }),
    pageSize: ORDERS_PER_PAGE,
  });
  const reads = new AccountReads(engine, readings, signal);
  const voids = new VoidOrders({
    engine,
    rate: new RateWindows(10_000, Number.POSITIVE_INFINITY),
    endOfLog: () => endOfStream(writing, world.keys.engine),
  });
  const replies = new Channel({
    redis: world.connect(life),
    channel: world.keys.replies(engine.replyTo),
    signal,
    onMessage: (text) => engine.onReply(text),
    onError: () => {},
  });
  const callbacks = new Callbacks({
    redis,
    key: world.keys.callback,
    signal,
    logger,
    listeners: [engine, readings, voids],
  });
  // Nothing is judged here by a process's own clock.
  const guard = { check: async () => {} };
  const history = new StoredHistory(world.postgres.connect(life));
  const work = async () => {
    const from = await callbacks.end();
    isFollowing = true;
    await callbacks.run(from);
  };
  return {
    app: {
      trade: new TradeController({ shard, engine, reads, guard, voids, history, events: history, signal }),
      engine,
      reads,
    },
    running: Promise.all([untilStopped(work, signal), replies.run()]),
  };
}

/** Begins again when Redis is not there yet. A broken invariant ends the process, as in the product. */
async function untilStopped(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work().catch((error) => {
      if (error instanceof InvariantError) throw error;
    });
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
}

export interface RecorderApp {
  /** Where the journal ends. */
  readonly journal: LogId;
}

/** The journal is followed, and not kept: files are not simulated. */
export function bootRecorder(world: World, life: Life): Booted<RecorderApp> {
  const { keys } = world;
  const logger = world.logger(life.name);
  const { signal } = life;
  const tables = world.postgres.connect(life);
  const metrics = new RecorderMetrics(new Registry());
  const waits = new Waits();
  const asking = world.connect(life);
  let journal: LogId = journalEnds.get(world) ?? LOG_START;
  const redis = world.connect(life);
  const advance = (id: LogId | undefined) => {
    journal = id ?? journal;
    journalEnds.set(world, journal);
  };
  const keepJournal = async () => {
    try {
      for await (const { entries } of follow({ redis, key: keys.engine, from: journal, signal, onError: () => {} }))
        advance(entries.at(-1)?.id);
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      const isForeseen = world.truth.isBroken || world.redis.hasFormerWrites;
      if (!isForeseen) world.violate(`the journal has a hole: ${error}`);
      // Like the product's own it goes on behind the hole.
      const { value: first } = await entriesAfter(asking, keys.engine, journal).next();
      advance(first?.id);
    }
  };
  const running = Promise.all([
    recordHistory({
      ...{ tables: noting(world, tables), redis: world.connect(life), asking, key: keys.callback },
      ...{ signal, logger, metrics, waits },
      lostEntries: new LostEntries({ tables, redis: asking, key: keys.engine, signal, logger }),
      journalLooked: Promise.resolve(),
    }),
    keepTrimmed({ tables, redis: asking, keys, signal, logger, journalPosition: () => journal }),
    untilStopped(keepJournal, signal),
  ]);
  const app = {
    get journal() {
      return journal;
    },
  };
  return { app, running };
}

/** Up to the snapshot that the recorder is told of after a loss the history may keep what it has. */
function noting(world: World, tables: Tables): Tables {
  return {
    shard: tables.shard,
    checkpoint: async (reader) => {
      const position = await tables.checkpoint(reader);
      if (reader === 'engine' && compareLogIds(position, world.keptUpTo) > 0) world.keptUpTo = position;
      return position;
    },
    find: (table, keys) => tables.find(table, keys),
    transaction: (work, limitMs) => tables.transaction(work, limitMs),
    readAtOneMoment: (limitMs, read) => tables.readAtOneMoment(limitMs, read),
  };
}

/** The journal's files tell where it ends, also to the next life of the recorder. */
const journalEnds = new WeakMap<World, LogId>();
