import { connectDatabase } from '@fulcrum/db';
import { connectRedis, type RedisAddress, streamKeys, whenReady } from '@fulcrum/streams';
import type { LogParts } from './log-parts.ts';
import { redisNamedBy } from './redis-address.ts';
import { runningProduct } from './runtime-file.ts';
import { shardIn } from './shard.ts';
import { namedDatabase } from './with-database.ts';

const CONNECT_LIMIT_MS = 10_000;

export interface LogAddresses {
  /** A URL, or the settings that name the servers. */
  readonly redis: string | RedisAddress;
  readonly databaseUrl: string;
}

/**
 * Uses the log that REDIS_URL (or REDIS_SENTINELS) and DATABASE_URL name. Without them it is that of the product which
 * runs from FULCRUM_HOME.
 *
 * @throws with a sentence for people when there is none, or when it cannot be reached.
 */
export async function withLog(use: (parts: LogParts) => Promise<void>): Promise<void> {
  const { running } = runningProduct(process.env);
  const redis = redisNamedBy(process.env) ?? (running && redisNamedBy(running.redis));
  const databaseUrl = namedDatabase(process.env);
  if (redis === undefined || databaseUrl === undefined)
    throw new Error(
      'Nothing runs here: start it with npm start, or set REDIS_URL (or REDIS_SENTINELS) and DATABASE_URL.',
    );
  await withLogAt({ redis, databaseUrl }, use);
}

/** @throws with a sentence for people when it cannot be reached. */
export async function withLogAt(
  { redis: address, databaseUrl }: LogAddresses,
  use: (parts: LogParts) => Promise<void>,
) {
  let reason = 'no answer';
  const redis = connectRedis(address, (error) => {
    reason = error.message;
  });
  const db = connectDatabase(databaseUrl, 1);
  try {
    await whenReady(redis, AbortSignal.timeout(CONNECT_LIMIT_MS)).catch(() => {
      throw new Error(`Redis cannot be reached: ${reason}`);
    });
    await use({ db, redis, keys: streamKeys(shardIn(process.env)) });
  } finally {
    redis.disconnect();
    await db.$disconnect();
  }
}
