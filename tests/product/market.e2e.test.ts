import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CandleRow, connectDatabase, type Database, mergeCandles } from '@fulcrum/db';
import { streamInfo, streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Charts } from '../../apps/api/src/market/charts.ts';
import type { MarketView } from '../../apps/api/src/market/market-view.ts';
import { Stack } from '../support/stack.ts';
import { type ApiAnswer, call } from '../support/trader.ts';

/** Charts: from ticks in price-stream to the recorder's candles and the API's answers. The test decides every price. */

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

let stack: Stack;
let db: Database;

beforeAll(async () => {
  stack = await Stack.start();
  db = connectDatabase(stack.devstack.postgres.url, 1);
  for (const asset of ['ETH_USDC', 'SOL_USDC']) await stack.addInstrument(asset);
  await until(async () => (await get('/market/instruments')).body.instruments.length === 3);
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

const until = (holds: () => Promise<boolean>) => vi.waitUntil(holds, { timeout: 30_000, interval: 50 });

const get = (path: string): Promise<ApiAnswer> => call(stack.apiUrls[0] ?? '', 'GET', path);

const klines = (query: object) =>
  get(
    `/market/klines?${Object.entries(query)
      .map(([name, value]) => `${name}=${value}`)
      .join('&')}`,
  );

/** A tick as the poller writes it. Its time is that of its id. */
async function tick(id: string, bid: string, asset = 'BTC_USDC'): Promise<void> {
  const amounts = { bidQuantity: '1', ask: '99999.00', askQuantity: '1', exchangeTime: '' };
  const fields = { asset, bid, ...amounts, source: 'test' };
  await stack.redis.xadd(streamKeys().price, id, ...Object.entries(fields).flat());
}

const candle = (asset: string, seconds: number, start: number, prices: string, ticks: number): CandleRow => {
  const [open = '', high = '', low = '', close = ''] = prices.split(' ');
  return { asset, seconds, start, open, high, low, close, ticks };
};

const figures = ({ start, open, high, low, close, trades }: ApiAnswer['body']) =>
  [start, open, high, low, close, trades].join(' | ');

describe('GET /market/klines', () => {
  it('has a tick in the candle that is still running, in the shape of Backpack', async () => {
    const now = Date.now();
    const hour = now - (now % (60 * MINUTE));
    await tick(`${hour + 1}-0`, '61800.20');
    await tick(`${hour + 2}-0`, '61900.5');
    await tick(`${hour + 3}-0`, '61700.00');
    const ask = () => klines({ symbol: 'BTC_USDC', interval: '1h', startTime: hour / 1_000 });
    await until(async () => (await ask()).body[0]?.trades === '3');
    const text = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
    expect((await ask()).body).toEqual([
      {
        start: text(hour),
        end: text(hour + 60 * MINUTE),
        open: '61800.20',
        high: '61900.50',
        low: '61700.00',
        close: '61700.00',
        volume: '0',
        quoteVolume: '0',
        trades: '3',
      },
    ]);
    await tick(`${hour + 4}-0`, '61800.30');
    const start = performance.now();
    await until(async () => (await ask()).body[0]?.close === '61800.30');
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('makes longer candles of the stored ones, with days that begin at 00:00 UTC', async () => {
    const day = Date.UTC(2024, 8, 11);
    await mergeCandles(db, 0, [
      candle('ETH_USDC', 3_600, day - 60 * MINUTE, '9 9 9 9', 1),
      candle('ETH_USDC', 3_600, day, '10.5 12 10 11', 5),
      candle('ETH_USDC', 3_600, day + 11 * 60 * MINUTE, '11 15.25 11 14', 6),
      candle('ETH_USDC', 3_600, day + 23 * 60 * MINUTE, '14 14 7 8', 7),
      candle('ETH_USDC', 3_600, day + 48 * 60 * MINUTE, '20 20 20 20', 1),
      candle('ETH_USDC', 60, day + 29 * MINUTE, '1 2 1 2', 3),
      candle('ETH_USDC', 60, day + 30 * MINUTE, '3 4 3 4', 2),
      candle('ETH_USDC', 1, day, '5 5 5 5', 1),
    ]);
    const ask = async (interval: string, from: number, to: number) =>
      (await klines({ symbol: 'ETH_USDC', interval, startTime: from / 1_000, endTime: to / 1_000 })).body.map(figures);
    expect(await ask('1d', day - DAY, day + 3 * DAY)).toEqual([
      '2024-09-10 00:00:00 | 9.00 | 9.00 | 9.00 | 9.00 | 1',
      '2024-09-11 00:00:00 | 10.50 | 15.25 | 7.00 | 8.00 | 18',
      '2024-09-13 00:00:00 | 20.00 | 20.00 | 20.00 | 20.00 | 1',
    ]);
    expect(await ask('12h', day, day + DAY)).toEqual([
      '2024-09-11 00:00:00 | 10.50 | 15.25 | 10.00 | 14.00 | 11',
      '2024-09-11 12:00:00 | 14.00 | 14.00 | 7.00 | 8.00 | 7',
    ]);
    expect(await ask('30m', day, day + DAY)).toEqual([
      '2024-09-11 00:00:00 | 1.00 | 2.00 | 1.00 | 2.00 | 3',
      '2024-09-11 00:30:00 | 3.00 | 4.00 | 3.00 | 4.00 | 2',
    ]);
    expect(await ask('1s', day, day + MINUTE)).toEqual(['2024-09-11 00:00:00 | 5.00 | 5.00 | 5.00 | 5.00 | 1']);
    // A range that cuts a candle off begins with the next one.
    expect(await ask('12h', day + 1_000, day + DAY)).toHaveLength(1);
    expect(await ask('1d', day + 1_000, day + DAY)).toEqual([]);
  });

  it('gives at most 1,500 candles, and says so', async () => {
    const query = { symbol: 'ETH_USDC', interval: '1m', startTime: 0 };
    expect(await klines({ ...query, endTime: 90_000 })).toMatchObject({ status: 200, body: [] });
    const tooMany = await klines({ ...query, endTime: 90_001 });
    expect(tooMany.headers.get('content-type')).toContain('application/problem+json');
    const startTime = 'asks for 1501 candles, and an answer has at most 1500: begin later, or end earlier';
    expect(tooMany.body).toMatchObject({ status: 400, code: 'invalid_input', errors: { startTime } });
  });

  it('knows no other instruments', async () => {
    const { body } = await klines({ symbol: 'X', interval: '1m', startTime: 0, endTime: 60 });
    expect(body).toMatchObject({ status: 404, code: 'unknown_asset' });
  });
});

describe('charts that hold the database up', () => {
  it('are refused after a while, and no order waits for them', async () => {
    const trader = await stack.trader();
    const query = { symbol: 'ETH_USDC', interval: '1m', startTime: 0, endTime: 60 };
    await db.$transaction(async (tx) => {
      // The transaction is idle until the charts are refused: up to five seconds for a connection, and five for an answer.
      await tx.$executeRaw`set local idle_in_transaction_session_timeout = 0`;
      await tx.$executeRaw`lock table "Candle" in access exclusive mode`;
      // These are more than the API has connections, so that most of them wait for one.
      const waiting = Promise.all(Array.from({ length: 20 }, () => klines(query)));
      await until(async () => {
        const [{ held } = { held: 0n }] = await tx.$queryRaw<{ held: bigint }[]>`
          select count(*) as held from pg_locks where relation = '"Candle"'::regclass and not granted`;
        return held >= 3n;
      });
      const start = performance.now();
      expect((await trader.get('/trade/get-close-orders')).body).toEqual({ orders: [] });
      expect(performance.now() - start).toBeLessThan(2_500);
      for (const { body } of await waiting) expect(body).toMatchObject({ status: 503, code: 'unavailable' });
    });
    expect((await klines(query)).status).toBe(200);
  });
});

describe('GET /market/tickers', () => {
  it('sums up the last 24 hours of each instrument that had a price in them', async () => {
    const minute = Date.now() - (Date.now() % MINUTE);
    const [since, before] = [minute - DAY + 2 * MINUTE, minute - DAY - MINUTE];
    await mergeCandles(db, 0, [
      candle('SOL_USDC', 60, before, '1 999 0.5 1', 9),
      candle('SOL_USDC', 60, since, '150.00 160.00 140.00 155.00', 4),
      candle('SOL_USDC', 60, minute - MINUTE, '155.00 155.50 130.00 131.50', 3),
    ]);
    const tickers = async () => (await get('/market/tickers')).body;
    const ofSol = async () => (await tickers()).find(({ symbol }: { symbol: string }) => symbol === 'SOL_USDC');
    await until(async () => (await ofSol()) !== undefined);
    expect(await ofSol()).toEqual({
      symbol: 'SOL_USDC',
      firstPrice: '150.00',
      lastPrice: '131.50',
      priceChange: '-18.50',
      priceChangePercent: '-12.33',
      high: '160.00',
      low: '130.00',
      volume: '0',
      quoteVolume: '0',
      trades: '7',
      since,
    });
    const symbols = (await tickers()).map(({ symbol }: { symbol: string }) => symbol);
    expect(symbols).toEqual(['BTC_USDC', 'SOL_USDC']);
  });
});

it('tickers are told to the minute also in the one in which 24 whole hours end', async () => {
  const hour = Date.UTC(2024, 8, 12, 5);
  const since = hour - DAY + 7 * MINUTE;
  await mergeCandles(db, 0, [
    candle('SOL_USDC', 60, since, '150.00 160.00 140.00 155.00', 4),
    candle('SOL_USDC', 3_600, hour - DAY, '150.00 160.00 140.00 155.00', 4),
  ]);
  const instruments = () => [{ asset: 'SOL_USDC', priceDecimals: 2 }];
  const charts = new Charts(db, 0, { instruments } as unknown as MarketView);
  vi.useFakeTimers({ toFake: ['Date'], now: hour - 1 });
  try {
    expect(await charts.tickers()).toMatchObject([{ symbol: 'SOL_USDC', trades: '4', since }]);
  } finally {
    vi.useRealTimers();
  }
});

describe('after a gap in callback-stream', () => {
  it('the API knows an instrument that was set in it', async () => {
    const [api] = stack.apis;
    await stack.recorder.stop();
    api?.hold();
    // A read that began before would still be answered. Each waits for a second.
    await sleep(1_200);
    const { lastId } = await streamInfo(stack.redis, streamKeys().callback);
    await stack.addInstrument('GAP_USDC');
    await until(async () => (await streamInfo(stack.redis, streamKeys().callback)).lastId !== lastId);
    await stack.redis.xtrim(streamKeys().callback, 'MAXLEN', 1);
    api?.letGo();
    const isKnown = ({ asset }: { asset: string }) => asset === 'GAP_USDC';
    await until(async () => (await get('/market/instruments')).body.instruments.some(isKnown));
  });
});

describe('an old price that looks fresh to the engine', () => {
  it('opens no order once the API has not seen it for too long by its own clock', async () => {
    const trader = await stack.trader();
    const order = { asset: 'DEAD_USDC', orderId: randomUUID() };
    const open = async (fields: object = {}) => {
      await stack.tick('100.00', '100.10', 'DEAD_USDC');
      return trader.open({ ...order, ...fields });
    };
    await stack.addInstrument('DEAD_USDC', 5_000);
    const isKnown = ({ asset }: { asset: string }) => asset === 'DEAD_USDC';
    await until(async () => (await get('/market/instruments')).body.instruments.some(isKnown));
    const { lastId } = await streamInfo(stack.redis, streamKeys().engine);
    // The API has run for longer than that, and has never seen a price of this asset.
    const refused = { status: 422, body: { code: 'stale_price', detail: expect.stringMatching('ms old') } };
    expect(await trader.open({ asset: 'DEAD_USDC' })).toMatchObject(refused);
    expect((await streamInfo(stack.redis, streamKeys().engine)).lastId).toBe(lastId);
    expect(await open()).toMatchObject(refused);
    await tick('*', '100.00', 'DEAD_USDC');
    await until(async () => (await open()).status === 201);
    await stack.addInstrument('DEAD_USDC', 1);
    await until(async () => (await open({ orderId: randomUUID() })).status === 422);
    // The repetition of an order that was opened is not refused.
    expect(await open()).toMatchObject({ status: 409, body: { code: 'duplicate_order' } });
  });

  it('opens no order while the log stands in the future; closing goes on', async () => {
    const [trader, [api]] = [await stack.trader(), stack.apis];
    await stack.tick('100.00', '100.10');
    await tick('*', '100.00', 'BTC_USDC');
    const held = await trader.open();
    expect(held.status).toBe(201);
    const data = JSON.stringify({ asset: 'BTC_USDC', bid: '100.00', ask: '100.10' });
    await stack.redis.xadd(streamKeys().engine, `${Date.now() + 120_000}-0`, 'type', 'price-update', 'data', data);
    const ready = async () => (await fetch(`${stack.apiUrls[0]}/ready`)).json();
    await until(async () => ((await ready()) as { opening?: string }).opening === 'not ready');
    expect(await trader.open()).toMatchObject({ status: 503, body: { detail: expect.stringMatching('s ahead') } });
    expect((await trader.close(held.body.orderId)).status).toBe(200);
    expect(await api?.metric('api_log_clock_difference_seconds')).toBeGreaterThan(100);
    expect(api?.log().match(/the clock of the log is far/g)).toHaveLength(1);
  });

  it('is old in the quotes as well, although its id in price-stream is ahead', async () => {
    await stack.addInstrument('AHEAD_USDC', 1);
    await tick(`${Date.now() + 120_000}-0`, '100.00', 'AHEAD_USDC');
    const quote = async () =>
      (await get('/market/quotes')).body.quotes.find(({ asset }: { asset: string }) => asset === 'AHEAD_USDC');
    await until(async () => (await quote())?.stale === true);
    expect((await quote()).ageMs).toBeGreaterThan(1);
  });
});
