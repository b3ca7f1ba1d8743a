import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';
import { isSecret } from '@fulcrum/venue-api';
import { z } from 'zod';

export const hedgerConfig = commonConfig
  .extend({
    ...redisSettings,
    DATABASE_URL: setting.databaseUrl,
    /** Where the venue is. */
    VENUE_URL: z
      .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:9080' })
      .default('http://127.0.0.1:9080'),
    /** The key with which the hedge signs. Its account at the venue is the hedge's alone. */
    HEDGE_SECRET: z.string().refine(isSecret, 'must be the 32 bytes of an ED25519 private key in base64'),
    /** What clients may have open of an instrument, net, before the house lays it off: in the money of its quotes. */
    HEDGE_THRESHOLD: setting.money('10000').transform(Number),
    /** The largest order of the hedge, in the same money. */
    HEDGE_MAX_ORDER: setting.money('250000').transform(Number),
    /** For how long a limit order waits before the rest is bought or sold at the market. */
    HEDGE_PATIENCE_MS: setting.count(5_000),
    /** The time between two looks at what there is to do. */
    HEDGE_EVERY_MS: setting.count(1_000),
  })
  .check(...reachableRedis());

export type HedgerConfig = z.output<typeof hedgerConfig>;
