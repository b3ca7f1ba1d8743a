import { InvariantError } from '@fulcrum/core';
import { connectDatabase } from '@fulcrum/db';
import { runService } from '@fulcrum/service';
import { connectRedis, OvertakenError, pause, streamKeys } from '@fulcrum/streams';
import { engineConfig } from './config.ts';
import { Engine, type EngineParts } from './engine.ts';
import { EngineMetrics } from './engine-metrics.ts';

/** A second life that is overtaken as soon as this finds the same hole again. */
const SHORTEST_LIFE_MS = 10_000;
const RETRY_MS = 1_000;

await runService('engine', engineConfig, async ({ config, logger, metrics, signal, fail }) => {
  let engine: Engine | undefined;
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const reading = connectRedis(config.REDIS_URL, onError);
  const publishing = connectRedis(config.REDIS_URL, onError);
  const parts: EngineParts = {
    db: connectDatabase(config.DATABASE_URL, 3),
    keys: streamKeys(config.SHARD),
    reading,
    publishing,
    logger,
    metrics: new EngineMetrics(metrics, () => engine),
  };

  /** Lives until the log shows a hole, and then starts over from the snapshot. */
  const live = async () => {
    while (!signal.aborted) {
      const bornAt = Date.now();
      const life = new AbortController();
      engine = await recover(life.signal);
      try {
        await engine.run();
      } catch (error) {
        if (!(error instanceof OvertakenError) || Date.now() - bornAt < SHORTEST_LIFE_MS) throw error;
        logger.error({ err: error }, 'starting over from the snapshot');
      } finally {
        life.abort(new Error('this life of the engine is over'));
      }
    }
  };

  /** PostgreSQL or Redis may come up later than the engine. */
  const recover = async (life: AbortSignal): Promise<Engine> => {
    for (;;) {
      try {
        return await Engine.recover(parts, AbortSignal.any([signal, life]));
      } catch (error) {
        if (signal.aborted || error instanceof InvariantError) throw error;
        logger.warn({ err: error }, 'recovery has to wait');
        await pause(RETRY_MS, signal);
      }
    }
  };

  const living = live().catch((error) => {
    if (!signal.aborted) fail(error);
  });
  return {
    notReady: () => (engine === undefined ? 'loading the snapshot' : engine.notReady()),
    stop: async () => {
      await living;
      reading.disconnect();
      publishing.disconnect();
      await parts.db.$disconnect();
    },
  };
});
