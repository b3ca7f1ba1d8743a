import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commonConfig, type PriceSource, readConfig, setting } from '@fulcrum/service';
import { sessionSecret } from '@fulcrum/sessions';
import type { RedisAddress } from '@fulcrum/streams';
import { z } from 'zod';
import { redisNamedBy } from '../log/redis-address.ts';
import { REPLICAS, readArguments } from './arguments.ts';
import { StartError } from './start-error.ts';

const schema = z.object({
  FULCRUM_HOME: z.string().default('.fulcrum'),
  API_PORT: setting.port(4000),
  WS_PORT: setting.port(8080),
  HOST: z.string().default('127.0.0.1'),
  PRICE_SOURCE: setting.priceSources,
  REPLICAS: z.string().regex(REPLICAS.pattern, REPLICAS.message).default('1').transform(Number),
  DATABASE_URL: setting.databaseUrl.optional(),
  JWT_SECRET: sessionSecret.optional(),
  // These reach the processes as they are; they are checked here as well, before anything is started.
  LOG_LEVEL: commonConfig.shape.LOG_LEVEL,
  DEMO_DEPOSIT: setting.money('10000'),
  MAX_FEED_LAG_MS: setting.count(1),
  MAX_SOURCE_DEVIATION_BPS: setting.count(1),
  ORDER_RATE_LIMIT: setting.count(1),
  UNKNOWN_ORDER_RATE_LIMIT: setting.count(1),
  ACCOUNT_RATE_LIMIT: setting.count(1),
  MAX_UNANSWERED_PER_USER: setting.count(1),
  MAX_CONNECTIONS_PER_USER: setting.count(1),
  MAX_SUBSCRIPTIONS_PER_USER: setting.count(1),
  CHART_RATE_LIMIT: setting.count(1),
  ADDRESS_RATE_LIMIT: setting.count(1),
  SIGN_IN_RATE_LIMIT: setting.count(1),
  KEEP_REJECTIONS_DAYS: setting.days(0),
  KEEP_MINUTE_CANDLES_DAYS: setting.days(0),
  KEEP_HOUR_CANDLES_DAYS: setting.days(0),
  KEEP_UNUSED_USERS_DAYS: setting.days(0),
  KEEP_JOURNAL_DAYS: setting.days(0),
});

export interface Settings {
  /** Where data, logs and the local secret live. */
  readonly home: string;
  readonly apiPort: number;
  readonly wsPort: number;
  readonly host: string;
  /** In the order of preference. */
  readonly priceSources: readonly PriceSource[];
  /** How many engines run side by side, all hot on the same log. */
  readonly replicas: number;
  /** Somebody else's, by a URL or by sentinels; undefined: one is started here. */
  readonly redis: RedisAddress | undefined;
  readonly databaseUrl: string | undefined;
  /** Undefined: one is made and kept. */
  readonly jwtSecret: string | undefined;
}

/**
 * Reads the command line and the environment, and makes the folder for the data.
 *
 * @throws StartError or ConfigError with a sentence for people.
 */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const config = readConfig(schema, { ...env, ...readArguments(args) });
  const home = resolve(config.FULCRUM_HOME);
  try {
    mkdirSync(join(home, 'logs'), { recursive: true });
  } catch (error) {
    throw new StartError(
      `The folder ${home} cannot be made (${(error as Error).message}): set FULCRUM_HOME to another one.`,
    );
  }
  return {
    home,
    apiPort: config.API_PORT,
    wsPort: config.WS_PORT,
    host: config.HOST,
    priceSources: config.PRICE_SOURCE,
    replicas: config.REPLICAS,
    redis: redisNamedBy(env),
    databaseUrl: config.DATABASE_URL,
    jwtSecret: config.JWT_SECRET,
  };
}
