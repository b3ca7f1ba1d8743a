import { commonConfig, reachableRedis, redisSettings } from '@fulcrum/service';
import { z } from 'zod';

const venueUrl = (byDefault: string) =>
  z.url({ protocol: /^wss?$/, error: 'must be a URL such as wss://ws.backpack.exchange' }).default(byDefault);

export const pollerConfig = commonConfig
  .extend({
    ...redisSettings,
    /** Where the prices come from: the venue of this house, or one of the world's. */
    PRICE_SOURCE: z.enum(['local', 'backpack', 'binance']).default('local'),
    /** The venue of this house. */
    EXCHANGE_URL: venueUrl('ws://127.0.0.1:9080'),
    BACKPACK_URL: venueUrl('wss://ws.backpack.exchange'),
    BINANCE_URL: venueUrl('wss://stream.binance.com:9443/ws'),
  })
  .check(...reachableRedis());

export type PollerConfig = z.output<typeof pollerConfig>;
