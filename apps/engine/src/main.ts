import { type Changes, UnknownRulesError } from '@fulcrum/cfd';
import { connectDatabase, databaseWaysOut, PostgresTables } from '@fulcrum/db';
import {
  DamagedSnapshotError,
  type Replica,
  SnapshotThread,
  SnapshotTooOldError,
  type SupervisorParts,
  supervise,
} from '@fulcrum/replica';
import { OperatorError, runService } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
import { cfdCodec } from './cfd/cfd-codec.ts';
import type { CfdCore } from './cfd/cfd-core.ts';
import { engineConfig } from './config.ts';
import { engineMetrics } from './engine-metrics.ts';

const SNAPSHOT_PROGRAM = new URL('./snapshot-worker.ts', import.meta.url);

await runService('engine', engineConfig, async ({ config, logger, metrics, waits, signal, fail }) => {
  let replica: Replica<CfdCore, Changes> | undefined;
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  const { DATABASE_URL: databaseUrl } = config;
  const keys = streamKeys(config.SHARD);
  const { shard } = keys;
  const db = connectDatabase(databaseUrl, 1);
  const parts: SupervisorParts<CfdCore, Changes> = {
    codec: cfdCodec(),
    tables: new PostgresTables(db, databaseUrl, shard),
    createSnapshots: (options) => new SnapshotThread({ ...options, program: SNAPSHOT_PROGRAM, databaseUrl, shard }),
    keys: keys.ofEngine,
    connect: () => waits.watch('Redis', connections.open()),
    minReplicas: config.MIN_REPLICAS,
    isFatal: (error) => error instanceof UnknownRulesError,
    waysOut: databaseWaysOut({ shard, home: config.FULCRUM_HOME }),
    logger,
    waits,
    observer: engineMetrics(metrics, () => replica),
  };

  const onStart = (started: Replica<CfdCore, Changes>) => {
    replica = started;
  };
  const running = supervise(parts, signal, onStart).catch((error) => {
    if (!signal.aborted) fail(isForOperators(error) ? new OperatorError(error.message) : error);
  });
  return {
    notReady: () => connections.notReady() ?? (replica === undefined ? 'loading the snapshot' : replica.notReady()),
    stop: async () => {
      await running;
      connections.close();
      await db.$disconnect();
    },
  };
});

/** Their messages say what to do. */
function isForOperators(error: unknown): error is Error {
  return [UnknownRulesError, SnapshotTooOldError, DamagedSnapshotError].some((kind) => error instanceof kind);
}
