import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Ccxt, CcxtPro } from './testing/ccxt.ts';
import { signSubscription } from './testing/sign-subscription.ts';
import { ask, ccxtAt, ccxtProAt, type RunningVenue, register, type Trader, VenueWorld } from './testing/venue-world.ts';

const ETH = 'ETH/USDC';
const MARKET = 'ETH_USDC';

let world: VenueWorld;
let redis: Redis;
let venue: RunningVenue;
let traders: Trader[];
let ada: Ccxt;
let ben: CcxtPro;

beforeAll(async () => {
  world = await VenueWorld.start();
  redis = connectRedis(world.devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  venue = await world.venue();
  traders = [await world.trader(venue.url), await world.trader(venue.url)];
  ada = await ccxtAt(venue.url, traders[0] as Trader);
  ben = await ccxtProAt(venue.url, traders[1] as Trader);
  await Promise.all([ada.loadMarkets(), ben.loadMarkets()]);
});
afterAll(async () => {
  await ben.close();
  redis.disconnect();
  await world.stop();
});

interface Message {
  readonly stream?: string;
  readonly data?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A client of the WebSocket that keeps all it was sent. */
async function listen(request: object): Promise<{ messages: Message[]; closed: Promise<number>; socket: WebSocket }> {
  const socket = new WebSocket(venue.url.replace('http', 'ws'));
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify(request));
  // An answer to nonsense shows that the request was handled.
  socket.send('nonsense');
  await expect.poll(() => messages.some(({ error }) => error?.code === 4_000)).toBe(true);
  messages.splice(
    messages.findIndex(({ error }) => error?.code === 4_000),
    1,
  );
  return { messages, closed, socket };
}

const levels = (side: unknown) => side as [price: string, quantity: string][];

test('a client rebuilds the book from a snapshot and the changes, at any interval, without a gap', async () => {
  const params = ['', '200ms.', '600ms.', '1000ms.'].map((every) => `depth.${every}${MARKET}`);
  const { messages, socket } = await listen({ method: 'SUBSCRIBE', params });
  const depth = async () =>
    (await ask(venue.url, 'GET', `/api/v1/depth?symbol=${MARKET}`)).body as Record<string, unknown>;
  const before = await depth();
  for (const step of [0, 1, 2, 3, 4]) {
    await ada.createOrder(ETH, 'limit', 'sell', 0.1, 2_000 + step);
    await ben.createOrder(ETH, 'limit', 'buy', 0.05, 1_990 + step);
  }
  await ben.createOrder(ETH, 'limit', 'buy', 0.15, 2_001);
  await ada.cancelAllOrders(ETH);
  const after = await depth();
  expect(after.asks).toEqual([]);
  const of = (stream: string | undefined) =>
    messages.filter((message) => message.stream === stream).map(({ data }) => data ?? {});
  for (const stream of params) {
    await expect.poll(() => of(stream).at(-1)?.u).toBe(Number(after.lastUpdateId));
    let last = Number(before.lastUpdateId);
    const books = { bids: new Map(levels(before.bids)), asks: new Map(levels(before.asks)) };
    for (const { U, u, a, b, e, s } of of(stream)) {
      expect({ e, s, U }).toEqual({ e: 'depth', s: MARKET, U: last + 1 });
      last = Number(u);
      for (const [book, changes] of [
        [books.asks, a],
        [books.bids, b],
      ] as const)
        for (const [price, quantity] of levels(changes))
          if (Number(quantity) === 0) book.delete(price);
          else book.set(price, quantity);
    }
    expect([...books.asks]).toEqual(after.asks);
    expect([...books.bids].sort()).toEqual(after.bids);
  }
  expect(of(params[0]).length).toBeGreaterThan(10);
  expect(of(params[3]).length).toBeLessThan(of(params[0]).length);
  await ben.cancelAllOrders(ETH);
  socket.close();
});

test("the best prices are the book's own: told at once, and when a price or its quantity changes", async () => {
  const stream = `bookTicker.${MARKET}`;
  const early = await listen({ method: 'SUBSCRIBE', params: [stream] });
  expect(early.messages).toEqual([]);
  await ada.createOrder(ETH, 'limit', 'buy', 0.5, 1_990);
  const depth = async () =>
    (await ask(venue.url, 'GET', `/api/v1/depth?symbol=${MARKET}`)).body as { lastUpdateId: string };
  const before = Date.now();
  await ada.createOrder(ETH, 'limit', 'sell', 0.5, 2_000);
  const { lastUpdateId } = await depth();
  await ada.createOrder(ETH, 'limit', 'sell', 0.5, 2_001);
  const late = await listen({ method: 'SUBSCRIBE', params: [stream] });
  const first = {
    ...{ e: 'bookTicker', s: MARKET, a: '2000.00', A: '0.5000', b: '1990.00', B: '0.5000' },
    ...{ u: Number(lastUpdateId), E: expect.any(Number), T: expect.any(Number) },
  };
  expect(late.messages).toEqual([{ stream, data: first }]);
  const T = Number(late.messages[0]?.data?.T);
  expect(Math.abs(T / 1_000 - before)).toBeLessThan(10_000);
  expect(Number(late.messages[0]?.data?.E)).toBeGreaterThanOrEqual(T);
  await ben.createOrder(ETH, 'market', 'buy', 0.2);
  await ben.createOrder(ETH, 'limit', 'buy', 0.1, 1_995);
  await ada.cancelAllOrders(ETH);
  await expect.poll(() => early.messages.length).toBe(3);
  const told = early.messages.map(({ data }) => [data?.b, data?.B, data?.a, data?.A]);
  expect(told).toEqual([
    ['1990.00', '0.5000', '2000.00', '0.5000'],
    ['1990.00', '0.5000', '2000.00', '0.3000'],
    ['1995.00', '0.1000', '2000.00', '0.3000'],
  ]);
  expect(early.messages[0]?.data).toEqual({ ...late.messages[0]?.data, E: expect.any(Number) });
  const ids = early.messages.map(({ data }) => Number(data?.u) - Number(lastUpdateId));
  expect(ids).toEqual([0, 2, 3]);
  await ben.cancelAllOrders(ETH);
  for (const { socket } of [early, late]) socket.close();
});

test("ccxt's class follows the book, trades, the ticker and its own orders", async () => {
  const watched = {
    book: ben.watchOrderBook(ETH),
    trades: ben.watchTrades(ETH),
    ticker: ben.watchTicker(ETH),
    orders: ben.watchOrders(),
  };
  const maker = await ada.createOrder(ETH, 'limit', 'sell', 0.5, 2_000);
  let isThere = false;
  void watched.book.then(() => {
    isThere = true;
  });
  // It looks for the snapshot behind the tenth change that it sees.
  for (let step = 0; !isThere && step < 200; step += 1) {
    const { id } = await ada.createOrder(ETH, 'limit', 'sell', 0.1, 2_050);
    await ada.cancelOrder(id, ETH);
  }
  const book = await watched.book;
  expect(book.asks[0]).toEqual([2_000, 0.5]);
  const own = await ben.createOrder(ETH, 'limit', 'buy', 0.2, 2_000);
  expect((await watched.trades).at(-1)).toMatchObject({ symbol: ETH, price: 2_000, amount: 0.2, side: 'buy' });
  expect(await watched.ticker).toMatchObject({ symbol: ETH });
  const orders = await watched.orders;
  await expect
    .poll(() => orders.at(-1))
    .toMatchObject({
      id: own.id,
      status: 'closed',
      info: { e: 'orderFill', X: 'Filled', z: '0.2000', m: false, N: 'USDC' },
    });
  await expect.poll(() => book.asks[0]).toEqual([2_000, 0.3]);
  expect(await ada.cancelOrder(maker.id, ETH)).toMatchObject({ filled: 0.2 });
});

test('an owner is told what becomes of orders, and nobody else is', async () => {
  const owner = traders[0] as Trader;
  const subscribe = { method: 'SUBSCRIBE', params: [`account.orderUpdate.${MARKET}`] };
  const [own, others, wrong, unsigned] = await Promise.all([
    listen({ ...subscribe, signature: signSubscription(owner) }),
    listen({ ...subscribe, signature: signSubscription(traders[1] as Trader) }),
    listen({ ...subscribe, signature: [owner.apiKey, 'A'.repeat(88), String(Date.now()), '5000'] }),
    listen(subscribe),
  ]);
  for (const { messages } of [wrong, unsigned]) expect(messages.map(({ error }) => error?.code)).toEqual([4_001]);
  const order = await ada.createOrder(ETH, 'limit', 'sell', 0.5, 2_000, { clientOrderId: 9 });
  await ben.createOrder(ETH, 'market', 'buy', 0.2);
  await ada.cancelOrder(order.id, ETH);
  await expect
    .poll(() => own.messages.map(({ data }) => data?.e))
    .toEqual(['orderAccepted', 'orderFill', 'orderCancelled']);
  const common = {
    s: MARKET,
    i: order.id,
    c: 9,
    S: 'Ask',
    o: 'LIMIT',
    f: 'GTC',
    q: '0.5000',
    p: '2000.00',
    V: 'RejectTaker',
  };
  expect(own.messages.map(({ data }) => data)).toMatchObject([
    { ...common, X: 'New', z: '0.0000', Z: '0.000000' },
    {
      ...common,
      X: 'PartiallyFilled',
      z: '0.2000',
      Z: '400.000000',
      l: '0.2000',
      L: '2000.00',
      m: true,
      n: '0.080000',
      N: 'USDC',
    },
    { ...common, X: 'Cancelled', z: '0.2000' },
  ]);
  await expect.poll(() => others.messages.map(({ data }) => data?.e)).toEqual(['orderAccepted', 'orderFill']);
  expect(others.messages.some(({ data }) => data?.i === order.id)).toBe(false);
  for (const { socket } of [own, others, wrong, unsigned]) socket.close();
});

test('whoever follows the book is sent away when it starts over, and the venue goes on', async () => {
  const [follower, idle] = [
    await listen({ method: 'SUBSCRIBE', params: [`depth.${MARKET}`] }),
    await listen({ method: 'SUBSCRIBE', params: [] }),
  ];
  await redis.del(streamKeys().ofVenue.input);
  expect(await follower.closed).toBe(1008);
  expect(idle.socket.readyState).toBe(WebSocket.OPEN);
  // What no snapshot had is gone, if there was none: the markets are set again, and an account is made with its key.
  const markets = async () => {
    const { status, body } = await ask(venue.url, 'GET', '/api/v1/markets');
    return status === 200 ? (body as unknown[]).length : status;
  };
  await expect.poll(markets).toBe(3);
  expect(await register(venue.url, traders[0] as Trader)).toMatchObject({ status: 200 });
  expect(await ada.fetchBalance()).toHaveProperty('USDC.free');
  idle.socket.close();
});
