import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database } from '@fulcrum/db';
import type { Logger, Registry, ServiceContext } from '@fulcrum/service';
import { Gathering } from '@fulcrum/sockets';
import { type Redis, RedisConnections, type StreamKeys, streamKeys } from '@fulcrum/streams';
import type { WsConfig } from './config.ts';
import { createFeedMetrics, type FeedMetrics } from './feed-metrics.ts';
import type { Limits } from './limits/limits.ts';

/** A question to PostgreSQL that takes longer has failed. */
const DATABASE_LIMIT_MS = 5_000;

/** What all parts of the feed need. */
export interface FeedParts {
  readonly config: WsConfig;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly metrics: FeedMetrics;
  readonly signal: AbortSignal;
  readonly keys: StreamKeys;
  readonly connections: RedisConnections;
  /** Opens a connection to Redis. */
  readonly connect: () => Redis;
  /** For short commands alone, since many share it. */
  readonly commands: Redis;
  /** Absent when the settings name no database. */
  readonly db: Database | undefined;
  /** Told of errors of Redis, which are waited out. */
  readonly onError: (error: Error) => void;
  /** Told of an error after which the process must not go on. */
  readonly fail: (error: unknown) => void;
  readonly gathering: Gathering;
}

export function feedParts(context: ServiceContext<WsConfig>, limits: Limits): FeedParts {
  const { config, logger, metrics: registry, waits, signal, fail } = context;
  const onError = (error: Error) => logger.warn(`Redis: ${error.message}`);
  const connections = new RedisConnections(config, onError);
  const connect = () => waits.watch('Redis', connections.open());
  const { DATABASE_URL: databaseUrl } = config;
  return {
    ...{ config, limits, logger, registry, signal, connections, connect, onError, fail },
    metrics: createFeedMetrics(registry),
    keys: streamKeys(config.SHARD),
    commands: connect(),
    db: databaseUrl === undefined ? undefined : connectDatabase(databaseUrl, 1, DATABASE_LIMIT_MS),
    gathering: new Gathering(),
  };
}

/** Does something over and over, with a pause before each time, until the signal is given. */
export async function repeat(everyMs: number, signal: AbortSignal, work: () => unknown): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    await work();
  }
}
