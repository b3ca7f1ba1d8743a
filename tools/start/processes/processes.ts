import { isIP } from 'node:net';
import { assert } from '@fulcrum/log';
import { MORE_INLINING } from '../../inlining.ts';
import { LARGE_PAGES } from '../../large-pages.ts';
import { redisNamedBy } from '../../log/redis-address.ts';
import { shardIn } from '../../log/shard.ts';
import type { LogAddresses } from '../../log/with-log.ts';
import { hedgeKey, makersKeys, openHedgeAccount, openMakersAccounts } from '../makers-accounts.ts';
import { isLocal, type Settings } from '../settings/settings.ts';

/** One of Fulcrum's own processes. */
export interface ProcessPlan {
  readonly name: string;
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  /** Options of Node. */
  readonly flags?: readonly string[];
  /** What has to be done before it is started for the first time, when the others run. */
  readonly prepare?: () => Promise<void>;
  /** Lower ranks are stopped first: processes that bring work before those that do it. */
  readonly stopRank: number;
  /** Advice when it does not get ready. */
  readonly hint?: string;
}

export interface Addresses {
  /** The settings that name Redis. */
  readonly redis: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  readonly exchangePort: number;
  readonly jwtSecret: string;
  /** When this start began, in milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * What passes through a process is soon garbage, and Node lets that grow to many times of what is in use. With less room for
 * it all of a start fits into two gigabytes.
 */
const SMALL_YOUNG = ['--max-semi-space-size=4'];
const SMALL_HEAP = ['--max-old-space-size=96', '--max-semi-space-size=1'];

/** The processes of the product, and the settings of each. */
export function planProcesses(settings: Settings, addresses: Addresses): ProcessPlan[] {
  const servers = { ...addresses.redis, DATABASE_URL: addresses.databaseUrl };
  const JWT_SECRET = addresses.jwtSecret;
  const [API_PORT, WS_PORT] = [String(settings.apiPort), String(settings.wsPort)];
  const { journalFolder, priceSources, replicas, host: HOST } = settings;
  const API_URL = `http://${askedAt(HOST)}:${API_PORT}`;
  const plan = (app: string, stopRank: number, env: Record<string, string>, name = app): ProcessPlan => ({
    name,
    main: `apps/${app}/src/main.ts`,
    env: { HOST: '127.0.0.1', ...env },
    stopRank,
  });
  const FULCRUM_HOME = ownHome(settings) ?? '';
  const ofBook = settings.hasVenue
    ? { ...servers, ...LARGE_PAGES, JWT_SECRET, API_PORT, API_URL, FULCRUM_HOME, VENUE: 'on' }
    : { VENUE: 'off' };
  const exchange = {
    ...plan('exchange', 0, { HOST, EXCHANGE_PORT: String(addresses.exchangePort), ...ofBook }),
    flags: [...SMALL_YOUNG, ...MORE_INLINING],
  };
  // Without a book there is no place for one on the screen, whatever this start was told.
  const venue = { EXCHANGE_PORT: hasMarketMaker(settings) ? String(addresses.exchangePort) : '' };
  const local = { EXCHANGE_URL: `ws://${venueAt(settings, addresses)}`, SCENARIO: settings.scenario };
  return [
    ...(isLocal(settings) ? [exchange] : []),
    ...(hasMarketMaker(settings) ? [marketMaker(settings, addresses)] : []),
    {
      ...plan('poller', 0, { ...servers, PRICE_SOURCE: priceSources.join(), ...local }),
      flags: SMALL_YOUNG,
      ...(isLocal(settings) ? {} : { hint: 'check the network, or start with the recorded prices: npm start' }),
    },
    plan('api', 1, { HOST, ...servers, JWT_SECRET, API_PORT, WS_PORT, ...venue }),
    plan('ws', 1, { HOST, ...servers, JWT_SECRET, WS_PORT }),
    ...engineNames(replicas).map((name) => plan('engine', 2, { ...servers, ...LARGE_PAGES, FULCRUM_HOME }, name)),
    { ...plan('recorder', 2, { ...servers, JOURNAL_DIR: journalFolder }), flags: SMALL_YOUNG },
    { ...plan('notifier', 2, servers), flags: SMALL_YOUNG },
    ...(settings.isHedged ? [hedger(settings, addresses)] : []),
  ];
}

/** Whether there is a local order book, which somebody has to quote in. */
export function hasMarketMaker(settings: Pick<Settings, 'hasVenue' | 'priceSources'>): boolean {
  return settings.hasVenue && isLocal(settings);
}

function marketMaker(settings: Settings, addresses: Addresses) {
  const { jwtSecret, redis, databaseUrl, startedAt } = addresses;
  const keys = makersKeys(jwtSecret, shardIn(process.env));
  return {
    name: 'market-maker',
    main: 'apps/market-maker/src/main.ts',
    flags: SMALL_HEAP,
    stopRank: 0,
    env: {
      HOST: '127.0.0.1',
      VENUE_URL: `http://${venueAt(settings, addresses)}`,
      MAKER_SECRET: keys.maker,
      NOISE_SECRETS: keys.noise.join(),
      SCENARIO: settings.scenario,
      SCENARIO_STARTED_AT: String(startedAt),
    },
    prepare: () => openMakersAccounts(logAt(redis, databaseUrl), keys),
  };
}

/** It is stopped before the venue, at which it cancels its orders. */
function hedger(settings: Settings, addresses: Addresses): ProcessPlan {
  const { jwtSecret, redis, databaseUrl } = addresses;
  const HEDGE_SECRET = hedgeKey(jwtSecret, shardIn(process.env));
  return {
    name: 'hedger',
    main: 'apps/hedger/src/main.ts',
    flags: SMALL_HEAP,
    stopRank: -1,
    env: {
      ...{ HOST: '127.0.0.1', ...redis, DATABASE_URL: databaseUrl },
      ...{ VENUE_URL: `http://${venueAt(settings, addresses)}`, HEDGE_SECRET },
    },
    prepare: () => openHedgeAccount(logAt(redis, databaseUrl), HEDGE_SECRET),
  };
}

function logAt(redis: Addresses['redis'], databaseUrl: string): LogAddresses {
  const address = redisNamedBy(redis);
  assert(address !== undefined, 'the settings of the processes name a Redis');
  return { redis: address, databaseUrl };
}

/** The folder of the data; undefined if other servers keep some of it. */
export function ownHome({ home, redis, databaseUrl }: Settings): string | undefined {
  return redis === undefined && databaseUrl === undefined ? home : undefined;
}

function engineNames(replicas: number): string[] {
  return replicas === 1 ? ['engine'] : Array.from({ length: replicas }, (_, index) => `engine-${index + 1}`);
}

/** Where the processes of a start find its venue. */
function venueAt({ host }: Settings, { exchangePort }: Addresses): string {
  return `${askedAt(host)}:${exchangePort}`;
}

/** The name of this machine under which a process is asked that listens on an address of it. */
function askedAt(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
}
