import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { commandSchemas, priceTickSchema } from '@fulcrum/protocol';
import { Backoff, createLogger, createMetrics, type Registry, readConfig, type Service, Waits } from '@fulcrum/service';
import { connectRedis, type Redis, streamKeys } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { pollerConfig } from './config.ts';
import { startPoller } from './poller.ts';
import { TestVenue } from './testing/test-venue.ts';

const patience = { timeout: 20_000, interval: 5 };
const keys = streamKeys();

let folder: string;
let server: DevServer;
let redis: Redis;
let venue: TestVenue;
let poller: Service;
let registry: Registry;
let stopping: AbortController;
/** The clock moves only when a test moves it. */
let nowMs: number;

beforeAll(async () => {
  folder = await freshFolder();
  server = await startRedis({ directory: folder });
  redis = connectRedis(server.url, () => {});
}, 60_000);
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
  removeFolder(folder);
}, 20_000);

beforeEach(async () => {
  await vi.waitFor(() => redis.del(keys.engine, keys.price), patience);
  nowMs = 1_795_000_000_000;
  venue = await TestVenue.start();
});
afterEach(async () => {
  stopping.abort(new Error('the test is over'));
  await poller.stop();
  await venue.die();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  const config = readConfig(pollerConfig, { REDIS_URL: server.url, EXCHANGE_URL: venue.url, ...env });
  stopping = new AbortController();
  registry = createMetrics('poller');
  const logger = createLogger('poller', 'silent');
  const context = { config, logger, metrics: registry, waits: new Waits(), signal: stopping.signal };
  poller = await startPoller(context, { nowMs: () => nowMs, connection: { backoff: new Backoff(1, 4) } });
  await subscribed();
}

/** Until ticks can be relayed: without any, that is all that is missing. */
const subscribed = () =>
  vi.waitUntil(() => poller.notReady()?.startsWith('no tick') && venue.requests.length > 0, patience);

type RawEntry = [id: string, fields: string[]];

async function entries(key: string): Promise<Record<string, string>[]> {
  const raw = (await redis.xrange(key, '-', '+')) as RawEntry[];
  return raw.map(([, fields]) =>
    Object.fromEntries(fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1] ?? '']] : []))),
  );
}

async function commands(type: keyof typeof commandSchemas) {
  const found = (await entries(keys.engine)).filter((entry) => entry.type === type);
  return found.map(({ data = '' }) => commandSchemas[type].parse(JSON.parse(data)) as { asset: string; bid?: string });
}

const bids = async () => (await commands('price-update')).map(({ bid }) => bid);
const untilBids = (...expected: string[]) => vi.waitFor(async () => expect(await bids()).toEqual(expected), patience);

async function dropped(): Promise<Record<string, number>> {
  const metric = await registry.getSingleMetric('poller_dropped_total')?.get();
  return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels.reason, value]));
}

describe('the poller', () => {
  test('tells the engine its instruments before the first tick, and then what the venue says', async () => {
    await start();
    venue.tick('BTC_USDC', '61800.1', '61800.20');
    venue.tick('SOL_USDC', '150.00', '150.01');
    await untilBids('61800.10', '150.00');
    const log = await entries(keys.engine);
    const told = ['set-instrument', 'set-instrument', 'set-instrument', 'price-update', 'price-update'];
    expect(log.map(({ type }) => type)).toEqual(told);
    expect(Object.keys(log[0] ?? {})).toEqual(['type', 'data']);
    expect((await commands('set-instrument')).map(({ asset }) => asset)).toEqual(['BTC_USDC', 'ETH_USDC', 'SOL_USDC']);
    expect(await commands('price-update')).toEqual([
      { asset: 'BTC_USDC', bid: '61800.10', ask: '61800.20', exchangeTime: 1_999 },
      { asset: 'SOL_USDC', bid: '150.00', ask: '150.01', exchangeTime: 1_999 },
    ]);
    expect((await entries(keys.price)).map((entry) => priceTickSchema.strict().parse(entry))).toEqual([
      {
        ...{ asset: 'BTC_USDC', bid: '61800.10', bidQuantity: '1.5', ask: '61800.20', askQuantity: '2.5' },
        ...{ exchangeTime: '1999', source: 'recorded' },
      },
      {
        ...{ asset: 'SOL_USDC', bid: '150.00', bidQuantity: '1.5', ask: '150.01', askQuantity: '2.5' },
        ...{ exchangeTime: '1999', source: 'simulated' },
      },
    ]);
    expect(poller.notReady()).toBeUndefined();
  });

  test('passes over what makes no sense, counts it, and stays up', async () => {
    await start();
    for (const rubbish of ['rubbish', '{}', { result: null, id: 1 }, { error: { code: 1, message: 'no' } }])
      venue.send(rubbish);
    venue.tick('BTC_USDC', '61800.20', '61800.10');
    venue.tick('BTC_USDC', '0', '61800.10');
    venue.tick('BTC_USDC', '61800.001', '61800.10');
    venue.tick('DOGE_USDC', '0.10', '0.11');
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await untilBids('61800.00');
    expect(await dropped()).toEqual({
      ...{ invalid: 2, venue_error: 1, crossed: 1, not_positive: 1, off_grid: 1, unknown_asset: 1 },
    });
  });

  test('repeats a price that stays once a second, and tells screens of quantities in between', async () => {
    await start();
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await untilBids('61800.00');
    venue.tick('BTC_USDC', '61800.00', '61800.10', '9');
    await vi.waitFor(async () => expect(await dropped()).toEqual({ repeated: 1 }), patience);
    nowMs += 250;
    venue.tick('BTC_USDC', '61800.00', '61800.10', '9');
    await vi.waitFor(async () => expect(await entries(keys.price)).toHaveLength(2), patience);
    nowMs += 750;
    venue.tick('BTC_USDC', '61800.00', '61800.10', '9');
    await untilBids('61800.00', '61800.00');
    expect((await entries(keys.price)).map(({ bidQuantity }) => bidQuantity)).toEqual(['1.5', '9', '9']);
  });

  test('is of no use without ticks, and says so', async () => {
    await start();
    expect(poller.notReady()).toBe('no tick was relayed for 15 s');
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await vi.waitUntil(() => poller.notReady() === undefined, patience);
    nowMs += 15_001;
    expect(poller.notReady()).toBe('no tick was relayed for 15 s');
  });

  test('reads Binance', async () => {
    await start({ PRICE_SOURCE: 'binance', BINANCE_URL: venue.url });
    expect(venue.requests[0]).toContain('btcusdt@bookTicker');
    venue.send({ result: null, id: 1 });
    venue.send({ u: 1, s: 'BTCUSDT', b: '61800.00000000', B: '1.50000000', a: '61800.01000000', A: '2.00000000' });
    await untilBids('61800.00');
    expect(await commands('price-update')).toEqual([{ asset: 'BTC_USDC', bid: '61800.00', ask: '61800.01' }]);
    expect(await entries(keys.price)).toMatchObject([{ asset: 'BTC_USDC', exchangeTime: '', source: 'binance' }]);
    expect(await dropped()).toEqual({});
  });

  test('comes back to a venue that died', async () => {
    await start();
    const { port } = venue;
    await venue.die();
    await vi.waitUntil(() => poller.notReady() === 'the venue is not connected', patience);
    venue = await TestVenue.start(port);
    await subscribed();
    venue.tick('ETH_USDC', '2400.00', '2400.01');
    await untilBids('2400.00');
    expect((await registry.getSingleMetric('poller_reconnections_total')?.get())?.values[0]?.value).toBe(1);
  });

  test('drops ticks while Redis is away, and afterwards tells the instruments again first', async () => {
    await start();
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await untilBids('61800.00');
    const restarted = server.restart();
    await vi.waitUntil(() => poller.notReady() === 'Redis is not connected', patience);
    venue.tick('BTC_USDC', '61700.00', '61700.10');
    await vi.waitFor(async () => expect((await dropped()).refused).toBe(1), patience);
    await restarted;
    await vi.waitUntil(() => poller.notReady() === undefined, patience);
    venue.tick('BTC_USDC', '61600.00', '61600.10');
    await untilBids('61800.00', '61600.00');
    const [instruments, tick] = ['set-instrument', 'price-update'];
    const once = [instruments, instruments, instruments, tick];
    expect((await entries(keys.engine)).map(({ type }) => type)).toEqual([...once, ...once]);
  }, 40_000);

  test('keeps nothing waiting but the latest tick while Redis is slow', async () => {
    await start();
    await redis.call('CLIENT', 'PAUSE', 60_000, 'WRITE');
    try {
      for (let price = 0; price < 100; price++) venue.tick('BTC_USDC', `${61_100 + price}.00`, '62000.00');
      await vi.waitFor(async () => expect((await dropped()).replaced).toBe(98), patience);
    } finally {
      await redis.call('CLIENT', 'UNPAUSE');
    }
    await untilBids('61100.00', '61199.00');
  });

  test('when it stops, it waits for the ticks that are on their way', async () => {
    await start();
    await redis.call('CLIENT', 'PAUSE', 60_000, 'WRITE');
    let stopped: Promise<void>;
    try {
      for (const bid of ['150.00', '151.00', '152.00']) venue.tick('SOL_USDC', bid, '200.00');
      await vi.waitFor(async () => expect((await dropped()).replaced).toBe(1), patience);
      stopped = poller.stop();
      await vi.waitUntil(() => venue.sockets.size === 0, patience);
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await redis.call('CLIENT', 'UNPAUSE');
    }
    await stopped;
    expect(await bids()).toEqual(['150.00', '152.00']);
    expect(await dropped()).toEqual({ replaced: 1 });
  });
});
