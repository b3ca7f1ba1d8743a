import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import type { CommandData, CommandType } from '@fulcrum/protocol';
import { createLogger, createMetrics, readConfig, Waits } from '@fulcrum/service';
import { connectRedis, streamKeys, whenReady } from '@fulcrum/streams';
import type { ClientOptions } from 'ws';
import { wsConfig } from '../config.ts';
import { type Feed, startFeed } from '../feed.ts';
import { defaultLimits, type Limits } from '../limits/limits.ts';
import { cookieOf, secret } from './sessions.ts';
import { TestClient } from './test-client.ts';
import { TestEngine } from './test-engine.ts';

export type World = Awaited<ReturnType<typeof startWorld>>;

/** A feed with a real Redis beneath it and the real core behind it. */
export async function startWorld(env: Record<string, string> = {}, limits: Partial<Limits> = {}) {
  const directory = await freshFolder();
  const redis = await startRedis({ directory });
  const engine = new TestEngine(redis.url);
  const log = new TestLog(redis.url);
  const clients: TestClient[] = [];
  const failures: unknown[] = [];
  const feeds: (() => Promise<void>)[] = [];
  const registry = createMetrics('ws');

  const launch = async (
    metrics = createMetrics('ws'),
    otherLimits: Partial<Limits> = {},
    REDIS_URL = redis.url,
    more: Record<string, string> = {},
  ): Promise<Feed> => {
    const stopping = new AbortController();
    const config = { ...readConfig(wsConfig, { REDIS_URL, JWT_SECRET: secret, ...env, ...more }), WS_PORT: 0 };
    const fail = (error: unknown) => void failures.push(error);
    const context = {
      config,
      logger: createLogger('ws', 'fatal'),
      metrics,
      waits: new Waits(),
      signal: stopping.signal,
      fail,
    };
    const feed = await startFeed(context, { ...defaultLimits, ...limits, ...otherLimits });
    feeds.push(() => {
      stopping.abort(new Error('the test is over'));
      return feed.stop();
    });
    return feed;
  };
  const start = async (...args: Parameters<typeof launch>): Promise<Feed> => {
    const feed = await launch(...args);
    while (feed.notReady() !== undefined) await sleep(10, undefined, { signal: AbortSignal.timeout(60_000) });
    return feed;
  };
  const feed = await start(registry);
  const connect = async (options: ClientOptions = {}, path = '', port = feed.port) => {
    const client = await TestClient.connect(`ws://127.0.0.1:${port}${path}`, options);
    clients.push(client);
    return client;
  };

  return {
    ...{ redis, engine, log, feed, failures, connect },
    /** Another feed beside the first, on a port of its own. */
    startAnother: (otherLimits: Partial<Limits> = {}) => start(createMetrics('ws'), otherLimits),
    /** Another feed that knows of a PostgreSQL. */
    startWithDatabase: (DATABASE_URL: string) => start(createMetrics('ws'), {}, redis.url, { DATABASE_URL }),
    /** One that cannot reach Redis. */
    startWithoutRedis: () => launch(createMetrics('ws'), {}, 'redis://127.0.0.1:1'),
    /** A client that is signed in by its cookie. */
    connectAs: (userId: string) => connect({ headers: cookieOf(userId) }),
    /** A user with a million USDC. */
    newUser: async () => {
      const userId = randomUUID();
      await log.command('create-account', { requestId: randomUUID(), userId, deposit: '1000000' });
      return userId;
    },
    /** A figure, where there are several the one with these labels. */
    metric: async (name: string, labels: Record<string, string> = {}) => {
      const values = (await registry.getSingleMetric(name)?.get())?.values ?? [];
      const wanted = Object.entries(labels);
      return values.find((value) =>
        wanted.every(([label, text]) => new Map(Object.entries(value.labels)).get(label) === text),
      )?.value;
    },
    stop: async () => {
      for (const client of clients) client.socket.terminate();
      for (const stopFeed of feeds) await stopFeed();
      await engine.stop();
      log.stop();
      await redis.stop();
      removeFolder(directory);
    },
  };
}

/** Writes to the streams as the poller and the api do. */
export class TestLog {
  readonly redis;
  readonly #never = new AbortController().signal;
  readonly #keys = streamKeys();

  constructor(redisUrl: string) {
    this.redis = connectRedis(redisUrl, () => {});
  }

  async command<Type extends CommandType>(type: Type, data: CommandData<Type>): Promise<string> {
    await whenReady(this.redis, this.#never);
    return String(await this.redis.xadd(this.#keys.engine, '*', 'type', type, 'data', JSON.stringify(data)));
  }

  async instrument(asset: string, priceDecimals = 2, quantityDecimals = 3): Promise<void> {
    const grid = { asset, priceDecimals, quantityDecimals };
    const limits = {
      minQuantity: quantityDecimals === 0 ? '1' : '0.001',
      maxQuantity: '1000',
      maxLeverage: 100,
      maxQuoteAgeMs: 3_600_000,
    };
    await this.command('set-instrument', { ...grid, ...limits });
  }

  /** A tick, to the engine and to the screens. @returns the id of the screens' one. */
  async tick(asset: string, bid: string, ask: string, exchangeTime = ''): Promise<string> {
    await this.command('price-update', { asset, bid, ask });
    return this.screenTick(asset, bid, ask, exchangeTime);
  }

  async screenTick(asset: string, bid: string, ask: string, exchangeTime = '', bidQuantity = '1.5'): Promise<string> {
    await whenReady(this.redis, this.#never);
    const tick = { asset, bid, bidQuantity, ask, askQuantity: '2.5', exchangeTime, source: 'test' };
    return String(await this.redis.xadd(this.#keys.price, '*', ...Object.entries(tick).flat()));
  }

  /** @returns the new order's id. */
  async open(userId: string, asset: string, side: 'buy' | 'sell', quantity = '1', orderId = randomUUID()) {
    const order = { requestId: randomUUID(), orderId, userId, asset, side, quantity, leverage: 10 };
    await this.command('create-order', order);
    return orderId;
  }

  async close(userId: string, orderId: string): Promise<void> {
    await this.command('close-order', { requestId: randomUUID(), orderId, userId });
  }

  stop(): void {
    this.redis.disconnect();
  }
}
