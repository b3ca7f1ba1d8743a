import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { KeyPair, VenueApi, type VenueOrder } from '@fulcrum/venue-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { makersKeys, openMakersAccounts } from '../../tools/start/makers-accounts.ts';
import type { AppProcess } from '../support/app-process.ts';
import { SECRET, Stack } from '../support/stack.ts';
import { call, type Trader } from '../support/trader.ts';

/** The venue with its order book, the market maker and the noise traders in it, and the CFD engine that trades on it. */

const MARKETS = ['BTC_USDC', 'ETH_USDC', 'SOL_USDC'];
const KEYS = makersKeys(SECRET);
const RUNGS = 12;

let stack: Stack;
let maker: AppProcess;
let venueUrl: string;
let trader: Trader;
let api: VenueApi;
let book: BookWatch;

/** What the venue tells of its best prices, and what was wrong with it. */
class BookWatch {
  readonly #socket: WebSocket;
  readonly middles = new Map<string, number>();
  readonly faults: string[] = [];
  /** The widest spread so far, as a part of the price. */
  widest = 0;
  trades = 0;

  constructor(url: string) {
    this.#socket = new WebSocket(url.replace('http', 'ws'));
    const params = MARKETS.flatMap((market) => [`bookTicker.${market}`, `trade.${market}`]);
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ method: 'SUBSCRIBE', params })));
    this.#socket.on('message', (text) => this.#take(JSON.parse(String(text)).data));
  }

  close(): void {
    this.#socket.close();
  }

  #take({ e, s, a, b }: { e: string; s: string; a: string; b: string }): void {
    if (e === 'trade') this.trades += 1;
    if (e !== 'bookTicker') return;
    const [bid, ask] = [Number(b), Number(a)];
    if (bid >= ask) this.faults.push(`${s} stands crossed: ${b} ${a}`);
    this.widest = Math.max(this.widest, ask / bid - 1);
    this.middles.set(s, (bid + ask) / 2);
  }
}

/** The maker's assets, once nothing changes them any more: what it had sent when it was killed is still carried out. */
async function capitalAtRest(): Promise<Awaited<ReturnType<VenueApi['capital']>>> {
  const before = await api.capital();
  await sleep(500);
  const now = await api.capital();
  return isDeepStrictEqual(before, now) ? now : capitalAtRest();
}

/** Orders on each side of each book. */
async function depths(): Promise<number[]> {
  const all = await Promise.all(MARKETS.map((symbol) => call(venueUrl, 'GET', `/depth?symbol=${symbol}`)));
  return all.flatMap(({ body }) => [body.bids.length, body.asks.length]);
}

const idsOf = (orders: readonly VenueOrder[]) => new Set(orders.map(({ id }) => id));

function makerOf(settings: Record<string, string>): AppProcess {
  const keys = { MAKER_SECRET: KEYS.maker, NOISE_SECRETS: KEYS.noise.join() };
  return stack.addMarketMaker({ VENUE_URL: venueUrl, NOISE_EVERY_MS: '200', ...keys, ...settings });
}

const openAccounts = () => openMakersAccounts({ redis: stack.redisAddress, databaseUrl: stack.databaseUrl }, KEYS);

beforeAll(async () => {
  stack = await Stack.start();
  const prices = await stack.addPrices({ VENUE: 'on', JWT_SECRET: SECRET });
  venueUrl = prices.venueUrl;
  await prices.exchange.start();
  await openAccounts();
  api = new VenueApi({ url: venueUrl, keyPair: new KeyPair(KEYS.maker) });
  maker = makerOf({ SCENARIO: 'calm', SCENARIO_STARTED_AT: String(Date.now()) });
  await Promise.all([maker.start(), prices.poller.start()]);
  book = new BookWatch(venueUrl);
  trader = await stack.trader();
});

afterAll(async () => {
  book?.close();
  api?.close();
  await stack?.stop();
});

describe('the market maker', () => {
  it('fills both sides of each book, trades come, and the CFD engine trades on the book', async () => {
    await vi.waitUntil(async () => (await depths()).every((orders) => orders >= RUNGS - 1), { timeout: 20_000 });
    await vi.waitUntil(() => book.trades >= 10, { timeout: 20_000 });
    const opened = await trader.open();
    expect(opened.status).toBe(201);
    expect(Number(opened.body.openPrice) / (book.middles.get('BTC_USDC') ?? 0)).toBeCloseTo(1, 2);
    expect(await maker.metric('maker_orders_total', /kind="place"/)).toBeGreaterThan(6 * (RUNGS - 1));
  });

  it('leaves the venue alone when it dies: prices grow stale, and whoever trades there goes on', async () => {
    const before = idsOf(await api.openOrders());
    await maker.kill();
    const capital = await capitalAtRest();
    await openAccounts();
    expect(await api.capital()).toEqual(capital);
    const [bid] = (await call(venueUrl, 'GET', '/depth?symbol=BTC_USDC&limit=1')).body.bids;
    const noise = new VenueApi({ url: venueUrl, keyPair: new KeyPair(KEYS.noise[0] ?? '') });
    const sold = await noise.placeOrder({ symbol: 'BTC_USDC', side: 'Ask', orderType: 'Market', quantity: '0.00100' });
    noise.close();
    expect([sold.status, Number(bid[0])]).toEqual(['Filled', expect.any(Number)]);
    await vi.waitUntil(async () => (await trader.open()).body.code === 'stale_price', {
      timeout: 30_000,
      interval: 500,
    });

    await maker.start();
    const after = await api.openOrders();
    // It is calm, so that most of what it wanted it wants still.
    expect([...idsOf(after)].filter((id) => before.has(id)).length).toBeGreaterThan(before.size / 2);
    expect(after.length).toBeLessThanOrEqual(MARKETS.length * 2 * (RUNGS + 2));
    await vi.waitUntil(async () => (await trader.open()).status === 201, { timeout: 20_000, interval: 200 });
  });

  it('walks the price down in a crash, by trading, and no side is missing for long', async () => {
    await maker.stop();
    const first = new Map(book.middles);
    maker = makerOf({ SCENARIO: 'crash', SCENARIO_SPEED: '20', SCENARIO_STARTED_AT: String(Date.now() - 5_000) });
    await maker.start();
    const fallen = (market: string) => (book.middles.get(market) ?? 0) / (first.get(market) ?? 1);
    for (const until = Date.now() + 60_000; MARKETS.some((market) => fallen(market) > 0.68); await sleep(100)) {
      await vi.waitUntil(async () => !(await depths()).includes(0), { timeout: 1_000, interval: 50 });
      if (Date.now() > until) throw new Error(`the prices did not fall: ${MARKETS.map(fallen)}`);
    }
    expect(book.faults).toEqual([]);
    for (const market of MARKETS)
      expect(Math.abs((await maker.metric('maker_inventory', new RegExp(market))) ?? 1)).toBeLessThan(0.9);
    for (const secret of [KEYS.maker, ...KEYS.noise]) {
      const one = new VenueApi({ url: venueUrl, keyPair: new KeyPair(secret) });
      for (const { available, locked } of Object.values(await one.capital()))
        expect(Number(available) + Number(locked)).toBeGreaterThan(0);
      one.close();
    }
    expect(book.widest).toBeLessThan(0.05);
  });
});
