import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ccxt, CcxtPro } from './testing/ccxt.ts';
import { ask, ccxtAt, ccxtProAt, type RunningVenue, type Trader, VenueWorld } from './testing/venue-world.ts';

/** Where clients of Backpack's dialect, above all ccxt's class, have stumbled: each trap is a test, by its number. */

const SOL = 'SOL/USDC';
const MARKET = 'SOL_USDC';

let world: VenueWorld;
let venue: RunningVenue;
let trader: Trader;
let ada: Ccxt;
let ben: CcxtPro;

beforeAll(async () => {
  world = await VenueWorld.start();
  venue = await world.venue();
  world.recorder();
  trader = await world.trader(venue.url);
  ada = await ccxtAt(venue.url, trader);
  ben = await ccxtProAt(venue.url, await world.trader(venue.url));
  await Promise.all([ada.loadMarkets(), ben.loadMarkets()]);
});
afterAll(async () => {
  await ben?.close();
  await world?.stop();
});

const get = async (path: string) => (await ask(venue.url, 'GET', path)).body;
const bearer = () => ({ Authorization: `Bearer ${trader.token}` });
const ISO_WITHOUT_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?$/;
const isNow = (ms: unknown) => Math.abs(Number(ms) - Date.now()) < 60_000;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** The type of a field, for texts also which one: a number, a time, or another. */
function kindOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  if (DECIMAL.test(value)) return 'decimal';
  return ISO_WITHOUT_ZONE.test(value) ? 'iso' : 'text';
}

const kindsOf = (row: unknown) =>
  Object.fromEntries(Object.entries(row as object).map(([name, value]) => [name, kindOf(value)]));

test('7: the version of ccxt is pinned: bugs of its own froze the book and lost trades', () => {
  const { dependencies = {}, devDependencies = {} } = createRequire(import.meta.url)('../package.json');
  expect({ ...dependencies, ...devDependencies }.ccxt).toMatch(/^\d+\.\d+\.\d+$/);
});

test('1 and 7: a book in which nothing happens is watched all the same, and then follows each change', async () => {
  const { id } = await ada.createOrder(SOL, 'limit', 'buy', 1, 90);
  const book = await ben.watchOrderBook(SOL);
  expect(book.bids).toEqual([[90, 1]]);
  await ada.createOrder(SOL, 'limit', 'buy', 2, 91);
  await expect
    .poll(async () => (await ben.watchOrderBook(SOL)).bids)
    .toEqual([
      [91, 2],
      [90, 1],
    ]);
  await ada.cancelOrder(id, SOL);
  await expect.poll(async () => (await ben.watchOrderBook(SOL)).bids).toEqual([[91, 2]]);
  await ada.cancelAllOrders(SOL);
});

test('2: the book by REST is never behind the stream, while it changes', async () => {
  const socket = new WebSocket(venue.url.replace('http', 'ws'));
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    last = JSON.parse(String(data)).data.u;
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [`depth.${MARKET}`] }));
  for (let time = 0; time < 30; time += 1) {
    const placing = ada.createOrder(SOL, 'limit', 'buy', 0.1, 80 + time / 10);
    const told = last;
    const { lastUpdateId } = (await get(`/api/v1/depth?symbol=${MARKET}`)) as { lastUpdateId: string };
    expect(Number(lastUpdateId)).toBeGreaterThanOrEqual(told);
    await placing;
  }
  expect(last).toBeGreaterThan(0);
  await ada.cancelAllOrders(SOL);
  socket.close();
});

test('6: of an order that is filled in parts ccxt tells the last fill as filled, and the message all of it', async () => {
  const watching = ben.watchOrders(SOL);
  await ada.createOrder(SOL, 'limit', 'sell', 1, 100);
  await ada.createOrder(SOL, 'limit', 'sell', 3, 101);
  const { id } = await ben.createOrder(SOL, 'limit', 'buy', 3, 101);
  const orders = await watching;
  const told = () => orders.findLast((order) => order.id === id);
  await expect.poll(() => told()?.status).toBe('closed');
  expect(told()).toMatchObject({ filled: 2, info: { e: 'orderFill', X: 'Filled', l: '2.00', z: '3.00' } });
});

test('6: a market order by what it costs is told as filled at its end', async () => {
  const watching = ben.watchOrders(SOL);
  const { id } = await ben.createOrder(SOL, 'market', 'buy', undefined, undefined, { cost: 50.5 });
  const orders = await watching;
  const told = () => orders.findLast((order) => order.id === id);
  await expect.poll(() => told()?.status).toBe('closed');
  expect(told()).toMatchObject({ info: { X: 'Filled', z: '0.50', Q: '50.500000' } });
  await ada.cancelAllOrders(SOL);
});

test('3: a watched candle has its end as ISO text without a zone, which ccxt takes for its time', async () => {
  const watching = ben.watchOHLCV(SOL, '1m');
  await ada.createOrder(SOL, 'limit', 'sell', 1, 100);
  await ben.createOrder(SOL, 'limit', 'buy', 1, 100);
  const [watched] = (await watching).slice(-1);
  const fetched = await ada.fetchOHLCV(SOL, '1m');
  expect(fetched.map(([start]) => Number(start) + 60_000)).toContain(watched?.[0]);
});

test('4: what is past is told in ISO text without a zone, what is live in milliseconds, and the book in microseconds', async () => {
  const open = await ada.createOrder(SOL, 'limit', 'buy', 1, 90);
  await expect.poll(async () => (await ada.fetchOrders(SOL)).some(({ id }) => id === open.id)).toBe(true);
  const past = (await ada.fetchOrders(SOL)).find(({ id }) => id === open.id);
  expect(past?.info.createdAt).toMatch(ISO_WITHOUT_ZONE);
  expect(past?.timestamp).toBe(open.timestamp);
  expect(isNow(open.info.createdAt)).toBe(true);
  const { timestamp } = (await get(`/api/v1/depth?symbol=${MARKET}`)) as { timestamp: number };
  expect(Number.isInteger(timestamp) && isNow(timestamp / 1_000)).toBe(true);
  await expect.poll(async () => (await ada.fetchMyTrades(SOL)).length).toBeGreaterThan(0);
  const [fill] = await ada.fetchMyTrades(SOL);
  expect(fill).toMatchObject({ info: { timestamp: expect.stringMatching(ISO_WITHOUT_ZONE) } });
  expect(isNow(fill?.timestamp)).toBe(true);
  await ada.cancelAllOrders(SOL);
});

test('5: fills have a fee, by which ccxt knows their times, and the trades of all have none', async () => {
  await expect.poll(async () => (await ben.fetchMyTrades(SOL)).length).toBeGreaterThan(0);
  const [own, all] = [await ben.fetchMyTrades(SOL), await ben.fetchTrades(SOL)];
  expect(own[0]?.info).toHaveProperty('fee');
  expect(all[0]?.info).not.toHaveProperty('fee');
  expect([own[0]?.timestamp, all[0]?.timestamp].every(isNow)).toBe(true);
});

test("8: ccxt's timeframes of 15 and 30 minutes have other names than the others", async () => {
  const since = Date.now() - 3_600_000;
  for (const timeframe of ['15', '15m', '30', '30m'])
    expect((await ada.fetchOHLCV(SOL, timeframe, since)).length, timeframe).toBeGreaterThan(0);
});

const ORDER = {
  ...{ id: 'decimal', clientId: 'null', symbol: 'text', side: 'text', orderType: 'text', timeInForce: 'text' },
  ...{ quantity: 'decimal', quoteQuantity: 'null', executedQuantity: 'decimal', executedQuoteQuantity: 'decimal' },
  ...{ status: 'text', selfTradePrevention: 'text', price: 'decimal', postOnly: 'boolean', reduceOnly: 'null' },
  ...{ triggerPrice: 'null', triggerQuantity: 'null', triggerBy: 'null', triggeredAt: 'null', strategyId: 'null' },
  ...{ stopLossLimitPrice: 'null', stopLossTriggerBy: 'null', stopLossTriggerPrice: 'null', relatedOrderId: 'null' },
  ...{ takeProfitLimitPrice: 'null', takeProfitTriggerBy: 'null', takeProfitTriggerPrice: 'null' },
};

test('an order that has ended is found by its id with a session, and spans that end before they begin are refused', async () => {
  const send = (path: string) => ask(venue.url, 'GET', path, undefined, bearer());
  const placed = await ada.createOrder(SOL, 'limit', 'buy', 1, 92);
  await ada.cancelOrder(placed.id, SOL);
  expect(await send(`/api/v1/order/${placed.id}`)).toEqual({
    status: 200,
    body: {
      ...{ orderId: placed.id, market: MARKET, type: 'limit', kind: 'buy', price: '92.00', quantity: '1.00' },
      ...{ executedQuantity: '0.00', executedQuote: '0.000000', status: 'cancelled', createdAt: placed.timestamp },
    },
  });
  expect(await send('/api/v1/order/99999999999999999999')).toMatchObject({ status: 404 });
  for (const path of ['history/fills', 'history/funding', 'capital/deposits', 'capital/withdrawals']) {
    expect(await send(`/wapi/v1/${path}?from=5&to=5`), path).toMatchObject({ status: 200, body: [] });
    expect(await send(`/wapi/v1/${path}?from=6&to=5`), path).toMatchObject({
      status: 400,
      body: { code: 'INVALID_RANGE' },
    });
  }
  const most = await send(`/api/v1/account/limits/order?symbol=${MARKET}&side=Bid&price=100`);
  expect(most).toMatchObject({
    status: 200,
    body: { maxOrderQuantity: expect.stringMatching(/^\d+\.\d\d$/), side: 'Bid' },
  });
  expect(await send('/api/v1/capital/collateral')).toMatchObject({
    status: 200,
    body: { netEquityLocked: '0.000000' },
  });
  expect(await send(`/api/v1/ticker?symbol=${MARKET}&interval=1w`)).toEqual(
    await send(`/api/v1/ticker?symbol=${MARKET}`),
  );
});

test('every field that ccxt parses or passes over is there, and of its type', async () => {
  const since = Math.floor(Date.now() / 1_000) - 3_600;
  const of = async (path: string) => {
    const body = await get(path);
    return kindsOf(Array.isArray(body) ? body[0] : body);
  };
  const ticker = { symbol: 'text', firstPrice: 'decimal', lastPrice: 'decimal', high: 'decimal', low: 'decimal' };
  const change = { volume: 'decimal', quoteVolume: 'decimal', priceChange: 'decimal', priceChangePercent: 'decimal' };
  expect(await of(`/api/v1/ticker?symbol=${MARKET}`)).toEqual({ ...ticker, ...change, trades: 'decimal' });
  expect(await of(`/api/v1/depth?symbol=${MARKET}`)).toEqual({
    ...{ bids: 'list', asks: 'list', lastUpdateId: 'decimal', timestamp: 'number' },
  });
  expect(await of(`/api/v1/trades?symbol=${MARKET}`)).toEqual({
    ...{ id: 'number', price: 'decimal', quantity: 'decimal', quoteQuantity: 'decimal' },
    ...{ timestamp: 'number', isBuyerMaker: 'boolean' },
  });
  expect(await of(`/api/v1/klines?symbol=${MARKET}&interval=1m&startTime=${since}`)).toMatchObject({
    ...{ start: 'text', end: 'text', open: 'decimal', high: 'decimal', low: 'decimal', close: 'decimal' },
    ...{ volume: 'decimal', quoteVolume: 'decimal', trades: 'decimal' },
  });
  const asset = { symbol: 'text', displayName: 'text', coingeckoId: 'null', tokens: 'list' };
  expect(await of('/api/v1/assets')).toEqual(asset);
  expect(await of('/api/v1/markets')).toMatchObject({
    ...{ symbol: 'text', baseSymbol: 'text', quoteSymbol: 'text', marketType: 'text', filters: 'object' },
    ...{ orderBookState: 'text', createdAt: 'iso' },
  });
  expect(await of('/api/v1/status')).toEqual({ status: 'text', message: 'null' });

  const placed = await ada.createOrder(SOL, 'limit', 'buy', 1, 91);
  expect(kindsOf(placed.info)).toEqual({ ...ORDER, createdAt: 'number' });
  expect(kindsOf((await ada.fetchOpenOrder(placed.id, SOL)).info)).toEqual({ ...ORDER, createdAt: 'number' });
  expect(kindsOf((await ada.cancelOrder(placed.id, SOL)).info)).toEqual({ ...ORDER, createdAt: 'number' });
  const [past] = await ada.fetchOrders(SOL);
  expect(kindsOf(past?.info)).toEqual({ ...ORDER, createdAt: 'iso', expiryReason: 'null', systemOrderType: 'null' });
  const [fill] = await ben.fetchMyTrades(SOL);
  expect(kindsOf(fill?.info)).toEqual({
    ...{ tradeId: 'number', orderId: 'decimal', clientId: 'null', symbol: 'text', side: 'text', price: 'decimal' },
    ...{ quantity: 'decimal', fee: 'decimal', feeSymbol: 'text', isMaker: 'boolean', timestamp: 'iso' },
    systemOrderType: 'null',
  });
  const { body } = await ask(venue.url, 'GET', '/api/v1/capital', undefined, bearer());
  expect(kindsOf((body as Record<string, object>).SOL)).toEqual({
    ...{ available: 'decimal', locked: 'decimal', staked: 'decimal' },
  });
});
