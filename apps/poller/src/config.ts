import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';
import { SCENARIO_NAMES } from '@fulcrum/simulated-prices';
import { z } from 'zod';

const venueUrl = (byDefault: string) =>
  z.url({ protocol: /^wss?$/, error: 'must be a URL such as wss://ws.backpack.exchange' }).default(byDefault);

const restUrl = (byDefault: string) =>
  z.url({ protocol: /^https?$/, error: 'must be a URL such as https://api.backpack.exchange' }).default(byDefault);

export const pollerConfig = commonConfig
  .extend({
    ...redisSettings,
    /** The database from which the instruments are read at the start. */
    DATABASE_URL: setting.databaseUrl,
    /** The price sources in the order of preference: the local venue, or public ones. */
    PRICE_SOURCE: setting.priceSources,
    /** The local venue. */
    EXCHANGE_URL: venueUrl('ws://127.0.0.1:9080'),
    /** What is played there. Nothing of a scenario was ever a price in any market. */
    SCENARIO: z.enum(SCENARIO_NAMES).default('recorded'),
    BACKPACK_URL: venueUrl('wss://ws.backpack.exchange'),
    BINANCE_URL: venueUrl('wss://stream.binance.com:9443/ws'),
    /** The addresses of past candles at these venues. The local venue serves them at its own address. */
    BACKPACK_REST_URL: restUrl('https://api.backpack.exchange'),
    BINANCE_REST_URL: restUrl('https://api.binance.com'),
    /** A ticker that is later than this is dropped, in milliseconds. */
    MAX_FEED_LAG_MS: setting.count(2_000),
    /** A larger difference between the mid prices of two sources is reported, in ten-thousandths. */
    MAX_SOURCE_DEVIATION_BPS: setting.count(100),
  })
  .check(...reachableRedis());

export type PollerConfig = z.output<typeof pollerConfig>;
