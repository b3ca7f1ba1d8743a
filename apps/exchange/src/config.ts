import { fileURLToPath } from 'node:url';
import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';
import { realSecretInProduction, sessionSecret } from '@fulcrum/sessions';
import { z } from 'zod';
import { depositsSetting } from './accounts/deposits.ts';

const settings = commonConfig.extend({
  EXCHANGE_PORT: setting.anyPort(9_080),
  MAX_CONNECTIONS: setting.count(10_000),
  /** Connections of one address at a time; behind a proxy its WebSockets, this many with a user, and as many without. */
  MAX_CONNECTIONS_PER_ADDRESS: setting.count(1_000),
  /** Behind a proxy: handshakes of one user in ten seconds, or of one address without a user. */
  HANDSHAKE_RATE_LIMIT: setting.count(1_000),
  /** Whether there is an order book. Without one recorded prices are played, which need no servers. */
  VENUE: z.enum(['on', 'off']).default('off'),
  /** Whose best prices are told where there is an order book: its own, or the recorded ones beside it. */
  VENUE_PRICES: z.enum(['book', 'recording']).default('book'),
  ...redisSettings,
  DATABASE_URL: setting.databaseUrl.optional(),
  /** The broker's, whose users trade by their sessions, and register keys. */
  JWT_SECRET: sessionSecret.optional(),
  /** The broker's, which a new key of somebody with a second factor needs. */
  SECOND_FACTOR_SECRET: sessionSecret.optional(),
  /** Where people reach the API, which sets the session's cookie. Pages of its origin may use the cookie here. */
  PUBLIC_URL: setting.publicUrl.optional(),
  /** The port of the API, whose pages may use it also where they are reached by this host. */
  API_PORT: setting.port(4_000),
  /** Where the API is, to which people sign up and in; without it, on this machine. */
  API_URL: setting.publicUrl.optional(),
  /** Origins of other pages that may. */
  ALLOWED_ORIGINS: setting.origins,
  /** Where a start keeps the data of both servers, for what it says when they are lost. */
  FULCRUM_HOME: setting.folder.optional(),
  /** The file that lists assets and markets. */
  VENUE_FILE: z.string().default(fileURLToPath(new URL('../../../config/venue.json', import.meta.url))),
  /** What a new account has. */
  VENUE_DEPOSITS: depositsSetting,
  /** Requests of one user in ten seconds. */
  ORDER_RATE_LIMIT: setting.count(1_000),
  /** Requests of one user, or of one address, in ten seconds for what is past. */
  HISTORY_RATE_LIMIT: setting.count(200),
  /** Requests of one address in ten seconds that belong to no user, and as many whose signature or session is wrong. */
  ADDRESS_RATE_LIMIT: setting.count(3_000),
  /** Requests of one address in a minute that are passed on to the API: people who sign up or in. */
  SIGN_IN_RATE_LIMIT: setting.count(100),
  /** How many proxies stand in front. Their word about the client's address is trusted. */
  TRUSTED_PROXIES: setting.number(0),
});

type Settings = z.output<typeof settings>;

/** A setting that the order book needs. It is checked even if others are wrong, so that every fault is named at once. */
function setWithVenue(name: 'DATABASE_URL' | 'JWT_SECRET') {
  return z.refine<Settings>((config) => config.VENUE !== 'on' || config[name] !== undefined, {
    path: [name],
    message: 'must be set where VENUE is on',
    when: () => true,
  });
}

export const exchangeConfig = settings.check(
  setWithVenue('DATABASE_URL'),
  setWithVenue('JWT_SECRET'),
  ...reachableRedis<Settings>(({ VENUE }) => VENUE === 'on'),
  realSecretInProduction<Settings>(),
);

export type ExchangeConfig = z.output<typeof exchangeConfig>;
