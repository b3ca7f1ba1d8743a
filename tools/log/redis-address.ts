import { reachableRedis, readConfig, redisSettings } from '@fulcrum/service';
import type { RedisAddress } from '@fulcrum/streams';
import { z } from 'zod';

/** Any of these settings names a Redis, rightly or wrongly. */
const NAMING = ['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_PRIMARY_NAME'];

const schema = z.object(redisSettings).check(...reachableRedis());

/** Whether settings name a Redis, rightly or wrongly. */
export function isRedisNamed(env: NodeJS.ProcessEnv): boolean {
  return NAMING.some((name) => env[name]);
}

/**
 * The Redis that settings name, as each process reads them; undefined when they name none.
 *
 * @throws ConfigError when they are wrong.
 */
export function redisNamedBy(env: NodeJS.ProcessEnv): RedisAddress | undefined {
  return isRedisNamed(env) ? readConfig(schema, env) : undefined;
}

/** These settings alone, for another process that has to find the same Redis. */
export function redisSettingsIn(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = Object.keys(redisSettings).flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return Object.fromEntries(given);
}
