import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';
import { z } from 'zod';

const venueUrl = (byDefault: string) =>
  z.url({ protocol: /^wss?$/, error: 'must be a URL such as wss://ws.backpack.exchange' }).default(byDefault);

const restUrl = (byDefault: string) =>
  z.url({ protocol: /^https?$/, error: 'must be a URL such as https://api.backpack.exchange' }).default(byDefault);

export const pollerConfig = commonConfig
  .extend({
    ...redisSettings,
    /** Where the instruments are read at the start. */
    DATABASE_URL: setting.databaseUrl,
    /** Where the prices come from, in the order of preference: the venue of this house, or those of the world. */
    PRICE_SOURCE: setting.priceSources,
    /** The venue of this house. */
    EXCHANGE_URL: venueUrl('ws://127.0.0.1:9080'),
    BACKPACK_URL: venueUrl('wss://ws.backpack.exchange'),
    BINANCE_URL: venueUrl('wss://stream.binance.com:9443/ws'),
    /** Where these venues tell the past. The venue of this house does so beside its present. */
    BACKPACK_REST_URL: restUrl('https://api.backpack.exchange'),
    BINANCE_REST_URL: restUrl('https://api.binance.com'),
    /** A ticker that comes later than this after the venue made it is not used, in milliseconds. */
    MAX_FEED_LAG_MS: setting.count(2_000),
    /** Two sources whose middle prices differ by more than this are told, in ten-thousandths. */
    MAX_SOURCE_DEVIATION_BPS: setting.count(100),
  })
  .check(...reachableRedis());

export type PollerConfig = z.output<typeof pollerConfig>;
