import { LARGE_PAGES } from '../../large-pages.ts';
import type { Settings } from '../settings/settings.ts';

/** One of Fulcrum's own processes. */
export interface ProcessPlan {
  readonly name: string;
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
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
}

/** Nobody makes a market in the order book yet, so that the CFD engine trades on recorded prices. */
const VENUE = { VENUE: 'on', VENUE_PRICES: 'recording' };

/** The processes of the product, and the settings of each. */
export function planProcesses(settings: Settings, addresses: Addresses): ProcessPlan[] {
  const servers = { ...addresses.redis, DATABASE_URL: addresses.databaseUrl };
  const JWT_SECRET = addresses.jwtSecret;
  const [API_PORT, WS_PORT] = [String(settings.apiPort), String(settings.wsPort)];
  const { journalFolder, priceSources, replicas, host: HOST } = settings;
  const isLocal = priceSources.includes('local');
  const plan = (app: string, stopRank: number, env: Record<string, string>, name = app): ProcessPlan => ({
    name,
    main: `apps/${app}/src/main.ts`,
    env: { HOST: '127.0.0.1', ...env },
    stopRank,
  });
  const FULCRUM_HOME = ownHome(settings) ?? '';
  const exchange = plan('exchange', 0, {
    EXCHANGE_PORT: String(addresses.exchangePort),
    ...(settings.hasVenue ? { ...servers, JWT_SECRET, API_PORT, FULCRUM_HOME, ...VENUE } : { VENUE: 'off' }),
  });
  const venue: Record<string, string> =
    isLocal && settings.hasVenue ? { EXCHANGE_PORT: String(addresses.exchangePort) } : {};
  const exchangeUrl = `ws://127.0.0.1:${addresses.exchangePort}`;
  return [
    ...(isLocal ? [exchange] : []),
    {
      ...plan('poller', 0, { ...servers, PRICE_SOURCE: priceSources.join(), EXCHANGE_URL: exchangeUrl }),
      ...(isLocal ? {} : { hint: 'check the network, or start with the recorded prices: npm start' }),
    },
    plan('api', 1, { HOST, ...servers, JWT_SECRET, API_PORT, WS_PORT, ...venue }),
    plan('ws', 1, { HOST, ...servers, JWT_SECRET, WS_PORT }),
    ...engineNames(replicas).map((name) => plan('engine', 2, { ...servers, ...LARGE_PAGES, FULCRUM_HOME }, name)),
    plan('recorder', 2, { ...servers, JOURNAL_DIR: journalFolder }),
    plan('notifier', 2, servers),
  ];
}

/** The folder of the data; undefined if other servers keep some of it. */
export function ownHome({ home, redis, databaseUrl }: Settings): string | undefined {
  return redis === undefined && databaseUrl === undefined ? home : undefined;
}

function engineNames(replicas: number): string[] {
  return replicas === 1 ? ['engine'] : Array.from({ length: replicas }, (_, index) => `engine-${index + 1}`);
}
