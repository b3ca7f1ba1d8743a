import { randomUUID } from 'node:crypto';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { callbackId, type LogEntry } from '@fulcrum/log';
import { historyId } from '@fulcrum/protocol';
import { connectRedis, type Redis, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { summaryTable } from '../../apps/engine/src/cfd/summary-table.ts';
import { Oracle } from '../../apps/engine/src/testing/test-support.ts';
import { trimOnce } from '../../apps/recorder/src/retention/trimming.ts';
import { Trader } from '../support/trader.ts';
import { ServedShard } from './served-shard.ts';

/**
 * Two shards in one Redis and one PostgreSQL, with the same entries under the same ids: the same users, orders and
 * instruments. Prices alone differ, so that whatever gets into the wrong shard is wrong there.
 */

const SHARDS = [0, 3] as const;
const CATCH_UP = { timeout: 30_000, interval: 50 };

/** Log time begins in the past, so that ten seconds of it are over at once. */
const START = Math.floor((Date.now() - 120_000) / 10_000) * 10_000;

const USER = randomUUID();
const ORDERS = [randomUUID(), randomUUID(), randomUUID()] as const;

let folder: string;
let devstack: Devstack;
let redis: Redis;
let shards: readonly [ServedShard, ServedShard];

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: folder });
  redis = connectRedis(devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  const servers = { redis, redisUrl: devstack.redis.url, databaseUrl: devstack.applicationUrl, folder };
  shards = await Promise.all([ServedShard.start(servers, SHARDS[0]), ServedShard.start(servers, SHARDS[1])]);
});

afterAll(async () => {
  await Promise.all((shards ?? []).map((shard) => shard.stop()));
  redis?.disconnect();
  await devstack?.stop();
  removeFolder(folder);
});

const entry = (ms: number, type: string, data: object): LogEntry => ({
  id: `${START + ms}-0`,
  type,
  data: JSON.stringify(data),
});
/** The higher the price, the wider the market, so that the same trades cost another amount in each shard. */
const askOf = (bid: number) => bid + 1 + (bid - 60_000) / 500;
const tick = (ms: number, price: number) =>
  entry(ms, 'price-update', { asset: 'BTC_USDC', bid: `${price}.00`, ask: `${askOf(price)}.00` });
const open = (ms: number, order: number, levels: object = {}) =>
  entry(ms, 'create-order', {
    ...{ requestId: `open-${ms}`, orderId: ORDERS[order], userId: USER, asset: 'BTC_USDC', side: 'buy' },
    ...{ quantity: '0.01', leverage: 10, ...levels },
  });

/** What happens until the first snapshot. The price rises in shard 0 beyond the take-profit, and in shard 3 it does not. */
const beginning = (risen: number): LogEntry[] => [
  entry(1, 'set-instrument', {
    ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
    ...{ maxLeverage: 100, maxQuoteAgeMs: 3_600_000 },
  }),
  entry(2, 'create-account', { requestId: 'account', userId: USER, deposit: '10000' }),
  tick(3, 60_000),
  open(4, 0, { takeProfit: '61000.00' }),
  open(5, 1),
  open(6, 1),
  tick(7, risen),
  tick(10_000, risen),
];

/** What follows while no engine runs. */
const rest = (risen: number): LogEntry[] => [
  open(20_001, 2),
  entry(20_002, 'close-order', { requestId: 'close', orderId: ORDERS[1], userId: USER }),
  tick(40_000, risen),
];

const RISEN = [62_000, 60_500] as const;

/** The ids of closings in the history, which the shard's own core leads to. */
function closingIds({ shard, oracle }: ServedShard): string[] {
  return oracle.caused.flatMap(({ id, events }) =>
    events.flatMap(({ type }, index) => (type === 'closed' ? [historyId(shard, callbackId(id, 0), index)] : [])),
  );
}

async function allShards(check: (shard: ServedShard, index: number) => Promise<unknown>): Promise<void> {
  await Promise.all(shards.map(check));
}

it('apply the same entries, each with its own prices', async () => {
  await allShards((shard, index) => shard.append(beginning(RISEN[index] ?? 0)));
  await allShards(async (shard) => {
    await expect.poll(() => shard.published(), CATCH_UP).toEqual(shard.expected());
  });
  const [first, second] = shards.map((shard) => shard.expected().map(({ type }) => type));
  expect(first).toContain('closed');
  expect(second).not.toContain('closed');
});

it('snapshot, and go on from their snapshots where both engines were killed', async () => {
  await allShards(async ({ tables, engine }) => {
    await expect.poll(() => tables.checkpoint('engine'), CATCH_UP).toBe(`${START + 7}-0`);
    await engine.kill();
  });
  await allShards((shard, index) => shard.append(rest(RISEN[index] ?? 0)));
  await allShards(async (shard) => {
    await shard.engine.start();
    await expect.poll(() => shard.published(), CATCH_UP).toEqual(shard.expected());
    await expect.poll(() => shard.tables.checkpoint('engine'), CATCH_UP).toBe(`${START + 20_002}-0`);
    const [summary] = await shard.tables.find(summaryTable, [`${START + 20_002}-0`]);
    // The last tick changes the quote alone, and the hash of the state before it is that of the snapshot.
    const before = new Oracle().apply(shard.appended.slice(0, -1));
    expect(summary?.[2]).toBe(before.core.stateHash());
  });
});

it('write a history and a journal each, and nothing of one is in the other', async () => {
  await allShards(async (shard) => {
    const trades = () => shard.db.existingTrade.findMany({ where: { shard: shard.shard }, orderBy: { id: 'asc' } });
    await expect.poll(async () => (await trades()).map(({ id }) => id), CATCH_UP).toEqual(closingIds(shard));
    await expect.poll(() => shard.journalled(), CATCH_UP).toEqual(shard.appended.map(({ id }) => id));
    const rejections = await shard.db.rejection.findMany({ where: { shard: shard.shard } });
    expect(rejections.map(({ code }) => code)).toEqual(['duplicate_order']);
  });
  const [{ db }] = shards;
  expect(await db.existingTrade.count()).toBe(shards.flatMap(closingIds).length);
  expect(await db.checkpoint.count({ where: { shard: { notIn: [...SHARDS] } } })).toBe(0);
});

it('make candles out of prices of their own', async () => {
  await allShards(async ({ keys }, index) => {
    const fields = { asset: 'BTC_USDC', bidQuantity: '1', askQuantity: '1', exchangeTime: '0', source: 'test' };
    const prices = { bid: `${RISEN[index]}.00`, ask: `${RISEN[index]}.50` };
    await redis.xadd(keys.price, `${START}-0`, ...Object.entries({ ...fields, ...prices }).flat());
  });
  const seconds = START / 1_000;
  const query = `symbol=BTC_USDC&interval=1m&startTime=${seconds - (seconds % 60)}&endTime=${seconds + 60}`;
  await allShards(async ({ url }, index) => {
    const candles = async () => (await (await fetch(`${url}/api/v1/market/klines?${query}`)).json()) as object[];
    const own = { open: `${RISEN[index]}.00`, close: `${RISEN[index]}.00`, trades: '1' };
    await expect.poll(candles, CATCH_UP).toMatchObject([own]);
  });
});

it('trim their own streams alone', async () => {
  const trim = ({ tables, keys, appended }: ServedShard) => {
    const parts = { ...{ tables, redis, keys }, journalPosition: () => appended.at(-1)?.id ?? '0-0' };
    const noting = { signal: new AbortController().signal, logger: undefined as never };
    return trimOnce({ ...parts, ...noting }, [], 0).then((samples) =>
      trimOnce({ ...parts, ...noting }, samples, 60_000),
    );
  };
  const lengths = () => Promise.all(shards.map(({ keys }) => redis.xlen(keys.engine)));
  const all = shards[0].appended.length;
  await trim(shards[1]);
  // The entry of the checkpoint stays, and the one behind it.
  expect(await lengths()).toEqual([all, 2]);
  await trim(shards[0]);
  expect(await lengths()).toEqual([2, 2]);
});

it('share users and sessions, and nothing of what a user does', async () => {
  const [first, second] = shards;
  const email = `ada-${randomUUID()}@example.com`;
  const here = await Trader.signIn(first.url, email);
  const there = await Trader.signIn(second.url, email);
  expect(there.userId).toBe(here.userId);
  const orderId = randomUUID();
  for (const trader of [here, there]) {
    expect((await trader.open({ orderId })).status).toBe(201);
    expect((await trader.openOrders()).map((order: { orderId: string }) => order.orderId)).toEqual([orderId]);
  }
  expect((await here.close(orderId)).body).toMatchObject({ closePrice: `${RISEN[0]}.00` });
  expect(await there.openOrders()).toHaveLength(1);
  expect((await there.close(orderId)).body).toMatchObject({ closePrice: `${RISEN[1]}.00` });
  const another = randomUUID();
  for (const trader of [here, there]) {
    await trader.open({ orderId: another });
    await trader.close(another);
  }
  const page = async (trader: Trader, cursor = '') =>
    (await trader.get(`/trade/get-close-orders?limit=1${cursor && `&cursor=${cursor}`}`)).body;
  const cursors: string[] = [];
  for (const [index, trader] of [here, there].entries()) {
    await expect.poll(async () => (await page(trader)).nextCursor, CATCH_UP).toEqual(expect.any(String));
    const { orders, nextCursor } = await page(trader);
    const older = await page(trader, nextCursor);
    expect([...orders, ...older.orders]).toMatchObject([
      { orderId: another, openPrice: `${askOf(RISEN[index] ?? 0)}.00` },
      { orderId, openPrice: `${askOf(RISEN[index] ?? 0)}.00` },
    ]);
    expect(older.nextCursor).toBeUndefined();
    cursors.push(nextCursor);
  }
  expect(await page(there, cursors[0])).toMatchObject({ code: 'invalid_input' });
  expect(await page(here, cursors[1])).toMatchObject({ code: 'invalid_input' });
  // The copy for people is that of the shard that keeps the account.
  const copy = async () => (await first.db.user.findUniqueOrThrow({ where: { id: here.userId } })).balance.toFixed(6);
  await expect.poll(copy, CATCH_UP).toBe(await here.balance());
  expect((await here.post('/auth/logout', undefined)).status).toBe(200);
  await expect.poll(async () => (await here.at(second.url).get('/balance/me')).status, CATCH_UP).toBe(401);
});

it('take no cursor of each other', async () => {
  // Open orders come by pages since these rules.
  for (const { keys } of shards) await redis.xadd(keys.engine, '*', 'type', 'set-rules', 'data', '{"version":2}');
  const cursors: string[] = [];
  const traders = await Promise.all(shards.map(({ url }) => Trader.signIn(url, `${randomUUID()}@example.com`)));
  const page = async (trader: Trader | undefined, cursor = '') =>
    (await trader?.get(`/trade/get-open-orders?limit=1${cursor && `&cursor=${cursor}`}`))?.body;
  for (const trader of traders) {
    const ids = [(await trader.open()).body.orderId, (await trader.open()).body.orderId];
    const { orders, nextCursor } = await page(trader);
    const later = await page(trader, nextCursor);
    expect([...orders, ...later.orders].map(({ orderId }) => orderId)).toEqual(ids);
    cursors.push(nextCursor);
  }
  expect(cursors).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^s3-\d+$/)]);
  for (const [index, trader] of traders.entries())
    expect(await page(trader, cursors[1 - index])).toMatchObject({
      code: 'invalid_input',
      errors: { cursor: 'must be the nextCursor of the page before' },
    });
});

it('label their figures', async () => {
  await allShards(async ({ shard, engine, recorder }) => {
    for (const app of [engine, recorder]) {
      const own = await app.metric('process_start_time_seconds', new RegExp(`shard="${shard}"`));
      expect(own).toBe(await app.metric('process_start_time_seconds'));
    }
  });
});
