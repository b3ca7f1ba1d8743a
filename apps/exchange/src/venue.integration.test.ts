import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ccxt } from './testing/ccxt.ts';
import { ask, ccxtAt, type RunningVenue, register, type Trader, VenueWorld } from './testing/venue-world.ts';

const BTC = 'BTC/USDC';
const ETH = 'ETH/USDC';

let world: VenueWorld;
let venue: RunningVenue;
let ada: Ccxt;
let ben: Ccxt;

beforeAll(async () => {
  world = await VenueWorld.start();
  venue = await world.venue();
  [ada, ben] = await Promise.all([trader(), trader()]);
});
afterAll(() => world.stop());

async function trader(): Promise<Ccxt> {
  const ccxt = await ccxtAt(venue.url, await world.trader(venue.url));
  await ccxt.loadMarkets();
  return ccxt;
}

const code = (expected: string) => new RegExp(`"code":"${expected}"`);

describe("ccxt's class for Backpack, unchanged but for its addresses and keys,", () => {
  test('loads currencies and markets', async () => {
    expect(Object.keys(ada.markets)).toEqual([BTC, ETH, 'SOL/USDC']);
    expect(ada.markets[BTC]).toMatchObject({
      ...{ id: 'BTC_USDC', base: 'BTC', quote: 'USDC', type: 'spot', active: true },
      precision: { price: 0.1, amount: 0.00001 },
      limits: { price: { min: 0.1, max: 10_000_000 }, amount: { min: 0.00001, max: 1_000 } },
    });
    expect((await ada.fetchCurrencies()).USDC).toMatchObject({ code: 'USDC', name: 'USD Coin' });
    expect(await ada.fetchStatus()).toMatchObject({ status: 'ok' });
    expect(Math.abs((await ada.fetchTime()) - Date.now())).toBeLessThan(5_000);
  });

  test('sees the demonstration deposit', async () => {
    expect(await ada.fetchBalance()).toMatchObject({
      ...{ USDC: { free: 10_000, used: 0, total: 10_000 }, BTC: { free: 0.1 }, ETH: { free: 2 }, SOL: { free: 50 } },
    });
  });

  test('places, finds and cancels an order, and gets back what was locked', async () => {
    const order = await ada.createOrder(BTC, 'limit', 'buy', 0.01, 50_000, { clientOrderId: 7, postOnly: true });
    expect(order).toMatchObject({
      ...{ clientOrderId: '7', symbol: BTC, type: 'limit', side: 'buy', status: 'open', price: 50_000, amount: 0.01 },
      ...{ filled: 0, info: { selfTradePrevention: 'RejectTaker', postOnly: true, executedQuantity: '0.00000' } },
    });
    expect(await ada.fetchBalance()).toMatchObject({ USDC: { free: 9_499.75, used: 500.25 } });
    expect(await ada.fetchOpenOrder(order.id, BTC)).toMatchObject({ id: order.id, status: 'open' });
    expect(await ada.fetchOpenOrders()).toMatchObject([{ id: order.id, timestamp: order.timestamp }]);
    expect((await ada.fetchOrderBook(BTC)).bids).toEqual([[50_000, 0.01]]);
    expect(await ben.fetchOpenOrders(BTC)).toEqual([]);
    await expect(ben.cancelOrder(order.id, BTC)).rejects.toThrow(code('RESOURCE_NOT_FOUND'));
    expect(await ada.cancelOrder(order.id, BTC)).toMatchObject({ id: order.id, status: 'canceled' });
    expect(await ada.fetchOpenOrders(BTC)).toEqual([]);
    expect(await ada.fetchBalance()).toMatchObject({ USDC: { free: 10_000, used: 0 } });
    await expect(ada.fetchOpenOrder(order.id, BTC)).rejects.toThrow(code('RESOURCE_NOT_FOUND'));
  });

  test('trades: maker and taker have what they should, the fees too, and everybody sees the trade', async () => {
    const maker = await ada.createOrder(ETH, 'limit', 'sell', 1, 2_000);
    const taker = await ben.createOrder(ETH, 'limit', 'buy', 0.4, 2_100);
    expect(taker).toMatchObject({ status: 'closed', filled: 0.4, cost: 800, info: { status: 'Filled' } });
    expect(await ada.fetchOpenOrders()).toMatchObject([
      { id: maker.id, filled: 0.4, info: { status: 'PartiallyFilled' } },
    ]);
    const market = await ben.createOrder(ETH, 'market', 'buy', undefined, undefined, { cost: 400 });
    expect(market).toMatchObject({ type: 'market', status: 'closed', filled: 0.2, cost: 400 });
    // A maker pays 2 bps, a taker 5.
    expect(await ada.fetchBalance()).toMatchObject({
      ETH: { free: 1, used: 0.4 },
      USDC: { free: 10_000 + 1_200 * 0.9998 },
    });
    expect(await ben.fetchBalance()).toMatchObject({ ETH: { free: 2.6 }, USDC: { free: 10_000 - 1_200 * 1.0005 } });
    expect(await ada.fetchTrades(ETH)).toMatchObject([
      { id: '1', price: 2_000, amount: 0.4, side: 'buy' },
      { id: '2', price: 2_000, amount: 0.2, side: 'buy' },
    ]);
    expect(await ada.fetchTicker(ETH)).toMatchObject({
      symbol: ETH,
      open: 2_000,
      last: 2_000,
      baseVolume: 0.6,
      quoteVolume: 1_200,
    });
    expect(Object.keys(await ada.fetchTickers())).toEqual([BTC, ETH, 'SOL/USDC']);
    const book = await ada.fetchOrderBook(ETH);
    expect(book).toMatchObject({ asks: [[2_000, 0.4]], bids: [] });
    expect(Math.abs(Number(book.timestamp) - Date.now())).toBeLessThan(5_000);
    // Trades and open orders are told in milliseconds, the book in microseconds.
    const [trade] = await ada.fetchTrades(ETH);
    for (const told of [trade?.timestamp, maker.timestamp])
      expect(Math.abs(Number(told) - Date.now())).toBeLessThan(30_000);
    expect(await ada.cancelAllOrders(ETH)).toMatchObject([{ id: maker.id, status: 'canceled', filled: 0.6 }]);
  });

  test('places several at once, each with its own fate', async () => {
    const limit = { symbol: ETH, type: 'limit', side: 'buy', amount: 0.1 };
    const orders = await ben.createOrders([
      { ...limit, price: 1_900 },
      { ...limit, price: 1_000_000 },
      { ...limit, price: 1_901, params: { clientOrderId: 1, postOnly: false } },
    ]);
    expect(orders.map(({ info }) => info)).toMatchObject([
      { operation: 'Ok', status: 'New', price: '1900.00' },
      { operation: 'Err', code: 'INVALID_PRICE' },
      { operation: 'Ok', status: 'New', clientId: 1, postOnly: false },
    ]);
    expect((await ben.fetchOrderBook(ETH)).bids).toEqual([
      [1_901, 0.1],
      [1_900, 0.1],
    ]);
    expect(await ben.cancelAllOrders(ETH)).toHaveLength(2);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['INSUFFICIENT_FUNDS', () => ada.createOrder(BTC, 'limit', 'buy', 1, 60_000)],
    ['INVALID_QUANTITY', () => ada.createOrder(BTC, 'limit', 'buy', 5_000, 60_000)],
    ['INVALID_PRICE', () => ada.createOrder(BTC, 'limit', 'buy', 1, 20_000_000)],
    ['INVALID_CLIENT_REQUEST', () => ada.createOrder(BTC, 'limit', 'buy', 0.01, 60_000, { triggerPrice: 61_000 })],
    ['INVALID_CLIENT_REQUEST', () => ada.createOrder(BTC, 'limit', 'buy', 0.01, 60_000, { reduceOnly: true })],
  ])('is told %s', async (expected, ask) => {
    await expect(ask()).rejects.toThrow(code(expected));
  });

  test('has its account, and lists of what there is not', async () => {
    const lists = [ada.fetchPositions(), ada.fetchDeposits(), ada.fetchWithdrawals(), ada.fetchFundingHistory()];
    expect(await Promise.all(lists)).toEqual([[], [], [], []]);
    const order = await ada.createOrder(BTC, 'limit', 'buy', 0.01, 40_000);
    expect(await ada.privateGetApiV1Account()).toMatchObject({
      ...{
        spotMakerFee: '2.00',
        spotTakerFee: '5.00',
        limitOrders: 1,
        liquidating: false,
      },
    });
    await ada.cancelOrder(order.id, BTC);
  });
});

describe('a request that is signed wrongly', () => {
  let user: Trader;
  beforeEach(async () => {
    user = await world.trader(venue.url);
  });

  async function signed(change: (headers: Record<string, string>) => void, path = 'api/v1/capital') {
    const { headers } = (await ccxtAt(venue.url, user)).sign(path, 'private', 'GET', {});
    change(headers);
    return ask(venue.url, 'GET', `/${path}`, undefined, headers);
  }

  test.each<[number, string, (headers: Record<string, string>) => void]>([
    [401, 'UNAUTHORIZED', (headers) => delete headers['X-Signature']],
    [401, 'UNAUTHORIZED', (headers) => Object.assign(headers, { 'X-API-Key': Buffer.alloc(32, 9).toString('base64') })],
    [401, 'INVALID_SIGNATURE', (headers) => Object.assign(headers, { 'X-Signature': 'A'.repeat(88) })],
    [401, 'INVALID_SIGNATURE', (headers) => Object.assign(headers, { 'X-Window': '6000' })],
    [400, 'INVALID_CLIENT_REQUEST', (headers) => Object.assign(headers, { 'X-Window': '60001' })],
    [400, 'INVALID_CLIENT_REQUEST', (headers) => Object.assign(headers, { 'X-Timestamp': '1600000000000' })],
  ])('is answered with %i %s', async (status, expected, change) => {
    expect(await signed(change)).toMatchObject({ status, body: { code: expected, message: expect.any(String) } });
  });

  test('is good for nothing else than what it was signed for, and within its window as often as it is sent', async () => {
    let headers: Record<string, string> = {};
    const keep = (of: Record<string, string>) => {
      headers = of;
    };
    expect(await signed(keep)).toMatchObject({
      status: 200,
      body: { USDC: { available: '10000.000000', staked: '0' } },
    });
    expect(await ask(venue.url, 'GET', '/api/v1/capital', undefined, headers)).toMatchObject({ status: 200 });
    expect(await ask(venue.url, 'GET', '/api/v1/orders', undefined, headers)).toMatchObject({
      ...{ status: 401, body: { code: 'INVALID_SIGNATURE' } },
    });
  });
});

describe('a key', () => {
  const bearer = ({ token }: Trader) => ({ Authorization: `Bearer ${token}` });

  test('is registered, listed and deleted by its user, and then is unknown', async () => {
    const user = await world.user();
    const capital = async () => {
      const { headers } = (await ccxtAt(venue.url, user)).sign('api/v1/capital', 'private', 'GET', {});
      return ask(venue.url, 'GET', '/api/v1/capital', undefined, headers);
    };
    expect(await capital()).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
    const made = await register(venue.url, user);
    expect(made).toMatchObject({ status: 200, body: { publicKey: user.apiKey, name: 'key', lastUsedAt: null } });
    expect(await register(venue.url, user)).toEqual(made);
    expect(await capital()).toMatchObject({ status: 200 });
    const { id } = made.body as { id: string };
    const list = () => ask(venue.url, 'GET', '/api/v1/keys', undefined, bearer(user));
    expect(await list()).toMatchObject({ body: { keys: [{ id, publicKey: user.apiKey }] } });
    const remove = (by: Trader) => ask(venue.url, 'DELETE', `/api/v1/keys/${id}`, undefined, bearer(by));
    expect(await remove(await world.user())).toMatchObject({ status: 404 });
    expect(await remove(user)).toEqual({ status: 200, body: { id } });
    expect(await list()).toMatchObject({ body: { keys: [] } });
    expect(await capital()).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
  });

  test('belongs to one user', async () => {
    const [one, other] = [await world.trader(venue.url), await world.user()];
    expect(await register(venue.url, { ...other, apiKey: one.apiKey })).toMatchObject({
      ...{ status: 412, body: { code: 'PRECONDITION_FAILED' } },
    });
  });

  test.each<[number, string, unknown, Record<string, string>]>([
    [401, 'UNAUTHORIZED', { publicKey: 'x' }, {}],
    [401, 'UNAUTHORIZED', { publicKey: 'x' }, { Authorization: 'Bearer eyJ.x.y' }],
  ])('is registered by nobody who is not signed in: %i %s', async (status, expected, body, headers) => {
    expect(await ask(venue.url, 'POST', '/api/v1/keys', body, headers)).toMatchObject({
      status,
      body: { code: expected },
    });
  });

  test('is a key', async () => {
    const user = await world.user();
    expect(await register(venue.url, { ...user, apiKey: Buffer.alloc(32).toString('base64') })).toMatchObject({
      ...{
        status: 400,
        body: { code: 'INVALID_CLIENT_REQUEST', message: expect.stringContaining('publicKey: must be') },
      },
    });
  });
});

describe('what makes no sense', () => {
  test.each([
    [`GET /api/v1/time HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no request\r\n\r\n', 400],
  ])("is answered in Backpack's form also where Node's parser finds it", async (bytes, status) => {
    const socket = connect(Number(new URL(venue.url).port), '127.0.0.1').setEncoding('utf8');
    socket.write(bytes);
    const [head = '', body = ''] = (await socket.toArray()).join('').split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(body)).toEqual({ code: 'INVALID_CLIENT_REQUEST', message: expect.any(String) });
  });

  test.each<[string, string, unknown, number, string]>([
    ['GET', '/api/v1/nothing', undefined, 404, 'RESOURCE_NOT_FOUND'],
    ['GET', '/wapi/v1/history/settlement?limit=5', undefined, 501, 'NOT_IMPLEMENTED'],
    ['GET', '/api/v1/markPrices', undefined, 501, 'NOT_IMPLEMENTED'],
    ['POST', '/wapi/v1/capital/withdrawals', {}, 501, 'NOT_IMPLEMENTED'],
    ['PATCH', '/api/v1/account', {}, 501, 'NOT_IMPLEMENTED'],
    ['PUT', '/wapi/v1/capital/withdrawals', {}, 405, 'INVALID_CLIENT_REQUEST'],
    ['PATCH', '/api/v1/order', undefined, 405, 'INVALID_CLIENT_REQUEST'],
    ['GET', '/api/v1/depth', undefined, 400, 'INVALID_CLIENT_REQUEST'],
    ['GET', '/api/v1/depth?symbol=NO_SUCH', undefined, 400, 'INVALID_MARKET'],
    ['GET', '/api/v1/depth?symbol=BTC_USDC&limit=0', undefined, 400, 'INVALID_CLIENT_REQUEST'],
    ['GET', '/api/v1/depth?symbol=BTC_USDC&symbol=ETH_USDC', undefined, 400, 'INVALID_CLIENT_REQUEST'],
    ['GET', '/api/v1/trades?symbol=BTC_USDC&limit=1001', undefined, 400, 'INVALID_CLIENT_REQUEST'],
    ['GET', '/api/v1/keys/%', undefined, 400, 'INVALID_CLIENT_REQUEST'],
    ['POST', '/api/v1/order', '{"a":1,"a":2}', 400, 'INVALID_CLIENT_REQUEST'],
    ['POST', '/api/v1/order', '{', 400, 'INVALID_CLIENT_REQUEST'],
    ['POST', '/api/v1/order', JSON.stringify('x'.repeat(17_000)), 413, 'INVALID_CLIENT_REQUEST'],
    ['POST', '/api/v1/order', {}, 401, 'UNAUTHORIZED'],
  ])("is answered in Backpack's form: %s %s", async (method, path, body, status, expected) => {
    expect(await ask(venue.url, method, path, body)).toEqual({
      ...{ status, body: { code: expected, message: expect.any(String) } },
    });
  });
});
