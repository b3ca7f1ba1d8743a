import { UnknownRulesError } from '@fulcrum/cfd';
import { connectDatabase, PostgresTables } from '@fulcrum/db';
import { OperatorError, runService } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
import { engineConfig } from './config.ts';
import type { Engine } from './engine.ts';
import { EngineMetrics } from './engine-metrics.ts';
import { type LivesParts, liveOn } from './lives.ts';
import { SnapshotThread } from './snapshot-thread.ts';
import { SnapshotTooOldError } from './snapshot-too-old-error.ts';

await runService('engine', engineConfig, async ({ config, logger, metrics, waits, signal, fail }) => {
  let engine: Engine | undefined;
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  const { DATABASE_URL: databaseUrl } = config;
  const db = connectDatabase(databaseUrl, 1);
  const parts: LivesParts = {
    tables: new PostgresTables(db, databaseUrl),
    createSnapshots: (options) => new SnapshotThread({ databaseUrl, ...options }),
    keys: streamKeys(config.SHARD),
    connect: () => waits.watch('Redis', connections.open()),
    minReplicas: config.MIN_REPLICAS,
    home: config.FULCRUM_HOME,
    logger,
    waits,
    metrics: new EngineMetrics(metrics, () => engine),
  };

  const onBirth = (born: Engine) => {
    engine = born;
  };
  const living = liveOn(parts, signal, onBirth).catch((error) => {
    if (!signal.aborted) fail(isForOperators(error) ? new OperatorError(error.message) : error);
  });
  return {
    notReady: () => connections.notReady() ?? (engine === undefined ? 'loading the snapshot' : engine.notReady()),
    stop: async () => {
      await living;
      connections.close();
      await db.$disconnect();
    },
  };
});

/** Their messages say what to do. */
function isForOperators(error: unknown): error is Error {
  return error instanceof UnknownRulesError || error instanceof SnapshotTooOldError;
}
