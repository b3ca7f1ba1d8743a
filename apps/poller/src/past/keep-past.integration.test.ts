import { connectDatabase, type Database, insertPastCandles, mergeCandles } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { Backoff } from '@fulcrum/log';
import { decodePastCandles } from '@fulcrum/protocol';
import { readConfig } from '@fulcrum/service';
import { connectRedis, lastEntries, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pollerConfig } from '../config.ts';
import { KlineServer } from '../testing/kline-server.ts';
import { testSettings } from '../testing/test-instruments.ts';
import { venueOf } from '../venues/venue.ts';
import { MAX_ANSWER_BYTES } from './asking/fetch-json.ts';
import { keepPast, type PastParts } from './keep-past.ts';

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
  more: Partial<PastParts> = {},
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
    ...{
      db,
      shard: 0,
      redis,
      key,
      signal: stopping.signal,
      nowMs: () => NOW,
      backoff: () => new Backoff(1, 2),
      lookEveryMs: 1,
    },
    venues: sources.map((name) => venueOf(name, config)),
    instruments: () => assets.map((asset) => testSettings(asset)),
    quoteOf: () => ({ bid: '100.01', atMs: NOW }),
    logger: { info: () => {}, warn: warn as never },
    ...more,
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

  it('may have none at a local venue that has not traded yet: that is told when it lasts', async () => {
    server.answer = (response) => response.end('[]');
    keep(['BTC_USDC'], ['local']);
    await vi.waitUntil(() => server.requests.length > 20, patience);
    expect(warnings).toEqual([]);
    stopping.abort(new Error('the next poller'));
    await keeping;
    keep(['BTC_USDC'], ['local'], {}, { firstTradeMs: 0 });
    await vi.waitFor(() => expect(warnings).toEqual([expect.stringMatching('local has no past')]), patience);
  });

  it('is not asked for again once its candles are there', async () => {
    const prices = { open: '1', high: '1', low: '1', close: '1', ticks: 1 };
    await mergeCandles(db, 0, [
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
    await untilTold(3);
    expect((await told()).map((entry) => `${entry?.asset} ${entry?.source}`)).toEqual(
      Array(3).fill('BTC_USDC binance'),
    );
  });

  it.each([418, 429, 503])(
    'is asked for again, and one line tells of it, however often the answer is %d',
    async (status) => {
      let refusals = 40;
      server.answer = (response) => {
        response.writeHead(status).end();
        refusals -= 1;
        if (refusals === 0) server.answer = undefined;
      };
      keep(['BTC_USDC', 'ETH_USDC'], ['backpack']);
      await untilTold(6);
      expect(warnings).toEqual([expect.stringContaining(`the venue answered with status ${status}`)]);
    },
  );

  it('is asked for once the network is there', async () => {
    const port = Number(new URL(server.url).port);
    await server.stop();
    keep(['BTC_USDC'], ['backpack']);
    await vi.waitUntil(() => warnings.length > 0, patience);
    server = await KlineServer.start(port);
    await untilTold(3);
    expect(warnings).toEqual(['BTC_USDC: the venue does not answer: fetch failed']);
  });

  it('is left alone with its venue for as long as that one says', async () => {
    const times: number[] = [];
    server.answer = (response, request) => {
      times.push(performance.now());
      if (performance.now() - Number(times[0]) > 900) server.tell(response, request);
      else response.writeHead(429, { 'retry-after': '1' }).end();
    };
    keep(['BTC_USDC', 'ETH_USDC', 'SOL_USDC'], ['backpack']);
    await untilTold(9);
    const later = times.map((time) => time - Number(times[0])).filter((time) => time > 500);
    expect(Math.min(...later)).toBeGreaterThanOrEqual(990);
    expect(times.length - later.length).toBeLessThanOrEqual(2);
  });

  it('does not wait for another one, of which its venue never tells', async () => {
    const hanging = /BTC_USDC/;
    server.answer = (response, request) => {
      if (!hanging.test(request.url ?? '')) server.tell(response, request);
    };
    keep(['BTC_USDC', 'ETH_USDC', 'SOL_USDC'], ['backpack']);
    await vi.waitFor(async () => expect(await told()).toHaveLength(6), { timeout: 3_000, interval: 5 });
    expect(server.requests.filter((path) => hanging.test(path))).toHaveLength(1);
  });

  it('is not asked for before the first tick', async () => {
    let bid: string | undefined;
    const quoteOf = vi.fn(() => (bid === undefined ? undefined : { bid, atMs: NOW }));
    keep(['BTC_USDC'], ['backpack'], {}, { quoteOf });
    await vi.waitUntil(() => quoteOf.mock.calls.length > 20, patience);
    expect(server.requests).toEqual([]);
    bid = '100.01';
    await untilTold(3);
  });

  it('is not asked for again when its venue has no more of it', async () => {
    server.answer = (response, request) => {
      const url = new URL(request.url ?? '', server.url);
      const isOld = Number(url.searchParams.get('endTime')) < NOW / 1_000 - (2 * HOUR) / 1_000;
      url.searchParams.set('startTime', String(Number(url.searchParams.get('endTime')) - 7_200));
      if (isOld) response.end('[]');
      else server.tell(response, { url: `${url.pathname}${url.search}` });
    };
    keep(['BTC_USDC'], ['backpack'], {}, { lookAgainMs: 1, storedMs: 1_000 });
    await untilTold(2);
    for (const entry of await told())
      if (entry !== undefined) await insertPastCandles(db, 0, { ...entry, toldAt: NOW });
    const firstCandles = vi.spyOn(db, '$queryRaw');
    await vi.waitUntil(() => firstCandles.mock.calls.length > 50, patience);
    expect(await told()).toHaveLength(2);
    expect(server.requests).toHaveLength(3);
  });

  it('is asked for again when candles that were wrong are removed', async () => {
    const prices = { open: '9', high: '9', low: '9', close: '9' };
    for (const [seconds, step] of [
      [60, MINUTE],
      [3_600, HOUR],
    ] as const) {
      const end = NOW - (NOW % step);
      const candles = Array.from({ length: 400 }, (_, index) => ({ start: end - (index + 1) * step, ...prices }));
      await insertPastCandles(db, 0, { asset: 'BTC_USDC', seconds, source: 'backpack', candles, toldAt: NOW });
    }
    const firstCandles = vi.spyOn(db, '$queryRaw');
    keep(['BTC_USDC'], ['backpack'], {}, { lookAgainMs: 1 });
    await vi.waitUntil(() => firstCandles.mock.calls.length > 20, patience);
    expect(server.requests).toEqual([]);
    await db.$executeRawUnsafe(`DELETE FROM "Candle" WHERE "source" = 'backpack' AND "asset" = 'BTC_USDC'`);
    await untilTold(3);
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
    ['all prices a thousand times too high', /ends at 100000.00, and the price is 100.01/],
    ['disorder', /out of order/],
    ['nothing', /has no past/],
  ] as const)(
    'that sends %s is asked again, one line tells of it, and nothing of it is passed on',
    async (what, expected) => {
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
        'all prices a thousand times too high': ([start]) => [start, '100500', '101000', '99250', '100000'],
        disorder: ([start, ...prices]) => [isMidnight(start) ? start - HOUR : start, ...prices],
      };
      server.answer = answers[what];
      server.change = changes[what] ?? server.change;
      keep(['BTC_USDC'], ['backpack']);
      await vi.waitUntil(() => server.requests.length > 20, patience);
      expect(warnings).toEqual([expect.stringMatching(expected)]);
      expect(await told()).toEqual([]);
      server.answer = undefined;
      server.change = (row) => row;
      // Where that fell between two pages, only a part was told at first.
      const isWhole = async () => (await told()).length >= 3;
      await vi.waitUntil(isWhole, patience);
    },
  );
});
