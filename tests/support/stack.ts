import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DevServer, type Devstack, freePort, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { connectRedis, type Redis, type RedisAddress, streamKeys, whenReady } from '@fulcrum/streams';
import { instrumentsFile, readInstrumentFile } from '../../tools/instruments/instrument-file.ts';
import { AppProcess } from './app-process.ts';
import { Trader } from './trader.ts';

/** What the tests' session tokens are signed with. */
export const SECRET = 'a secret that only the tests know, 0123456789';

export interface StackOptions {
  readonly apis?: number;
  /** Engines that run side by side on the same log. */
  readonly engines?: number;
  /** The WebSocket feed as well, at the port that pages are told. */
  readonly hasFeed?: boolean;
  /** A port for the venue, which pages are told. The venue itself is there once it is started. */
  readonly hasVenue?: boolean;
  /** Starts what stands between the processes and the database. */
  readonly pooler?: (devstack: Devstack, directory: string) => Promise<DevServer>;
  /** A Redis of the test's own, instead of the stack's. */
  readonly redis?: { readonly address: RedisAddress; readonly settings: Record<string, string> };
  /** Settings of every process. */
  readonly settings?: Record<string, string>;
}

/** The same database by way of a pooler, where there is one. */
function through(pooler: DevServer | undefined, databaseUrl: string): string {
  if (pooler === undefined) return databaseUrl;
  const url = new URL(databaseUrl);
  url.host = new URL(pooler.url).host;
  return url.href;
}

/**
 * The real processes on a real Redis and a real PostgreSQL. Unless a poller is added the test itself is the market, so
 * that it decides every price.
 */
export class Stack {
  readonly devstack: Devstack;
  readonly pooler: DevServer | undefined;
  readonly redis: Redis;
  /** Where that is, for connections of one's own and for programs. */
  readonly redisAddress: RedisAddress;
  readonly redisSettings: Record<string, string>;
  /** With which the processes and the programs for people connect. Tests prepare data as the owner, `devstack.postgres`. */
  readonly databaseUrl: string;
  readonly engine: AppProcess;
  readonly engines: readonly AppProcess[];
  readonly recorder: AppProcess;
  readonly apis: AppProcess[] = [];
  readonly apiUrls: string[] = [];
  readonly journalFolder: string;
  readonly home: string;
  readonly logs: string;
  readonly #servers: Record<string, string>;
  #feedPort: number | undefined;
  #venuePort: number | undefined;
  /** Those that a test added: the feed, the venue and the poller. */
  readonly #others: AppProcess[] = [];

  private constructor(devstack: Devstack, pooler: DevServer | undefined, home: string, options: StackOptions) {
    const { redis } = devstack;
    const logs = join(home, 'logs');
    mkdirSync(logs, { recursive: true });
    this.redisAddress = options.redis?.address ?? { REDIS_URL: redis.url };
    this.redisSettings = options.redis?.settings ?? { REDIS_URL: redis.url };
    const databaseUrl = through(pooler, devstack.applicationUrl);
    const servers = { ...options.settings, ...this.redisSettings, DATABASE_URL: databaseUrl };
    this.logs = logs;
    this.#servers = servers;
    this.databaseUrl = databaseUrl;
    this.devstack = devstack;
    this.pooler = pooler;
    this.home = home;
    this.journalFolder = join(home, 'journal');
    this.redis = connectRedis(this.redisAddress, () => {});
    this.engine = new AppProcess('engine', servers, logs);
    const replica = (_: unknown, index: number) => new AppProcess('engine', servers, logs, `engine-${index + 2}`);
    this.engines = [this.engine, ...Array.from({ length: (options.engines ?? 1) - 1 }, replica)];
    this.recorder = new AppProcess('recorder', { ...servers, JOURNAL_DIR: this.journalFolder }, logs);
  }

  static async start(options: StackOptions = {}): Promise<Stack> {
    const home = await freshFolder();
    const devstack = await startDevstack({ directory: home });
    const pooler = await options.pooler?.(devstack, join(home, 'pooler'));
    const stack = new Stack(devstack, pooler, home, options);
    if (options.hasFeed) await stack.addFeed();
    if (options.hasVenue) stack.#venuePort = await freePort();
    for (let api = 0; api < (options.apis ?? 1); api += 1) await stack.addApi();
    await Promise.all(stack.processes().map((app) => app.start()));
    await whenReady(stack.redis, AbortSignal.timeout(10_000));
    await stack.addInstrument('BTC_USDC');
    return stack;
  }

  /** One more process of the API, not started yet; `stop` stops it as well. */
  async addApi(settings: Record<string, string> = {}): Promise<{ api: AppProcess; url: string }> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const feed = this.#feedPort === undefined ? {} : { WS_PORT: String(this.#feedPort) };
    const venue = this.#venuePort === undefined ? {} : { EXCHANGE_PORT: String(this.#venuePort) };
    // Who somebody is is the subject of few tests.
    const without = { IDENTITY_NEEDED_FOR: 'nothing' };
    const own = { JWT_SECRET: SECRET, API_PORT: String(port), PUBLIC_URL: url, ...without, ...feed, ...venue };
    const api = new AppProcess('api', { ...this.#servers, ...own, ...settings }, this.logs, `api-${port}`);
    this.apis.push(api);
    this.apiUrls.push(url);
    return { api, url };
  }

  /** Another recorder on the same journal folder, not started yet. */
  addRecorder(): AppProcess {
    const own = { ...this.#servers, JOURNAL_DIR: this.journalFolder };
    return this.#add(new AppProcess('recorder', own, this.logs, 'recorder-2'));
  }

  /** The notifier, not started yet. */
  addNotifier(settings: Record<string, string> = {}, name = 'notifier'): AppProcess {
    return this.#add(new AppProcess('notifier', { ...this.#servers, ...settings }, this.logs, name));
  }

  /** The WebSocket feed, not started yet. Processes of the API that are added from here on name it to their pages. */
  async addFeed(settings: Record<string, string> = {}): Promise<{ feed: AppProcess; port: number; url: string }> {
    const port = await freePort();
    this.#feedPort = port;
    const own = { ...this.#servers, JWT_SECRET: SECRET, WS_PORT: String(port), ...settings };
    return { feed: this.#add(new AppProcess('ws', own, this.logs)), port, url: `ws://127.0.0.1:${port}` };
  }

  /** The shipped instruments, and the local venue and the poller that relays its prices, neither started yet. */
  async addPrices(
    settings: Record<string, string> = {},
  ): Promise<{ exchange: AppProcess; poller: AppProcess; venueUrl: string }> {
    const port = await freePort();
    const ofExchange = { ...this.#servers, EXCHANGE_PORT: String(port), ...settings };
    const own = { PRICE_SOURCE: 'local', EXCHANGE_URL: `ws://127.0.0.1:${port}` };
    for (const instrument of readInstrumentFile(instrumentsFile(process.env)))
      await this.append('set-instrument', instrument);
    return {
      venueUrl: `http://127.0.0.1:${port}`,
      exchange: this.#add(new AppProcess('exchange', ofExchange, this.logs)),
      poller: this.#add(new AppProcess('poller', { ...this.#servers, ...own }, this.logs)),
    };
  }

  /** The venue for the pages of the first API, not started yet. One user may send as many orders as a test needs. */
  addVenue(): AppProcess {
    const api = this.apiUrls[0] ?? '';
    const page = { JWT_SECRET: SECRET, PUBLIC_URL: api, API_URL: api };
    const own = { ...page, VENUE: 'on', EXCHANGE_PORT: String(this.#venuePort), ORDER_RATE_LIMIT: '1000000' };
    return this.#add(new AppProcess('exchange', { ...this.#servers, ...own }, this.logs, 'venue'));
  }

  /** A market maker, not started yet. It has no servers. */
  addMarketMaker(settings: Record<string, string>): AppProcess {
    return this.#add(new AppProcess('market-maker', settings, this.logs));
  }

  /** The hedge, not started yet. */
  addHedger(settings: Record<string, string>, name = 'hedger'): AppProcess {
    return this.#add(new AppProcess('hedger', { ...this.#servers, ...settings }, this.logs, name));
  }

  /** A process that serves the order book at a port of its own, not started yet. */
  async addOrderBook(name: string): Promise<{ app: AppProcess; url: string }> {
    const port = String(await freePort());
    const own = { JWT_SECRET: SECRET, VENUE: 'on', EXCHANGE_PORT: port };
    return {
      app: this.#add(new AppProcess('exchange', { ...this.#servers, ...own }, this.logs, name)),
      url: `http://127.0.0.1:${port}`,
    };
  }

  /** A poller for venues of the test's own, not started yet. */
  addPoller(settings: Record<string, string>): AppProcess {
    return this.#add(new AppProcess('poller', { ...this.#servers, ...settings }, this.logs, 'poller-of-test'));
  }

  /** The feed that was added. */
  get feed(): AppProcess {
    const feed = this.#others.find(({ name }) => name === 'ws');
    if (feed === undefined) throw new Error('this stack has no feed');
    return feed;
  }

  get feedUrl(): string {
    return `ws://127.0.0.1:${this.#feedPort}`;
  }

  get venueUrl(): string {
    return `http://127.0.0.1:${this.#venuePort}`;
  }

  processes(): AppProcess[] {
    return [...this.engines, this.recorder, ...this.apis, ...this.#others];
  }

  /** Signs a new user in, over the API's own way. */
  async trader(email = `trader-${crypto.randomUUID()}@example.com`, api = 0): Promise<Trader> {
    return Trader.signIn(this.apiUrls[api] ?? '', email);
  }

  /** Prices of two decimals, quantities of five, and quotes that count as fresh for an hour. */
  async addInstrument(asset: string, maxQuoteAgeMs = 3_600_000, guards: object = {}): Promise<void> {
    const decimals = { priceDecimals: 2, quantityDecimals: 5 };
    const limits = { minQuantity: '0.00001', maxQuantity: '1000', maxLeverage: 100, maxQuoteAgeMs };
    await this.append('set-instrument', { asset, ...decimals, ...limits, ...guards });
  }

  async tick(bid: string, ask: string, asset = 'BTC_USDC'): Promise<void> {
    await this.append('price-update', { asset, bid, ask });
  }

  async append(type: string, data: unknown): Promise<string> {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return String(await this.redis.xadd(streamKeys().engine, '*', 'type', type, 'data', text));
  }

  /** @param keepsFolder leaves the logs and the data where they are. */
  async stop(keepsFolder = false): Promise<void> {
    await Promise.all(this.processes().map((app) => app.stop()));
    this.redis.disconnect();
    await this.pooler?.stop();
    await this.devstack.stop();
    if (!keepsFolder) removeFolder(this.home);
  }

  #add(app: AppProcess): AppProcess {
    this.#others.push(app);
    return app;
  }
}
