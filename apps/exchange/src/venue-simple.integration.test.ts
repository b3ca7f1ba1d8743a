import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, ccxtAt, type RunningVenue, type Trader, VenueWorld } from './testing/venue-world.ts';

const SOL = 'SOL_USDC';

let world: VenueWorld;
let venue: RunningVenue;
let maker: Trader;
let person: Trader;
/** What stands in for the broker where it is not itself: the real one is asked in tests/edge. */
let broker: Server;
let brokerAnswers: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  broker = createServer((request, response) => brokerAnswers(request, response)).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  world = await VenueWorld.start();
  const { port } = broker.address() as AddressInfo;
  venue = await world.venue({ API_URL: `http://127.0.0.1:${port}/`, SIGN_IN_RATE_LIMIT: '10' });
  [maker, person] = [await world.trader(venue.url), await world.user()];
});
afterAll(async () => {
  await world.stop();
  broker.closeAllConnections();
  broker.close();
});

const send = (method: string, path: string, body?: unknown, by: Trader | undefined = person) =>
  ask(venue.url, method, path, body, by && { Authorization: `Bearer ${by.token}` });

test('a person asks for a price, places orders, looks at them and cancels them', async () => {
  const ada = await ccxtAt(venue.url, maker);
  await ada.loadMarkets();
  await ada.createOrder('SOL/USDC', 'limit', 'sell', 2, 100);
  await ada.createOrder('SOL/USDC', 'limit', 'sell', 2, 101);
  const quote = await ask(venue.url, 'POST', '/api/v1/order/quote', { kind: 'buy', quantity: 3, market: SOL });
  expect(quote).toEqual({
    status: 200,
    body: {
      ...{ market: SOL, kind: 'buy', quantity: '3.00', available: '3.00', isWhole: true, orders: 2 },
      ...{ averagePrice: '100.333333', notional: '301.000000', fee: '0.150500', total: '301.150500' },
    },
  });
  const bought = await send('POST', '/api/v1/order', { type: 'market', kind: 'buy', quantity: '3', market: SOL });
  expect(bought).toMatchObject({
    status: 200,
    body: { market: SOL, type: 'market', kind: 'buy', price: null, executedQuote: '301.000000', status: 'filled' },
  });
  const capital = (await send('GET', '/api/v1/capital')).body as Record<string, { available: string }>;
  expect(capital.USDC?.available).toBe((10_000 - 301.1505).toFixed(6));
  const order = { type: 'limit', kind: 'buy', price: 90, quantity: 1, market: SOL };
  const { orderId } = (await send('POST', '/api/v1/order', order)).body as { orderId: string };
  const open = { orderId, type: 'limit', kind: 'buy', price: '90.00', quantity: '1.00', executedQuantity: '0.00' };
  expect(await send('GET', `/api/v1/order/${orderId}`)).toMatchObject({
    status: 200,
    body: { ...open, status: 'open' },
  });
  expect(await send('GET', `/api/v1/order/${orderId}`, undefined, maker)).toMatchObject({ status: 404 });
  expect(await send('DELETE', `/api/v1/order/${orderId}`, undefined, maker)).toMatchObject({ status: 404 });
  expect(await send('DELETE', `/api/v1/order/${orderId}`)).toMatchObject({ body: { ...open, status: 'cancelled' } });
  // No recorder runs here: what has ended a moment ago is told out of memory.
  expect(await send('GET', `/api/v1/order/${orderId}`)).toMatchObject({ body: { ...open, status: 'cancelled' } });
  expect(await send('GET', `/api/v1/order/${orderId}`, undefined, maker)).toMatchObject({ status: 404 });
  const { orderId: filled } = bought.body as { orderId: string };
  expect(await send('GET', `/api/v1/order/${filled}`)).toEqual(bought);
  const never = await send('GET', `/api/v1/order/${Number(orderId) + 1}`);
  expect(never).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND' } });
});

test.each<[string, string, unknown, number, string]>([
  ['POST', '/api/v1/order', { type: 'limit', kind: 'buy', quantity: 1, market: SOL }, 400, 'INVALID_ORDER'],
  [
    'POST',
    '/api/v1/order',
    { type: 'limit', kind: 'buy', price: 90.001, quantity: 1, market: SOL },
    400,
    'INVALID_PRICE',
  ],
  [
    'POST',
    '/api/v1/order',
    { type: 'limit', kind: 'buy', price: 90, quantity: 1, market: 'NO' },
    400,
    'INVALID_MARKET',
  ],
  [
    'POST',
    '/api/v1/order',
    { type: 'limit', kind: 'buy', quantity: 1, market: SOL, symbol: SOL },
    400,
    'INVALID_CLIENT_REQUEST',
  ],
  ['POST', '/api/v1/order/quote', { kind: 'buy', quantity: '0.001', market: SOL }, 400, 'INVALID_QUANTITY'],
  ['POST', '/api/v1/order/quote', { kind: 'buy', quantity: 1, market: 'NO' }, 400, 'INVALID_MARKET'],
  ['GET', '/api/v1/order/quote', undefined, 405, 'INVALID_CLIENT_REQUEST'],
  ['GET', '/api/v1/order/x', undefined, 400, 'INVALID_CLIENT_REQUEST'],
])('what makes no sense is refused: %s %s %j', async (method, path, body, status, code) => {
  expect(await send(method, path, body)).toMatchObject({ status, body: { code } });
});

test('an order of the simple dialect is nothing that is signed', async () => {
  const ada = await ccxtAt(venue.url, maker);
  const body = { type: 'market', kind: 'buy', quantity: '1', market: SOL };
  const { headers } = ada.sign('api/v1/order', 'private', 'POST', body);
  expect(await ask(venue.url, 'POST', '/api/v1/order', body, headers)).toMatchObject({
    ...{ status: 400, body: { code: 'INVALID_CLIENT_REQUEST' } },
  });
  expect(await ask(venue.url, 'POST', '/api/v1/order', body)).toMatchObject({ status: 401 });
});

test('what is wrong with an empty batch, or with what a market order may cost, is said', async () => {
  const ada = await ccxtAt(venue.url, maker);
  const { headers } = ada.sign('api/v1/order', 'private', 'POST', {});
  expect(await ask(venue.url, 'POST', '/api/v1/orders', [], headers)).toMatchObject({
    ...{ status: 400, body: { code: 'INVALID_CLIENT_REQUEST' } },
  });
  const order = { symbol: SOL, side: 'Bid', orderType: 'Market' };
  for (const [quoteQuantity, fault] of [
    ['99999999999999', 'is too large'],
    ['1.00000001', 'has 8 decimals'],
  ])
    expect(await send('POST', '/api/v1/order', { ...order, quoteQuantity })).toMatchObject({
      ...{
        status: 400,
        body: { code: 'INVALID_QUANTITY', message: expect.stringContaining(`quoteQuantity ${fault}`) },
      },
    });
});

test('the streams of the simple dialect tell trades, the book and the ticker in words', async () => {
  const socket = new WebSocket(venue.url.replace('http', 'ws'));
  const messages: { stream?: string; data?: object; error?: object }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  await once(socket, 'open');
  const params = ['trades', 'depth', 'ticker'].map((kind) => `${kind}@${SOL}`);
  socket.send(JSON.stringify({ method: 'SUBSCRIBE', params }));
  socket.send('nonsense');
  await expect.poll(() => messages.some(({ error }) => error !== undefined)).toBe(true);
  await send('POST', '/api/v1/order', { type: 'market', kind: 'buy', quantity: 1, market: SOL });
  const of = (kind: string) => messages.filter(({ stream }) => stream === `${kind}@${SOL}`).map(({ data }) => data);
  await expect.poll(() => of('ticker').length, { timeout: 3_000 }).toBeGreaterThan(0);
  const time = expect.any(Number);
  const trade = { market: SOL, kind: 'buy', price: '101.00', quantity: '1.00', tradeId: 3, time };
  expect(of('trades')).toEqual([trade]);
  expect(of('depth')).toEqual([
    { market: SOL, updateId: expect.any(Number), bids: [], asks: [['101.00', '0.00']], time },
  ]);
  await expect
    .poll(() => of('ticker').at(-1), { timeout: 3_000 })
    .toMatchObject({ lastPrice: '101.00', volume: '4.00' });
  socket.close();
});

describe('signing up and in', () => {
  const signIn = () => ask(venue.url, 'POST', '/api/v1/signin', { email: 'ada@example.com', password: 'x' });

  test('is passed on to the broker with the address of whoever asks, and its answer comes back as it is', async () => {
    let asked: unknown;
    brokerAnswers = async ({ url, method, headers, ...request }, response) => {
      void request;
      asked = { url, method, type: headers['content-type'], from: headers['x-forwarded-for'], cookie: headers.cookie };
      response
        .writeHead(202, { 'Content-Type': 'application/json', 'Set-Cookie': 'a=b' })
        .end('{"status":"code_needed"}');
    };
    expect(await signIn()).toEqual({ status: 202, body: { status: 'code_needed' } });
    expect(asked).toEqual({
      ...{ url: '/api/v1/signin', method: 'POST', type: 'application/json', from: '127.0.0.1', cookie: undefined },
    });
  });

  test('is not there where the broker is not, or answers what it never does', async () => {
    const maintenance = { status: 503, body: { code: 'MAINTENANCE', message: expect.any(String) } };
    brokerAnswers = ({ socket }) => socket.destroy();
    expect(await signIn()).toEqual(maintenance);
    brokerAnswers = (_request, response) => response.end('x'.repeat(100_000));
    expect(await signIn()).toEqual(maintenance);
  });

  test('takes JSON alone, and not too often from one address', async () => {
    brokerAnswers = (_request, response) => response.end('{}');
    expect(await ask(venue.url, 'GET', '/api/v1/signin')).toMatchObject({ status: 405 });
    expect(await ask(venue.url, 'POST', '/api/v1/signin')).toMatchObject({
      ...{ status: 400, body: { code: 'INVALID_CLIENT_REQUEST' } },
    });
    expect(await ask(venue.url, 'POST', '/api/v1/signin', [])).toEqual({
      ...{ status: 400, body: { code: 'INVALID_CLIENT_REQUEST', message: expect.any(String) } },
    });
    const statuses: number[] = [];
    for (let time = 0; time < 10; time += 1) statuses.push((await signIn()).status);
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(429);
  });
});

test('an order is not denied that the recorder has yet to come to, and waited for by nobody', async () => {
  const order = { type: 'limit', kind: 'buy', price: 90, quantity: 1, market: SOL };
  const { orderId } = (await send('POST', '/api/v1/order', order)).body as { orderId: string };
  await send('DELETE', `/api/v1/order/${orderId}`);
  await world.passSnapshotPoint();
  await venue.stop();
  venue = await world.venue();
  const one = (by?: Trader) => send('GET', `/api/v1/order/${orderId}`, undefined, by);
  const behind = { status: 503, body: { code: 'MAINTENANCE', message: expect.stringContaining('recorder is behind') } };
  expect(await one()).toEqual(behind);
  const begun = performance.now();
  expect(await Promise.all(Array.from({ length: 20 }, () => one(maker)))).toEqual(Array(20).fill(behind));
  expect(performance.now() - begun).toBeLessThan(3_000);
  world.recorder();
  await expect
    .poll(() => one(), { timeout: 20_000 })
    .toMatchObject({ status: 200, body: { orderId, status: 'cancelled' } });
  expect(await one(maker)).toMatchObject({ status: 404 });
});
