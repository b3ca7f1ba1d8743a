import { setTimeout as sleep } from 'node:timers/promises';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { Backoff } from '@fulcrum/log';
import { commandSchemas, priceTickSchema } from '@fulcrum/protocol';
import { createLogger, createMetrics, type Registry, readConfig, type Service, Waits } from '@fulcrum/service';
import { connectRedis, type Redis, streamKeys } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { pollerConfig } from './config.ts';
import { startPoller } from './poller.ts';
import { KlineServer } from './testing/kline-server.ts';
import { testSettings } from './testing/test-instruments.ts';
import { TestVenue } from './testing/test-venue.ts';

const patience = { timeout: 20_000, interval: 5 };
const keys = streamKeys();
/** Nobody tells a past there: what becomes of one is tested on its own. */
const REST = { BACKPACK_REST_URL: 'http://127.0.0.1:1', BINANCE_REST_URL: 'http://127.0.0.1:1' };

let folder: string;
let devstack: Devstack;
let redis: Redis;
let venue: TestVenue;
let poller: Service;
let registry: Registry;
let stopping: AbortController;
/** The clock moves only when a test moves it. */
let nowMs: number;

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: folder });
  redis = connectRedis(devstack.redis.url, () => {});
}, 60_000);
afterAll(async () => {
  redis?.disconnect();
  await devstack?.stop();
  removeFolder(folder);
}, 20_000);

beforeEach(async () => {
  await vi.waitFor(() => redis.del(keys.engine, keys.price, keys.callback, keys.pastCandles), patience);
  for (const asset of ['BTC_USDC', 'ETH_USDC', 'SOL_USDC']) await setInstrument(asset);
  nowMs = 1_795_000_000_000;
  venue = await TestVenue.start();
  venue.nowMs = () => nowMs;
});
afterEach(async () => {
  stopping.abort(new Error('the test is over'));
  await poller.stop();
  await venue.die();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  const servers = { REDIS_URL: devstack.redis.url, DATABASE_URL: devstack.postgres.url };
  const config = readConfig(pollerConfig, { ...servers, EXCHANGE_URL: venue.url, ...REST, ...env });
  stopping = new AbortController();
  registry = createMetrics('poller');
  const logger = createLogger('poller', 'silent');
  const { signal } = stopping;
  const context = { config, logger, metrics: registry, waits: new Waits(), signal, fail: () => {} };
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

interface Told {
  readonly asset: string;
  readonly bid?: string;
  readonly exchangeTime?: number;
}

async function commands(type: keyof typeof commandSchemas) {
  const found = (await entries(keys.engine)).filter((entry) => entry.type === type);
  return found.map(({ data = '' }) => commandSchemas[type].parse(JSON.parse(data)) as Told);
}

const bids = async () => (await commands('price-update')).map(({ bid }) => bid);
const untilBids = (...expected: string[]) => vi.waitFor(async () => expect(await bids()).toEqual(expected), patience);

/** What an engine says when an instrument is set. */
const setInstrument = (asset: string, more: object = {}) =>
  redis.xadd(keys.callback, '*', 'events', JSON.stringify([{ type: 'instrument-set', ...testSettings(asset, more) }]));

async function dropped(): Promise<Record<string, number>> {
  const metric = await registry.getSingleMetric('poller_dropped_total')?.get();
  return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels.reason, value]));
}

describe('the poller', () => {
  test('relays what the venue says, and sets no instrument', async () => {
    await start();
    venue.tick('BTC_USDC', '61800.1', '61800.20');
    venue.tick('SOL_USDC', '150.00', '150.01');
    await untilBids('61800.10', '150.00');
    const log = await entries(keys.engine);
    expect(log.map(({ type }) => type)).toEqual(['price-update', 'price-update']);
    expect(Object.keys(log[0] ?? {})).toEqual(['type', 'data']);
    expect(await commands('price-update')).toEqual([
      { asset: 'BTC_USDC', bid: '61800.10', ask: '61800.20', source: 'recorded' },
      { asset: 'SOL_USDC', bid: '150.00', ask: '150.01', source: 'simulated' },
    ]);
    expect((await entries(keys.price)).map((entry) => priceTickSchema.strict().parse(entry))).toEqual([
      {
        ...{ asset: 'BTC_USDC', bid: '61800.10', bidQuantity: '1.5', ask: '61800.20', askQuantity: '2.5' },
        ...{ exchangeTime: '', source: 'recorded' },
      },
      {
        ...{ asset: 'SOL_USDC', bid: '150.00', bidQuantity: '1.5', ask: '150.01', askQuantity: '2.5' },
        ...{ exchangeTime: '', source: 'simulated' },
      },
    ]);
    expect(poller.notReady()).toBeUndefined();
  });

  test('tells the time of a price once it is known to be right, and not of one that is far ahead', async () => {
    await start();
    venue.tick('SOL_USDC', '150.00', '150.01');
    await untilBids('150.00');
    nowMs += 10_000;
    const known = nowMs * 1_000;
    venue.tick('SOL_USDC', '150.10', '150.11');
    await untilBids('150.00', '150.10');
    venue.tick('SOL_USDC', '140.00', '140.01', { T: (nowMs + 600_000) * 1_000 });
    await untilBids('150.00', '150.10', '140.00');
    nowMs += 1_000;
    venue.tick('SOL_USDC', '140.10', '140.11');
    await untilBids('150.00', '150.10', '140.00', '140.10');
    const times = [undefined, known, undefined, known + 1_000_000];
    expect((await commands('price-update')).map(({ exchangeTime }) => exchangeTime)).toEqual(times);
    const shown = times.map((time) => time?.toString() ?? '');
    expect((await entries(keys.price)).map(({ exchangeTime }) => exchangeTime)).toEqual(shown);
  });

  test('passes over what makes no sense, counts it, and stays up', async () => {
    await start();
    const trade = { stream: 'trade.BTC_USDC', data: { e: 'trade', s: 'BTC_USDC' } };
    for (const rubbish of ['rubbish', '{}', { result: null, id: 1 }, trade, { error: { code: 1, message: 'no' } }])
      venue.send(rubbish);
    venue.tick('BTC_USDC', '61800.20', '61800.10');
    venue.tick('BTC_USDC', '0', '61800.10');
    venue.tick('BTC_USDC', '9'.repeat(40), '9'.repeat(40));
    venue.tick('DOGE_USDC', '0.10', '0.11');
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await untilBids('61800.00');
    expect(await dropped()).toEqual({
      ...{ invalid: 1, venue_error: 3, crossed: 1, not_positive: 1, off_grid: 1, unknown_asset: 1 },
    });
  });

  test('repeats a price that stays once a second, and tells screens of quantities in between', async () => {
    await start();
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await untilBids('61800.00');
    venue.tick('BTC_USDC', '61800.00', '61800.10', { B: '9' });
    await vi.waitFor(async () => expect(await dropped()).toEqual({ repeated: 1 }), patience);
    nowMs += 250;
    venue.tick('BTC_USDC', '61800.00', '61800.10', { B: '9' });
    await vi.waitFor(async () => expect(await entries(keys.price)).toHaveLength(2), patience);
    nowMs += 750;
    venue.tick('BTC_USDC', '61800.00', '61800.10', { B: '9' });
    await untilBids('61800.00', '61800.00');
    expect((await entries(keys.price)).map(({ bidQuantity }) => bidQuantity)).toEqual(['1.5', '9', '9']);
  });

  test('is of no use without ticks, and says so', async () => {
    await start();
    expect(poller.notReady()).toBe('no tick was relayed for 15 s');
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await vi.waitUntil(() => poller.notReady() === undefined, patience);
    nowMs += 15_001;
    const reasons = ['BTC_USDC', 'ETH_USDC', 'SOL_USDC'].map((asset) => `${asset}: no ticker for 15 s`);
    expect(poller.notReady()).toBe(reasons.join('; '));
  });

  test('reads Binance', async () => {
    await start({ PRICE_SOURCE: 'binance', BINANCE_URL: venue.url });
    expect(venue.requests[0]).toContain('btcusdt@bookTicker');
    venue.send({ result: null, id: 1 });
    venue.send({ u: 1, s: 'BTCUSDT', b: '61800.00000000', B: '1.50000000', a: '61800.01000000', A: '2.00000000' });
    await untilBids('61800.00');
    expect(await commands('price-update')).toEqual([
      { asset: 'BTC_USDC', bid: '61800.00', ask: '61800.01', source: 'binance' },
    ]);
    expect(await entries(keys.price)).toMatchObject([{ asset: 'BTC_USDC', exchangeTime: '', source: 'binance' }]);
    expect(await dropped()).toEqual({});
  });

  test('has the past told of assets that have a price, and of it alone what fits that price', async () => {
    const klines = await KlineServer.start();
    await start({ PRICE_SOURCE: 'backpack', BACKPACK_URL: venue.url, BACKPACK_REST_URL: klines.url });
    venue.tick('BTC_USDC', '0.10', '0.11');
    venue.tick('SOL_USDC', '100.01', '100.02');
    await vi.waitFor(async () => expect(await entries(keys.pastCandles)).toHaveLength(3), patience);
    expect((await entries(keys.pastCandles)).map(({ asset }) => asset)).toEqual(Array(3).fill('SOL_USDC'));
    expect(klines.requests.filter((path) => path.includes('BTC_USDC')).length).toBeGreaterThan(0);
    expect(klines.requests.filter((path) => path.includes('ETH_USDC'))).toEqual([]);
    await klines.stop();
  });

  test('comes back to a venue that died', async () => {
    await start();
    const { port } = venue;
    await venue.die();
    await vi.waitUntil(() => poller.notReady() === 'the venue is not connected', patience);
    venue = await TestVenue.start(port);
    venue.nowMs = () => nowMs;
    await subscribed();
    venue.tick('ETH_USDC', '2400.00', '2400.01');
    await untilBids('2400.00');
    expect((await registry.getSingleMetric('poller_reconnections_total')?.get())?.values[0]?.value).toBe(1);
  });

  test('drops ticks while Redis is away, and goes on afterwards', async () => {
    await start();
    venue.tick('BTC_USDC', '61800.00', '61800.10');
    await untilBids('61800.00');
    const restarted = devstack.redis.restart();
    await vi.waitUntil(() => poller.notReady()?.startsWith('Redis is not connected'), patience);
    venue.tick('BTC_USDC', '61700.00', '61700.10');
    await vi.waitFor(async () => expect((await dropped()).refused).toBe(1), patience);
    await restarted;
    await vi.waitUntil(() => poller.notReady() === undefined, patience);
    venue.tick('BTC_USDC', '61600.00', '61600.10');
    await untilBids('61800.00', '61600.00');
    expect((await entries(keys.engine)).map(({ type }) => type)).toEqual(['price-update', 'price-update']);
  }, 40_000);

  test('subscribes to an instrument that is set while it runs', async () => {
    await start();
    await setInstrument('GOLD_USDC', { priceDecimals: 1 });
    await vi.waitFor(() => expect(venue.requests.at(-1)).toContain('"bookTicker.GOLD_USDC"'), patience);
    venue.tick('GOLD_USDC', '4000.1', '4000.25');
    await untilBids('4000.1');
    expect(await commands('price-update')).toMatchObject([{ asset: 'GOLD_USDC', bid: '4000.1', ask: '4000.3' }]);
  });

  test('a tick that is old, late or repeated under its number is not relayed, and late ones are told', async () => {
    await start();
    venue.tick('BTC_USDC', '61000.00', '61001.00', { u: '9007199254740993' });
    await untilBids('61000.00');
    venue.tick('BTC_USDC', '57000.00', '57001.00', { u: '9007199254740992' });
    venue.tick('BTC_USDC', '57000.00', '57001.00', { u: '9007199254740994', T: (nowMs - 600_000) * 1_000 });
    await vi.waitFor(async () => expect(await dropped()).toEqual({ old_update: 1, lagging: 1 }), patience);
    expect(poller.notReady()).toBe('BTC_USDC: its ticks come late');
    venue.tick('BTC_USDC', '61002.00', '61003.00', { u: '9007199254740995' });
    await untilBids('61000.00', '61002.00');
    expect(poller.notReady()).toBeUndefined();
  });

  test('an asset that falls silent while another goes on is named, subscribed to again, and connected to again', async () => {
    await start();
    const beat = async (asset: string, ms: number) => {
      nowMs += ms;
      const before = (await bids()).length;
      venue.tick(asset, '100.00', `${100 + (nowMs % 1_000)}.00`);
      await vi.waitFor(async () => expect((await bids()).length).toBe(before + 1), patience);
    };
    await beat('BTC_USDC', 1);
    await beat('SOL_USDC', 1);
    const requests = venue.requests.length;
    for (let beats = 0; beats < 3; beats++) {
      await beat('ETH_USDC', 5_100);
      await beat('SOL_USDC', 1);
    }
    expect(poller.notReady()).toBe('BTC_USDC: no ticker for 15 s');
    expect(await registry.metrics()).toMatch(/poller_asset_ready\{asset="BTC_USDC".*\} 0\n/);
    await vi.waitFor(() => expect(venue.requests).toHaveLength(requests + 1), patience);
    expect(JSON.parse(venue.requests.at(-1) ?? '')).toMatchObject({ params: ['bookTicker.BTC_USDC'] });
    for (let beats = 0; beats < 2; beats++) {
      await beat('ETH_USDC', 5_100);
      await beat('SOL_USDC', 1);
    }
    // From here on the connection may be given up at any moment, with what is on its way.
    nowMs += 5_100;
    venue.tick('ETH_USDC', '100.00', '101.00');
    await vi.waitFor(() => expect(venue.connections).toBe(2), patience);
  });

  test('a venue that accepts and sends no ticker is left after 15 s, whatever else it sends', async () => {
    await start();
    nowMs += 14_000;
    for (const socket of venue.sockets) socket.ping();
    venue.send({ e: 'trade', s: 'BTC_USDC' });
    await vi.waitFor(async () => expect(await dropped()).toEqual({ invalid: 1 }), patience);
    nowMs += 1_001;
    await vi.waitFor(() => expect(venue.connections).toBe(2), patience);
  });

  test('lets another source take over, says in the price-stream what it knows of both, and of a difference', async () => {
    const other = await TestVenue.start();
    other.nowMs = () => nowMs;
    try {
      await start({ PRICE_SOURCE: 'backpack,binance', BACKPACK_URL: venue.url, BINANCE_URL: other.url });
      await vi.waitFor(() => expect(other.requests).not.toEqual([]), patience);
      venue.tick('BTC_USDC', '61000.00', '61001.00');
      await untilBids('61000.00');
      other.tick('BTCUSDT', '62300.00', '62301.00');
      const differs = () => registry.getSingleMetric('poller_source_deviations_total')?.get();
      await vi.waitFor(async () => expect((await differs())?.values[0]?.value).toBe(1), patience);
      nowMs += 4_001;
      other.tick('BTCUSDT', '61002.00', '61003.00');
      await untilBids('61000.00', '61002.00');
      expect(await commands('price-update')).toMatchObject([{ source: 'backpack' }, { source: 'binance' }]);
      const shown = (await entries(keys.price)).at(-1);
      expect(shown).toMatchObject({ source: 'binance', sourceSince: `${nowMs}` });
      expect(JSON.parse(shown?.sources ?? '')).toEqual([
        { source: 'backpack', healthy: false, deviationBps: null },
        { source: 'binance', healthy: true, deviationBps: null },
      ]);
    } finally {
      await other.die();
    }
  });

  test('does not mix the times of two sources of which one has a clock that is ten minutes behind', async () => {
    const other = await TestVenue.start();
    other.nowMs = () => nowMs - 600_000;
    try {
      await start({ PRICE_SOURCE: 'backpack,binance', BACKPACK_URL: venue.url, BINANCE_URL: other.url });
      await vi.waitFor(() => expect(other.requests).not.toEqual([]), patience);
      const price = async (bid: string, sources: readonly (readonly [TestVenue, string])[]) => {
        for (const [source, symbol] of sources) source.tick(symbol, bid, '62000.00');
        await vi.waitFor(async () => expect((await bids()).at(-1)).toBe(bid), patience);
      };
      const [first, second] = [[venue, 'BTC_USDC'] as const, [other, 'BTCUSDT'] as const];
      for (const bid of ['61000.00', '61001.00', '61002.00', '61003.00', '61004.00']) {
        nowMs += 3_000;
        await price(bid, [second, first]);
      }
      nowMs += 4_001;
      await price('61005.00', [second]);
      const told = (await commands('price-update')).slice(-2);
      expect(told).toMatchObject([{ source: 'backpack' }, { source: 'binance' }]);
      expect(told.map(({ exchangeTime }) => exchangeTime)).toEqual([(nowMs - 4_001) * 1_000, undefined]);
    } finally {
      await other.die();
    }
  });

  test('says why it waits when PostgreSQL is not there at the start', async () => {
    const port = 1;
    const starting = start({ DATABASE_URL: `postgresql://nobody@127.0.0.1:${port}/none` });
    starting.catch(() => {});
    await vi.waitFor(() => expect(poller.notReady()).toMatch(/^the instruments cannot be read: /), patience);
    expect(venue.connections).toBe(0);
    stopping.abort(new Error('over'));
    await poller.stop();
    await start();
  });

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
      stopping.abort(new Error('stopping'));
      stopped = poller.stop();
      await vi.waitUntil(() => venue.sockets.size === 0, patience);
      await sleep(50);
    } finally {
      await redis.call('CLIENT', 'UNPAUSE');
    }
    await stopped;
    expect(await bids()).toEqual(['150.00', '152.00']);
    expect(await dropped()).toEqual({ replaced: 1 });
  });
});
