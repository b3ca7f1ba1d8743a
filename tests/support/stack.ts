import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Devstack, freePort, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { AppProcess } from './app-process.ts';
import { Trader } from './trader.ts';

/** What the tests' session tokens are signed with. */
export const SECRET = 'a secret that only the tests know, 0123456789';

export interface StackOptions {
  /** How many APIs; one, when this is left out. */
  readonly apis?: number;
  /** Settings of each API. */
  readonly settings?: Record<string, string>;
  /** More of the environment of every process. */
  readonly env?: Record<string, string>;
}

/**
 * The real processes on a real Redis and a real PostgreSQL, save the poller: the test itself is the market, so that
 * it decides every price.
 */
export class Stack {
  readonly devstack: Devstack;
  readonly redis: Redis;
  readonly engine: AppProcess;
  readonly recorder: AppProcess;
  readonly apis: AppProcess[] = [];
  readonly apiUrls: string[] = [];
  readonly journalFolder: string;
  readonly home: string;
  readonly #others: AppProcess[] = [];
  readonly #logs: string;
  readonly #servers: Record<string, string>;

  private constructor(devstack: Devstack, home: string, env: Record<string, string>) {
    const { redis, postgres } = devstack;
    const logs = join(home, 'logs');
    mkdirSync(logs, { recursive: true });
    const servers = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...env };
    this.#logs = logs;
    this.#servers = servers;
    this.devstack = devstack;
    this.home = home;
    this.journalFolder = join(home, 'journal');
    this.redis = connectRedis(redis.url, () => {});
    this.engine = new AppProcess('engine', servers, logs);
    this.recorder = new AppProcess('recorder', { ...servers, JOURNAL_DIR: this.journalFolder }, logs);
  }

  static async start(options: StackOptions = {}): Promise<Stack> {
    const home = await freshFolder();
    const devstack = await startDevstack({ directory: home });
    const stack = new Stack(devstack, home, options.env ?? {});
    for (let api = 0; api < (options.apis ?? 1); api += 1) await stack.addApi(options.settings);
    await Promise.all(stack.processes().map((app) => app.start()));
    await whenReady(stack.redis, AbortSignal.timeout(10_000));
    await stack.addInstrument('BTC_USDC');
    return stack;
  }

  /** One more process of the API, not started yet; `stop` stops it as well. */
  async addApi(settings: Record<string, string> = {}): Promise<{ api: AppProcess; url: string }> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const own = { JWT_SECRET: SECRET, API_PORT: String(port), PUBLIC_URL: url };
    const api = new AppProcess('api', { ...this.#servers, ...own, ...settings }, this.#logs, `api-${port}`);
    this.apis.push(api);
    this.apiUrls.push(url);
    return { api, url };
  }

  /** A process of the WebSocket, not started yet; `stop` stops it as well. */
  async addWs(settings: Record<string, string> = {}): Promise<{ ws: AppProcess; port: number }> {
    const port = await freePort();
    const own = { JWT_SECRET: SECRET, WS_PORT: String(port) };
    const ws = new AppProcess('ws', { ...this.#servers, ...own, ...settings }, this.#logs);
    this.#others.push(ws);
    return { ws, port };
  }

  processes(): AppProcess[] {
    return [this.engine, this.recorder, ...this.apis, ...this.#others];
  }

  /** Signs a new user in, over the API's own way. */
  async trader(email = `trader-${crypto.randomUUID()}@example.com`, api = 0): Promise<Trader> {
    return Trader.signIn(this.apiUrls[api] ?? '', email);
  }

  /** Prices of two decimals, quantities of five, and quotes that count as fresh for an hour. */
  async addInstrument(asset: string, maxQuoteAgeMs = 3_600_000): Promise<void> {
    const decimals = { priceDecimals: 2, quantityDecimals: 5 };
    const limits = { minQuantity: '0.00001', maxQuantity: '1000', maxLeverage: 100, maxQuoteAgeMs };
    await this.append('set-instrument', { asset, ...decimals, ...limits });
  }

  async tick(bid: string, ask: string, asset = 'BTC_USDC'): Promise<void> {
    await this.append('price-update', { asset, bid, ask });
  }

  async append(type: string, data: unknown): Promise<string> {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return String(await this.redis.xadd(streamKeys().engine, '*', 'type', type, 'data', text));
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes().map((app) => app.stop()));
    this.redis.disconnect();
    await this.devstack.stop();
    removeFolder(this.home);
  }
}
