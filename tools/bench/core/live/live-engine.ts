import assert from 'node:assert/strict';
import { connectDatabase, type Database, readCheckpoint } from '@fulcrum/db';
import { callbackId, compareLogIds, type LogId } from '@fulcrum/log';
import { connectRedis, type Redis, streamKeys, trimBefore, whenReady } from '@fulcrum/streams';
import type { BenchContext, Figure } from '../../bench.ts';
import { readMetric } from '../../metrics.ts';
import { until } from '../../programs/limit.ts';
import { type BenchStack, withStack } from '../../programs/processes.ts';
import type { Program } from '../../programs/program.ts';
import type { Fed, FeedRates, Filled } from '../workers/feed-worker.ts';
import { startWorker } from '../workers/in-worker.ts';
import { MILLION } from '../workload.ts';
import { loadFigures, replayFigure, restartFigures, type UnderLoad } from './live-figures.ts';
import type { Pauses } from './pause-probe.ts';
import { PROBE, startTimed, type TimedStart } from './timed-start.ts';
import { whileWatching } from './watch-log.ts';

const WINDOW: FeedRates = { seconds: 30, ticksPerSecond: 10_000, ordersPerSecond: 5_000 };
const FILL_LIMIT_MS = 120_000;
const COMMIT_LIMIT_MS = 120_000;
const ASK_LIMIT_MS = 10_000;

/** The open orders while the engine runs under load. */
interface Scene {
  readonly context: BenchContext;
  readonly stack: BenchStack;
  readonly feeder: Program;
  readonly redis: Redis;
  readonly db: Database;
}

/** The real engine with a million open orders: how it replays, pauses under load, and comes back after a crash. */
export async function measureLiveEngine(context: BenchContext): Promise<Figure[]> {
  return withStack(context, async (stack) => {
    const redis = connectRedis(stack.env.REDIS_URL, () => {});
    const db = connectDatabase(stack.env.DATABASE_URL, 2);
    try {
      await whenReady(redis, AbortSignal.any([context.signal, AbortSignal.timeout(ASK_LIMIT_MS)]));
      const feeder = startWorker(stack.programs, 'feed-worker');
      await feeder.ask('connect', { redisUrl: stack.env.REDIS_URL }, ASK_LIMIT_MS);
      return await measure({ context, stack, feeder, redis, db });
    } finally {
      redis.disconnect();
      await db.$disconnect();
    }
  });
}

async function measure(scene: Scene): Promise<Figure[]> {
  const { context, stack, feeder } = scene;
  context.progress('appending 1M orders to the log');
  const filled = await feeder.ask<Filled>('fill', { orders: MILLION }, FILL_LIMIT_MS);
  context.progress('the engine applies the log from its beginning');
  const first = await startTimed(stack, context.signal);
  assert.equal(first.replayed, filled.entries, 'the engine is ready once it has applied the whole log');
  context.progress('waiting for the snapshot of 1M open orders');
  await settle(scene, filled.lastId);
  context.progress(`${WINDOW.seconds} s under load`);
  const underLoad = await runUnderLoad(scene, first);
  context.progress('the engine starts again after a crash');
  await first.engine.program.kill();
  const again = await startTimed(stack, context.signal);
  assert.equal(await readMetric(again.engine.healthUrl, 'engine_open_orders'), underLoad.openOrders);
  return [...loadFigures(underLoad), replayFigure(first), ...restartFigures(again)];
}

/**
 * Waits until the snapshot is committed, and trims the streams as the recorder would. A crowded Redis is not what this
 * bench measures.
 */
async function settle({ context, feeder, redis, db }: Scene, lastId: LogId): Promise<void> {
  const committed = async () => {
    await feeder.ask('tick', {}, ASK_LIMIT_MS);
    const position = await readCheckpoint(db, 0, 'engine');
    return compareLogIds(position, lastId) >= 0 ? position : undefined;
  };
  const what = 'the snapshot of a million open orders is committed';
  const position = await until(COMMIT_LIMIT_MS, what, context.signal, committed, 200);
  const keys = streamKeys();
  await trimBefore(redis, keys.engine, position);
  await trimBefore(redis, keys.callback, callbackId(position, 0));
  const isQuiet = async () => (/^aof_rewrite_in_progress:0/m.test(await redis.info('persistence')) ? true : undefined);
  await until(COMMIT_LIMIT_MS, 'Redis has rewritten its file', context.signal, isQuiet, 100);
}

/** Feeds the engine for the window, while its pauses and those of an idle process are measured in the same way. */
async function runUnderLoad({ context, stack, feeder, redis, db }: Scene, { engine }: TimedStart): Promise<UnderLoad> {
  const idle = stack.programs.worker(new URL('../workers/idle-worker.ts', import.meta.url), { nodeOptions: PROBE });
  const both = [engine.program, idle];
  const appliedBefore = await readMetric(engine.healthUrl, 'engine_entries_total');
  await Promise.all(both.map((program) => program.ask('start-watching', {}, ASK_LIMIT_MS)));
  const feeding = feeder.ask<Fed>('feed', WINDOW, WINDOW.seconds * 1_000 + FILL_LIMIT_MS);
  const { result: fed, watched } = await whileWatching(redis, db, feeding);
  const stopping = both.map((program) => program.ask<Pauses>('stop-watching', {}, ASK_LIMIT_MS));
  const [enginePauses, idlePauses] = await Promise.all(stopping);
  assert(enginePauses !== undefined && idlePauses !== undefined);
  const applied = (await readMetric(engine.healthUrl, 'engine_entries_total')) - appliedBefore;
  await idle.stop();
  const openOrders = await caughtUp(engine.healthUrl, fed, context.signal);
  return { enginePauses, idlePauses, fed, ...watched, applied, openOrders };
}

/** Waits until the engine has caught up. No order may be missing then. */
async function caughtUp(healthUrl: string, { openOrders }: Fed, signal: AbortSignal): Promise<number> {
  const isThere = async () => ((await readMetric(healthUrl, 'engine_open_orders')) === openOrders ? true : undefined);
  await until(COMMIT_LIMIT_MS, `the engine has exactly the ${openOrders} open orders`, signal, isThere, 100);
  return openOrders;
}
