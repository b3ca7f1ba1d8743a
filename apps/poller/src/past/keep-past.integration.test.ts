import { connectDatabase, type Database, mergeCandles } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { decodePastCandles } from '@fulcrum/protocol';
import { Backoff, readConfig } from '@fulcrum/service';
import { connectRedis, lastEntries, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pollerConfig } from '../config.ts';
import { venueOf } from '../feeds/venue.ts';
import { KlineServer } from '../testing/kline-server.ts';
import { testSettings } from '../testing/test-instruments.ts';
import { MAX_ANSWER_BYTES } from './fetch-json.ts';
import { keepPast } from './keep-past.ts';

const NOW = 1_795_000_000_000;
const [MINUTE, HOUR] = [60_000, 3_600_000];
const key = streamKeys().pastCandles;
const patience = { timeout: 20_000, interval: 5 };

let folder: string;
let devstack: Devstack;
let redis: Redis;
let db: Database;
let server: KlineServer;
let stopping: AbortController;
let keeping: Promise<void>;
let warnings: string[];

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: folder });
  redis = connectRedis(devstack.redis.url, () => {});
  db = connectDatabase(devstack.postgres.url, 1);
  await whenReady(redis, AbortSignal.timeout(20_000));
}, 60_000);
afterAll(async () => {
  redis?.disconnect();
  await db?.$disconnect();
  await devstack?.stop();
  removeFolder(folder);
}, 20_000);

beforeEach(async () => {
  await redis.del(key);
  await db.$executeRaw`truncate "Candle"`;
  server = await KlineServer.start();
  warnings = [];
});
afterEach(async () => {
  stopping.abort(new Error('the test is over'));
  await keeping;
  await server.stop();
});

function keep(
  assets: string[],
  sources: ('local' | 'backpack' | 'binance')[],
  urls: Record<string, string> = {},
): void {
  const config = readConfig(pollerConfig, {
    ...{ REDIS_URL: devstack.redis.url, DATABASE_URL: devstack.postgres.url },
    ...{ EXCHANGE_URL: server.url.replace('http', 'ws'), BACKPACK_REST_URL: server.url, BINANCE_REST_URL: server.url },
    ...urls,
  });
  stopping = new AbortController();
  const warn = ({ err, asset }: { err?: Error; asset: string }, text: string) =>
    warnings.push(`${asset}: ${err?.message ?? text}`);
  keeping = keepPast({
    ...{ db, redis, key, signal: stopping.signal, nowMs: () => NOW, backoff: () => new Backoff(1, 2), lookEveryMs: 1 },
    venues: sources.map((name) => venueOf(name, config)),
    instruments: () => assets.map((asset) => testSettings(asset)),
    logger: { info: () => {}, warn: warn as never },
  });
}

async function told() {
  const found = await lastEntries(redis, key, 100);
  return found.map(({ fields }) => decodePastCandles(fields));
}

const untilTold = (count: number) => vi.waitFor(async () => expect(await told()).toHaveLength(count), patience);
describe('an asset without candles', () => {
  it.each([
    ['local', 'made-up', 'api/v1'],
    ['backpack', 'backpack', 'api/v1'],
    ['binance', 'binance', 'api/v3'],
  ] as const)('gets a day of minutes and six weeks of hours from %s', async (name, source, path) => {
    keep(['BTC_USDC'], [name]);
    await untilTold(3);
    const prices = { open: '100.50', high: '101.00', low: '99.25', close: '100.00' };
    const minutes = (await told()).slice(0, 2).flatMap((entry) => entry?.candles ?? []);
    const end = NOW - (NOW % MINUTE);
    expect(minutes).toEqual(
      Array.from({ length: 1_500 }, (_, index) => ({ start: end + (index - 1_500) * MINUTE, ...prices })),
    );
    expect((await told())[0]).toMatchObject({ asset: 'BTC_USDC', seconds: 60, source });
    const hours = (await told())[2];
    expect(hours).toMatchObject({ asset: 'BTC_USDC', seconds: 3_600, source });
    expect(hours?.candles).toHaveLength(1_000);
    expect(hours?.candles.at(-1)?.start).toBe(NOW - (NOW % HOUR) - HOUR);
    expect(server.requests[0]).toContain(path);
    expect(warnings).toEqual([]);
  });

  it('is not asked for again once its candles are there', async () => {
    const prices = { open: '1', high: '1', low: '1', close: '1', ticks: 1 };
    await mergeCandles(db, [
      { asset: 'BTC_USDC', seconds: 60, start: NOW - (NOW % MINUTE) - 301 * MINUTE, ...prices },
      { asset: 'BTC_USDC', seconds: 3_600, start: NOW - (NOW % HOUR) - HOUR, ...prices },
    ]);
    keep(['BTC_USDC'], ['backpack']);
    await untilTold(1);
    expect((await told())[0]).toMatchObject({ seconds: 3_600 });
    expect(server.requests.filter((path) => path.includes('interval=1m'))).toEqual([]);
  });

  it('is told by the next venue where the first one fails, and by none where none has it', async () => {
    keep(['GOLD_EUR', 'BTC_USDC'], ['backpack', 'binance'], { BACKPACK_REST_URL: 'http://127.0.0.1:1' });
    await vi.waitUntil(() => warnings.some((text) => text.startsWith('GOLD_EUR')), patience);
    await vi.waitFor(async () => expect(await told()).toHaveLength(3), patience);
    expect((await told()).map((entry) => `${entry?.asset} ${entry?.source}`)).toEqual(
      Array(3).fill('BTC_USDC binance'),
    );
  });

  it('is asked for again while the venue is not there yet', async () => {
    let refusals = 3;
    server.answer = (response) => {
      response.writeHead(503).end();
      refusals -= 1;
      if (refusals === 0) server.answer = undefined;
    };
    keep(['BTC_USDC'], ['backpack']);
    await untilTold(3);
    expect(warnings).toContain('BTC_USDC: the venue answered with status 503');
  });
});

describe('a hostile venue', () => {
  it('that never answers keeps nobody from stopping', async () => {
    server.answer = () => {};
    keep(['BTC_USDC'], ['backpack']);
    await vi.waitUntil(() => server.requests.length === 1, patience);
    stopping.abort(new Error('the poller stops'));
    await keeping;
    expect(warnings).toEqual([]);
  });

  it.each([
    ['a redirection', /fetch failed/],
    ['too many bytes', /more than 1048576 bytes/],
    ['rubbish', /JSON/],
    ['a price of long ago', /was not asked for/],
    ['an absurd price', /jumps farther/],
    ['disorder', /out of order/],
    ['nothing', /has no past/],
  ] as const)('that sends %s is asked eight times, and nothing of it is told', async (what, expected) => {
    const isMidnight = (start: number) => start % (24 * HOUR) === 0;
    const answers: Partial<Record<typeof what, typeof server.answer>> = {
      'a redirection': (response) => response.writeHead(302, { location: `${server.url}/api` }).end(),
      'too many bytes': (response) => response.end('['.repeat(MAX_ANSWER_BYTES + 1)),
      rubbish: (response) => response.end('{'.repeat(1_000)),
      nothing: (response) => response.end('[]'),
    };
    const changes: Partial<Record<typeof what, typeof server.change>> = {
      'a price of long ago': ([start, ...prices]) => [start - 90_000 * HOUR, ...prices],
      'an absurd price': ([start, ...prices]) =>
        isMidnight(start) ? [start, '1100', '1100', '1100', '1100'] : [start, ...prices],
      disorder: ([start, ...prices]) => [isMidnight(start) ? start - HOUR : start, ...prices],
    };
    server.answer = answers[what];
    server.change = changes[what] ?? server.change;
    keep(['BTC_USDC'], ['backpack']);
    await vi.waitUntil(
      () => warnings.filter((text) => text.includes('stays as short as it is')).length === 2,
      patience,
    );
    expect(warnings.filter((text) => expected.test(text))).toHaveLength(16);
    expect(await told()).toEqual([]);
  });
});
