import { readCheckpoint } from '@fulcrum/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Ccxt, CcxtPro } from './testing/ccxt.ts';
import { ask, ccxtAt, ccxtProAt, type RunningVenue, type Trader, VenueWorld } from './testing/venue-world.ts';

/** What is past, with a real recorder, and as ccxt's class asks for it. */

const ETH = 'ETH/USDC';
const MARKET = 'ETH_USDC';
const MINUTE = 60_000;

let world: VenueWorld;
let venue: RunningVenue;
let traders: Trader[];
let ada: Ccxt;
let ben: CcxtPro;

beforeAll(async () => {
  world = await VenueWorld.start();
  venue = await world.venue();
  world.recorder();
  traders = [await world.trader(venue.url), await world.trader(venue.url)];
  ada = await ccxtAt(venue.url, traders[0] as Trader);
  ben = await ccxtProAt(venue.url, traders[1] as Trader);
  await Promise.all([ada.loadMarkets(), ben.loadMarkets()]);
});
afterAll(async () => {
  await ben?.close();
  await world?.stop();
});

const get = async (path: string) => (await ask(venue.url, 'GET', path)).body as Record<string, unknown>[];

/** Asks for what a trader's key is needed for. */
async function getSigned(trader: Trader, path: string, query: Record<string, string>) {
  const client = await ccxtAt(venue.url, trader);
  const { headers } = client.sign(path, 'private', 'GET', query);
  return ask(venue.url, 'GET', `/${path}?${new URLSearchParams(query)}`, undefined, headers);
}

test('klines are those of the book, and have a past that leads to the first trade', async () => {
  expect(await ada.fetchOHLCV(ETH, '1h')).toEqual([]);
  await ada.createOrder(ETH, 'limit', 'sell', 1, 2_000, { clientOrderId: 11 });
  await ben.createOrder(ETH, 'limit', 'buy', 0.4, 2_010);
  const start = Math.floor(Date.now() / 1_000) - 3_600;
  const klines = () => get(`/api/v1/klines?symbol=${MARKET}&interval=1m&startTime=${start}`);
  await expect.poll(async () => (await klines()).length).toBeGreaterThanOrEqual(60);
  const told = await klines();
  const madeUp = told.filter(({ source }) => source === 'made-up');
  const own = told.find(({ source }) => source === undefined);
  expect(Object.keys(own ?? {})).toEqual([
    ...['start', 'end', 'open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades'],
  ]);
  expect(own).toMatchObject({
    ...{ start: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:00$/), open: '2000.00', close: '2000.00' },
    ...{ volume: '0.4000', quoteVolume: '800.000000', trades: '1' },
  });
  expect(madeUp.at(-1)).toMatchObject({ close: '2000.00', volume: '0.0000', trades: '0' });
  for (const timeframe of ['1m', '15', '30', '15m', '1h', '1d', '1w', '1M']) {
    // Two of its names for intervals want to be told since when.
    const since = /^\d+$/.test(timeframe) ? 1_000 * start : undefined;
    const candles = await ada.fetchOHLCV(ETH, timeframe, since);
    expect(candles.at(-1)?.slice(-2), timeframe).toEqual([2_000, 0.4]);
    const jumps = candles.slice(1).map(([, open], index) => Math.abs(Number(open) / Number(candles[index]?.[4]) - 1));
    expect(Math.max(0, ...jumps), timeframe).toBeLessThan(0.001);
  }
  // A candle of the poller's is in one answer: a thousand hours, up to the last one that is over.
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600;
  const past = await get(`/api/v1/klines?symbol=${MARKET}&interval=1h&startTime=${hour - 3_600_000}&endTime=${hour}`);
  expect(past).toHaveLength(1_000);
  expect(past.at(-1)).toMatchObject({ close: '2000.00', source: 'made-up' });
});

test.each([
  ['interval=2m&startTime=1', 'INVALID_CLIENT_REQUEST'],
  ['interval=1m&startTime=1', 'INVALID_RANGE'],
  ['interval=1m&startTime=100&endTime=100', 'INVALID_RANGE'],
  ['interval=1m&startTime=1&priceType=Mark', 'INVALID_CLIENT_REQUEST'],
])('klines?%s is refused with %s', async (query, expected) => {
  expect(await get(`/api/v1/klines?symbol=${MARKET}&${query}`)).toMatchObject({ code: expected });
});

test('whoever traded finds their fills', async () => {
  await expect.poll(async () => (await ada.fetchMyTrades(ETH)).length).toBe(1);
  await ben.createOrder(ETH, 'limit', 'buy', 0.1, 2_000, { clientOrderId: 5 });
  await expect.poll(async () => (await ben.fetchMyTrades(ETH)).length).toBe(2);
  const [first, second] = await ben.fetchMyTrades(ETH);
  expect([first, second]).toMatchObject([
    { id: '1', side: 'buy', price: 2_000, amount: 0.4, takerOrMaker: 'taker', fee: { cost: 0.4, currency: 'USDC' } },
    { id: '2', amount: 0.1 },
  ]);
  expect(Math.abs(Number(first?.timestamp) - Date.now())).toBeLessThan(60_000);
  expect(await ada.fetchMyTrades()).toMatchObject([
    { side: 'sell', takerOrMaker: 'maker', fee: { cost: 0.16 } },
    { side: 'sell', takerOrMaker: 'maker' },
  ]);
  expect(await ben.fetchMyTrades(ETH, Number(second?.timestamp))).toHaveLength(1);
  const path = 'wapi/v1/history/fills';
  const { body } = await getSigned(traders[1] as Trader, path, { limit: '1', offset: '1', fillType: 'User' });
  expect(body).toEqual([
    {
      ...{ clientId: null, fee: '0.400000', feeSymbol: 'USDC', isMaker: false, orderId: expect.any(String) },
      ...{ price: '2000.00', quantity: '0.4000', side: 'Bid', symbol: MARKET, systemOrderType: null, tradeId: 1 },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
    },
  ]);
  const inOrder = await getSigned(traders[1] as Trader, path, { sortDirection: 'Asc' });
  expect((inOrder.body as { tradeId: number }[]).map(({ tradeId }) => tradeId)).toEqual([1, 2]);
  expect(await getSigned(traders[1] as Trader, path, { fillType: 'Adl' })).toMatchObject({ status: 400 });
  expect(await getSigned(traders[1] as Trader, path, { symbol: 'NO_SUCH' })).toMatchObject({ status: 400 });
  expect(await ask(venue.url, 'GET', `/${path}`)).toMatchObject({ status: 401 });
});

test('and their orders, open and over', async () => {
  const open = await ben.createOrder(ETH, 'limit', 'buy', 0.3, 1_900, { postOnly: true });
  const gone = await ben.createOrder(ETH, 'limit', 'buy', 0.3, 1_901);
  await ben.cancelOrder(gone.id, ETH);
  const ioc = await ben.createOrder(ETH, 'limit', 'buy', 0.2, 1_999, { timeInForce: 'IOC' });
  const orders = async () => new Map((await ben.fetchOrders(ETH)).map((order) => [order.id, order]));
  await expect.poll(async () => (await orders()).get(ioc.id)?.status).toBe('canceled');
  const told = await orders();
  expect([...told.values()].map(({ status }) => status).toSorted()).toEqual([
    ...['canceled', 'canceled', 'closed', 'closed', 'open'],
  ]);
  expect(told.get(gone.id)).toMatchObject({ status: 'canceled', filled: 0, info: { expiryReason: null } });
  expect(told.get(open.id)).toMatchObject({ status: 'open', timestamp: open.timestamp, info: { status: 'New' } });
  expect(told.get(ioc.id)).toMatchObject({ info: { status: 'Expired', expiryReason: 'IOC', timeInForce: 'IOC' } });
  const filled = [...told.values()].find(({ clientOrderId }) => clientOrderId === '5');
  expect(filled).toMatchObject({ status: 'closed', filled: 0.1, cost: 200, price: 2_000, type: 'limit', side: 'buy' });
  const one = { orderId: filled?.id ?? '', symbol: MARKET };
  expect(await getSigned(traders[1] as Trader, 'wapi/v1/history/orders', one)).toMatchObject({
    body: [{ id: filled?.id, status: 'Filled', systemOrderType: null }],
  });
  expect(await getSigned(traders[0] as Trader, 'wapi/v1/history/orders', one)).toMatchObject({ body: [] });
  await ben.cancelAllOrders(ETH);
});

test("ccxt's class watches candles, trades, tickers, and best prices", async () => {
  await ben.createOrder(ETH, 'limit', 'buy', 0.1, 1_950);
  const watched = [ben.watchOHLCV(ETH, '1m'), ben.watchTrades(ETH), ben.watchTicker(ETH), ben.watchBidsAsks([ETH])];
  const socket = new WebSocket(venue.url.replace('http', 'ws'));
  const messages: { stream: string; data: Record<string, unknown> }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [`kline.1h.${MARKET}`, `kline.1month.${MARKET}`] }));
  socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [`kline.2m.${MARKET}`] }));
  await expect.poll(() => messages.length).toBe(3);
  expect(messages[2]).toMatchObject({ error: { code: 4_006 } });
  await ben.createOrder(ETH, 'limit', 'buy', 0.2, 2_000);
  const [candles, trades, ticker, best] = (await Promise.all(watched)) as [number[][], unknown[], object, object];
  expect(candles.at(-1)?.slice(1, 5)).toEqual([2_000, 2_000, 2_000, 2_000]);
  // It takes the end of a candle for its time.
  expect(Number(candles.at(-1)?.[0]) % MINUTE).toBe(0);
  expect(trades.at(-1)).toMatchObject({ price: 2_000, amount: 0.2 });
  expect(ticker).toMatchObject({ symbol: ETH, open: 2_000, last: 2_000 });
  expect(best).toMatchObject({ [ETH]: { bid: 1_950, ask: 2_000, bidVolume: 0.1 } });
  const hours = () => messages.filter(({ stream }) => stream === `kline.1h.${MARKET}`).map(({ data }) => data);
  await expect.poll(() => hours().at(-1)?.v).toBe('0.7000');
  expect(hours().at(-1)).toEqual({
    ...{ e: 'kline', E: expect.any(Number), s: MARKET, o: '2000.00', c: '2000.00', h: '2000.00', l: '2000.00' },
    ...{ v: '0.7000', n: 3, X: false },
    t: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00$/),
    T: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00$/),
  });
  socket.close();
});

test('all of it survives a recorder that is killed and a venue that starts anew', async () => {
  await world.killRecorders();
  for (let number = 0; number < 20; number += 1) {
    if (number === 10) world.recorder();
    await ben.createOrder(ETH, 'limit', 'buy', 0.01, 2_000);
    if (number === 15) await world.killRecorders();
  }
  world.recorder();
  const history = async () => get(`/api/v1/trades/history?symbol=${MARKET}&limit=100`);
  const before = { ticker: await get(`/api/v1/ticker?symbol=${MARKET}`), trades: await history() };
  expect(before.ticker).toMatchObject({ trades: '23', volume: '0.9000' });
  expect(before.trades.map(({ id }) => id)).toEqual(Array.from({ length: 23 }, (_, index) => 23 - index));
  await expect.poll(async () => (await ada.fetchMyTrades(ETH)).length).toBe(23);
  await world.passSnapshotPoint();
  await venue.stop();
  venue = await world.venue();
  await expect
    .poll(async () => ({ ticker: await get(`/api/v1/ticker?symbol=${MARKET}`), trades: await history() }))
    .toEqual(before);
  expect(await get(`/api/v1/trades/history?symbol=${MARKET}&limit=2&offset=20`)).toMatchObject([{ id: 3 }, { id: 2 }]);
  const [kline] = await get(
    `/api/v1/klines?symbol=${MARKET}&interval=1month&startTime=${Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth()) / 1_000}`,
  );
  expect(kline).toMatchObject({ volume: '0.9000', trades: '23', source: 'made-up' });
  expect(await readCheckpoint(world.db, 0, 'venue-recorder')).not.toBe('0-0');
});
