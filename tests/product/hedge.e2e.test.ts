import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database, readCheckpoint } from '@fulcrum/db';
import { type Exposure, ExposureFollower, printUnits, readExposure, toUnits } from '@fulcrum/exposure';
import { compareLogIds } from '@fulcrum/log';
import { seededRandom } from '@fulcrum/simulated-prices';
import { connectRedis, endOfStream, type Redis, streamKeys } from '@fulcrum/streams';
import { KeyPair, VenueApi } from '@fulcrum/venue-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANSWER_LIMIT_MS, askEngine } from '../../tools/log/ask-engine.ts';
import { hedgeKey, makersKeys, openHedgeAccount, openMakersAccounts } from '../../tools/start/makers-accounts.ts';
import { AnswerEater } from '../support/answer-eater.ts';
import type { AppProcess } from '../support/app-process.ts';
import { runTool } from '../support/run-tool.ts';
import { SECRET, Stack } from '../support/stack.ts';

/** What clients have open of the CFD engine, counted by its results; and the hedge of it at a real venue. */

const BTC = 'BTC_USDC';
const ASSETS = [BTC, 'ETH_USDC'];
const KEYS = makersKeys(SECRET);
const PATIENCE_MS = 1_500;

const keys = streamKeys();
const clients = [randomUUID(), randomUUID(), randomUUID()] as const;
const waiting = { timeout: 40_000, interval: 50 };

let stack: Stack;
let db: Database;
let following: Redis;
let follower: ExposureFollower;
const stopping = new AbortController();

async function open(side: 'buy' | 'sell', quantity: string, asset = BTC, userId: string = clients[0]): Promise<string> {
  const orderId = randomUUID();
  await stack.append('create-order', {
    ...{ requestId: orderId, orderId, userId, asset, side, quantity, leverage: 50 },
  });
  return orderId;
}

function close(orderId: string, userId: string = clients[0]): Promise<string> {
  return stack.append('close-order', { requestId: randomUUID(), orderId, userId });
}

/** The clients' open orders, as the engine itself has them. */
async function openOrders() {
  const found = [];
  for (const userId of clients) {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const account = await askEngine({ redis: stack.redis, keys }, 'get-account', { userId }, signal);
    if (account?.type !== 'account') throw new Error(`the engine answered ${JSON.stringify(account)}`);
    found.push(...(account.orders ?? []).map((order) => ({ ...order, userId })));
  }
  return found;
}

async function engineSays(): Promise<Record<string, string>> {
  const sums = new Map<string, bigint>();
  for (const { asset, side, quantity } of await openOrders()) {
    const name = `${asset} ${side}`;
    sums.set(name, (sums.get(name) ?? 0n) + toUnits(quantity));
  }
  return Object.fromEntries([...sums].sort().map(([name, units]) => [name, printUnits(units)]));
}

function sumsOf(exposure: Exposure | undefined): Record<string, string> | undefined {
  const sums = exposure
    ?.all()
    .flatMap(([asset, { long, short }]) => [[`${asset} buy`, long] as const, [`${asset} sell`, short] as const]);
  return (
    sums &&
    Object.fromEntries(sums.filter(([, units]) => units !== 0n).map(([name, units]) => [name, printUnits(units)]))
  );
}

/** Takes the log's clock so far on that the engine cuts a snapshot, and waits for it. */
async function snapshot(): Promise<void> {
  const before = await readCheckpoint(db, 0, 'engine');
  const data = JSON.stringify({ asset: BTC, bid: '60000', ask: '60001' });
  const append = async () => {
    const [last] = await stack.redis.xrevrange(keys.engine, '+', '-', 'COUNT', 1);
    const id = `${Number(last?.[0].split('-')[0]) + 11_000}-0`;
    await stack.redis.xadd(keys.engine, id, 'type', 'price-update', 'data', data);
  };
  // An engine that found a loss may append as well.
  await vi.waitFor(append, waiting);
  await vi.waitUntil(async () => (await readCheckpoint(db, 0, 'engine')) !== before, waiting);
}

beforeAll(async () => {
  stack = await Stack.start({ apis: 0 });
  db = connectDatabase(stack.devstack.postgres.url, 2);
  following = connectRedis(stack.redisAddress, () => {});
  await stack.addInstrument('ETH_USDC');
  await stack.tick('60000', '60001');
  await stack.tick('2000', '2001', 'ETH_USDC');
  for (const userId of clients)
    await stack.append('create-account', { requestId: randomUUID(), userId, deposit: '100000000' });
  follower = new ExposureFollower({
    ...{ db, keys: keys.ofEngine, redis: following, signal: stopping.signal },
    onKnown: () => {},
    onError: () => {},
  });
  void follower.run();
});

afterAll(async () => {
  stopping.abort();
  following?.disconnect();
  await db?.$disconnect();
  await stack?.stop();
});

describe('the clients’ exposure', () => {
  const random = seededRandom(7);
  const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(random() * list.length)] as Each;
  const orders: (readonly [orderId: string, userId: string])[] = [];

  async function trade(commands: number): Promise<void> {
    for (let done = 0; done < commands; done += 1) {
      const userId = pick(clients);
      const quantity = (random() * 2 + 0.001).toFixed(5);
      if (random() < 0.5) orders.push([await open(pick(['buy', 'sell']), quantity, pick(ASSETS), userId), userId]);
      else if (orders.length > 0 && random() < 0.7) await close(...pick(orders));
      else {
        const bid = 58_500 + Math.floor(random() * 3_000);
        await stack.tick(String(bid), String(bid + 1));
      }
    }
  }

  /** It is what the engine says, for whoever follows, and for whoever begins now. */
  async function agrees(): Promise<void> {
    const said = await engineSays();
    await vi.waitFor(() => expect(sumsOf(follower.exposure)).toEqual(said), waiting);
    expect(sumsOf(await readExposure({ db, keys: keys.ofEngine }, stack.redis))).toEqual(said);
  }

  it('is what the engine has, through random trading, liquidations, snapshots and a killed engine', async () => {
    await trade(150);
    await agrees();
    expect(Object.keys(await engineSays())).toHaveLength(4);
    await snapshot();
    await agrees();
    await trade(50);
    await stack.engine.kill();
    await trade(50);
    await stack.engine.start();
    await trade(50);
    await agrees();
  });

  it.each([
    ['the commands alone', [keys.engine]],
    ['the results alone', [keys.callback]],
    ['commands and results', [keys.engine, keys.callback]],
  ])('is not told until it is that of the engine’s state again when Redis loses %s', async (_, lost) => {
    await snapshot();
    await agrees();
    const [before, losses] = [await engineSays(), await db.loss.count()];
    await open('buy', '7');
    await vi.waitUntil(() => sumsOf(follower.exposure)?.[`${BTC} buy`] !== before[`${BTC} buy`], waiting);
    const end = await endOfStream(stack.redis, keys.engine);
    await stack.redis.del(...lost);
    const isLost = lost.includes(keys.engine);
    if (isLost) await vi.waitUntil(async () => (await db.loss.count()) > losses, waiting);
    // The recorder may find the loss first. The log is mended once the engine has appended its marker.
    const isMended = async () => compareLogIds(await endOfStream(stack.redis, keys.engine), end) > 0;
    if (isLost) await vi.waitUntil(isMended, waiting);
    await vi.waitUntil(() => follower.exposure === undefined, waiting);
    await stack.tick('60000', '60001');
    await sleep(1_500);
    expect(follower.exposure).toBeUndefined();
    if (isLost) expect(await readExposure({ db, keys: keys.ofEngine }, stack.redis)).toBeUndefined();
    await snapshot();
    await agrees();
    if (isLost) expect(await engineSays()).toEqual(before);
    await open('sell', '0.5');
    await agrees();
  });
});

describe('the hedge', () => {
  let book: { readonly app: AppProcess; readonly url: string };
  let eater: AnswerEater;
  let hedger: AppProcess;
  let settings: Record<string, string>;
  const apis: VenueApi[] = [];
  let [hedge, maker, one, other]: VenueApi[] = [];
  let baseline: number;

  const of = (name: string, asset = BTC) => hedger.metric(name, new RegExp(`"${asset}"`));
  const orders = (kind: string) => hedger.metric('hedge_orders_total', new RegExp(`"${BTC}".*"${kind}"`));
  const atVenue = async (quantity: number) => {
    await vi.waitFor(async () => expect(await held()).toBeCloseTo(baseline + quantity, 8), waiting);
    // Whatever was sent twice would show within some rounds.
    await sleep(1_000);
    expect(await held()).toBeCloseTo(baseline + quantity, 8);
  };

  async function held(): Promise<number> {
    const { BTC: has } = (await hedge?.capital()) ?? {};
    return Number(has?.available) + Number(has?.locked);
  }

  const openOrder = () => vi.waitUntil(async () => (await hedge?.openOrders())?.[0], waiting);

  async function clear(): Promise<void> {
    for (const { orderId, userId } of await openOrders()) await close(orderId, userId);
  }

  /** The only orders of others that stand in the book. */
  async function quote(bids: string, asks: string): Promise<void> {
    await maker?.cancelOrders(BTC);
    const common = { symbol: BTC, orderType: 'Limit' as const };
    await maker?.placeOrder({ ...common, side: 'Bid', price: '59990', quantity: bids });
    await maker?.placeOrder({ ...common, side: 'Ask', price: '60010', quantity: asks });
  }

  const take = (side: 'Bid' | 'Ask', quantity: string, trader = other) =>
    trader?.placeOrder({ symbol: BTC, side, orderType: 'Market', quantity });

  beforeAll(async () => {
    await clear();
    book = await stack.addOrderBook('venue');
    await book.app.start();
    const addresses = { redis: stack.redisAddress, databaseUrl: stack.databaseUrl };
    const HEDGE_SECRET = hedgeKey(SECRET);
    await openMakersAccounts(addresses, KEYS);
    await openHedgeAccount(addresses, HEDGE_SECRET);
    for (const secret of [HEDGE_SECRET, KEYS.maker, ...KEYS.noise])
      apis.push(new VenueApi({ url: book.url, keyPair: new KeyPair(secret) }));
    [hedge, maker, one, other] = apis;
    baseline = await held();
    eater = await AnswerEater.start(book.url);
    await quote('1', '20');
    settings = {
      ...{ VENUE_URL: eater.url, HEDGE_SECRET, HEDGE_THRESHOLD: '30000', HEDGE_MAX_ORDER: '10000000' },
      ...{ HEDGE_PATIENCE_MS: String(PATIENCE_MS), HEDGE_EVERY_MS: '100' },
    };
    hedger = stack.addHedger(settings);
    await hedger.start();
  });

  afterAll(() => {
    for (const api of apis) api.close();
    eater?.stop();
  });

  it('does nothing below the threshold', async () => {
    await open('buy', '0.4');
    await vi.waitUntil(async () => (await of('hedge_gap')) === 0.4, waiting);
    // It trades once it knows that a hedge before it has left nothing under way.
    await vi.waitUntil(async () => (await orders('cancel')) === 1, waiting);
    await atVenue(0);
    expect(await orders('limit')).toBeUndefined();
    expect([await of('hedge_client_exposure'), await of('hedge_position')]).toEqual([0.4, 0]);
  });

  it('buys what clients have bought, by a limit order', async () => {
    await open('buy', '2.6');
    expect(await openOrder()).toMatchObject({ side: 'Bid', price: '59990.0', quantity: '3.00000' });
    await take('Ask', '4', one);
    await atVenue(3);
    await vi.waitUntil(async () => (await of('hedge_gap')) === 0, waiting);
    expect([await orders('limit'), await orders('market')]).toEqual([1, undefined]);
    await quote('20', '20');
    const fees = 3 * 59_990 * 0.0002;
    await vi.waitFor(async () => expect(await hedger.metric('hedge_result')).toBeCloseTo(30 - fees, 4), waiting);
    const { said } = await runTool(stack, 'exposure', ['--json']);
    const report = JSON.parse(said);
    expect(report.instruments).toMatchObject([
      { instrument: BTC, long: '3', short: '0', net: '3', price: 60_000.5, hedged: '3', left: '0' },
      { instrument: 'ETH_USDC', net: '0', hedged: '0', left: '0' },
    ]);
    expect(report.results.USDC).toBeCloseTo(31.5 - fees, 4);
  });

  it('sells when they close, at the market once a limit order has waited in vain; a lost answer doubles nothing', async () => {
    const eaten = eater.eatNext('POST', '/api/v1/order', '"Market"');
    await clear();
    expect(await openOrder()).toMatchObject({ side: 'Ask', price: '60010.0', quantity: '3.00000' });
    await eaten;
    await hedger.untilNotReady('has to wait');
    // At the start, after the limit order, and to find out what came of the market order.
    await vi.waitUntil(async () => (await orders('cancel')) === 3, waiting);
    await atVenue(0);
    expect([await of('hedge_gap'), await orders('market')]).toEqual([0, 1]);
  });

  it('goes on with what it has when it was killed while its order was filled', async () => {
    await quote('1', '20');
    await open('buy', '3');
    await openOrder();
    await take('Ask', '2');
    await hedger.kill();
    await take('Ask', '1');
    expect(await held()).toBeCloseTo(baseline + 2, 8);
    await quote('20', '20');
    await hedger.start();
    await atVenue(3);
  });

  it('doubles nothing when it was killed before the answer came', async () => {
    await quote('20', '1');
    const eaten = eater.eatNext('POST', '/api/v1/order', '"Limit"');
    await clear();
    await eaten;
    await hedger.kill();
    expect(await openOrder()).toMatchObject({ side: 'Ask', quantity: '3.00000' });
    await take('Bid', '3');
    expect(await held()).toBeCloseTo(baseline + 1, 8);
    await quote('20', '20');
    await hedger.start();
    await atVenue(0);
  });

  it('has another one stand by, which takes over while it is held still, and keeps the turn', async () => {
    const [first, second] = [hedger, stack.addHedger(settings, 'hedger-2')];
    await quote('20', '20');
    await second.spawn();
    await second.untilNotReady('another hedger');
    await open('buy', '3');
    await openOrder();
    first.hold();
    hedger = second;
    await second.ready(40_000);
    await atVenue(3);
    await clear();
    first.letGo();
    await first.untilNotReady('another hedger');
    await atVenue(0);
    await first.stop();
  });

  it('says that the venue refuses, or is away, and goes on', async () => {
    for (const userId of clients) await open('sell', '900', 'ETH_USDC', userId);
    const common = { symbol: 'ETH_USDC', orderType: 'Limit' as const, quantity: '1' };
    await maker?.placeOrder({ ...common, side: 'Bid', price: '2000' });
    await maker?.placeOrder({ ...common, side: 'Ask', price: '2001' });
    const refusals = () => hedger.metric('hedge_refusals_total', /"ETH_USDC".*"INSUFFICIENT_FUNDS"/);
    await vi.waitUntil(async () => ((await refusals()) ?? 0) > 1, waiting);
    expect(await of('hedge_gap', 'ETH_USDC')).toBe(-2_700);
    await clear();
    await book.app.kill();
    await hedger.untilNotReady('has to wait');
    await book.app.start();
    await hedger.ready(40_000);
    expect(await of('hedge_gap', 'ETH_USDC')).toBe(0);
  });
});
