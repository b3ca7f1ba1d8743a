import { commonConfig, reachableRedis, redisSettings, setting, usablePublicWsUrl } from '@fulcrum/service';
import { realSecretInProduction, sessionSecret } from '@fulcrum/sessions';
import type { z } from 'zod';

const settings = commonConfig.extend({
  ...redisSettings,
  /** Where the instruments of the last snapshot are: without it an asset is known from its first tick on. */
  DATABASE_URL: setting.databaseUrl.optional(),
  WS_PORT: setting.port(8080),
  /** Where people reach the API, which sets the session's cookie. Pages of its origin may use the cookie. */
  PUBLIC_URL: setting.publicUrl.optional(),
  /** Where browsers reach this server, if not at that host and WS_PORT. */
  PUBLIC_WS_URL: setting.publicWsUrl.optional(),
  JWT_SECRET: sessionSecret,
  /** Origins of other hosts whose pages may use the session cookie. */
  ALLOWED_ORIGINS: setting.origins,
  MAX_CONNECTIONS: setting.count(10_000),
  /** Connections of one address at a time: this many with a user, and as many without. */
  MAX_CONNECTIONS_PER_ADDRESS: setting.count(1_000),
  /** Handshakes of one user in ten seconds, or of one address without a user. */
  HANDSHAKE_RATE_LIMIT: setting.count(1_000),
  /** Reads of one user in ten seconds, over all processes, the API's included. An account counts one for each hundred orders. */
  ACCOUNT_RATE_LIMIT: setting.count(500),
  /** Connections of one user at a time. */
  MAX_CONNECTIONS_PER_USER: setting.count(50),
  /** Streams that one user may be subscribed to, over all connections. */
  MAX_SUBSCRIPTIONS_PER_USER: setting.count(500),
  /** Messages and pings of one user in a second, or of one address without a user, over all its connections. */
  MESSAGE_RATE_LIMIT: setting.count(2_000),
  /** How many proxies stand in front of the WebSocket. Their word about the client's address is trusted. */
  TRUSTED_PROXIES: setting.number(0),
});

export const wsConfig = settings.check(...reachableRedis(), usablePublicWsUrl(), realSecretInProduction());

export type WsConfig = z.output<typeof wsConfig>;
