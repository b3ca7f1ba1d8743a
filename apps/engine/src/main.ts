import { connectDatabase, PostgresTables } from '@fulcrum/db';
import { runService } from '@fulcrum/service';
import { connectRedis, streamKeys } from '@fulcrum/streams';
import { engineConfig } from './config.ts';
import type { Engine, EngineParts } from './engine.ts';
import { EngineMetrics } from './engine-metrics.ts';
import { liveOn } from './lives.ts';
import { SnapshotThread } from './snapshot-thread.ts';

await runService('engine', engineConfig, async ({ config, logger, metrics, signal, fail }) => {
  let engine: Engine | undefined;
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const reading = connectRedis(config.REDIS_URL, onError);
  const publishing = connectRedis(config.REDIS_URL, onError);
  const { DATABASE_URL: databaseUrl } = config;
  const db = connectDatabase(databaseUrl, 1);
  const parts: EngineParts = {
    tables: new PostgresTables(db, databaseUrl),
    createSnapshots: (options) => new SnapshotThread({ databaseUrl, ...options }),
    keys: streamKeys(config.SHARD),
    reading,
    publishing,
    logger,
    metrics: new EngineMetrics(metrics, () => engine),
  };

  const onBirth = (born: Engine) => {
    engine = born;
  };
  const living = liveOn(parts, signal, onBirth).catch((error) => {
    if (!signal.aborted) fail(error);
  });
  return {
    notReady: () => (engine === undefined ? 'loading the snapshot' : engine.notReady()),
    stop: async () => {
      await living;
      reading.disconnect();
      publishing.disconnect();
      await db.$disconnect();
    },
  };
});
