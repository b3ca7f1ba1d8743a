import { randomUUID } from 'node:crypto';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase } from '@fulcrum/db';
import { newOrderId, timeOfOrderId } from '@fulcrum/protocol';
import { connectRedis, streamInfo, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rulesOfLog, setNewestRules } from '../../tools/rules/log-rules.ts';
import { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';

/** Orders through the API, from opening to history. The test decides every price. A new user has 10,000 USDC. */

let stack: Stack;
const traders: Trader[] = [];

beforeAll(async () => {
  stack = await Stack.start();
});

afterAll(async () => {
  await stack?.stop();
});

/** A new user, who trades at 61800.20 / 61800.30. */
async function newTrader(): Promise<Trader> {
  await stack.tick('61800.20', '61800.30');
  const trader = await stack.trader();
  traders.push(trader);
  return trader;
}

describe('an order that is closed by hand', () => {
  it.each([
    ['buy', { openPrice: '61800.30', margin: '618.003000', balance: '9381.997000' }, '61900.30', '10.000000'],
    ['sell', { openPrice: '61800.20', margin: '618.002000', balance: '9381.998000' }, '61900.40', '-10.020000'],
  ])('a %s opens at one side of the book and closes at the other', async (side, opening, closePrice, pnl) => {
    const trader = await newTrader();
    const opened = await trader.open({ side, quantity: '0.1', leverage: 10 });
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({ side, quantity: '0.10000', leverage: 10, slippage: '0.00', ...opening });
    expect(opened.body).toMatchObject({ userId: trader.userId, takeProfit: null, stopLoss: null });
    const { orderId, liquidationPrice, openedAt } = opened.body;
    await stack.tick('61900.30', '61900.40');
    const valued = { orderId, liquidationPrice, openedAt, currentPrice: closePrice, unrealizedPnl: pnl };
    expect(await trader.openOrders()).toEqual([expect.objectContaining(valued)]);
    expect((await trader.get(`/trade/orders/${orderId}`)).body).toEqual({
      orderId,
      status: 'open',
      order: expect.objectContaining(valued),
    });
    const closed = await trader.close(orderId);
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ orderId, closePrice, pnl, reason: 'manual', liquidated: false });
    expect(closed.body.balance).toBe(plus('10000.000000', pnl));
    expect(await trader.openOrders()).toEqual([]);
    expect(await closedOrder(trader, orderId)).toMatchObject({ closePrice, pnl, reason: 'manual', openedAt });
    expect((await trader.close(orderId)).body).toMatchObject({ status: 404, code: 'unknown_order' });
  });
});

/**
 * 0.1 BTC with leverage 10, opened at 61800.30 (buy, margin 618.003) or 61800.20 (sell, margin 618.002). A margin call
 * comes when 95 % of the margin are lost. The order stands at `safe` and closes at `hit`: the bid for a buy, the ask
 * for a sell.
 */
const triggers = [
  { side: 'buy', levels: { takeProfit: '61900' }, safe: '61899.99', hit: '61900.05', pnl: '9.975000' },
  { side: 'sell', levels: { takeProfit: '61700' }, safe: '61700.01', hit: '61699.90', pnl: '10.030000' },
  { side: 'buy', levels: { stopLoss: '61700' }, safe: '61700.01', hit: '61699.50', pnl: '-10.080000' },
  { side: 'sell', levels: { stopLoss: '61900' }, safe: '61899.99', hit: '61900.50', pnl: '-10.030000' },
  { side: 'buy', levels: {}, safe: '55929.28', hit: '55929.27', pnl: '-587.103000' },
  { side: 'sell', levels: {}, safe: '67671.21', hit: '67671.22', pnl: '-587.102000' },
  {
    side: 'buy',
    levels: { stopLoss: '60000' },
    safe: '60000.01',
    hit: '50000.00',
    pnl: '-1180.030000',
    balance: '9381.997000',
  },
  { side: 'sell', levels: {}, safe: '67671.21', hit: '80000.00', pnl: '-1819.980000', balance: '9381.998000' },
];

describe('an order that a tick closes', () => {
  it.each(triggers)('$side $levels closes at $hit, not at $safe, with $pnl', async (row) => {
    const trader = await newTrader();
    const { side, levels, safe, hit, pnl } = row;
    const { body } = await trader.open({ side, quantity: '0.1', leverage: 10, ...levels });
    expect(body.liquidationPrice).toBe(side === 'buy' ? '55929.27' : '67671.22');
    await tickAt(side, safe);
    expect(await trader.openOrders()).toMatchObject([{ orderId: body.orderId, currentPrice: safe }]);
    await tickAt(side, hit);
    expect(await trader.openOrders()).toEqual([]);
    const reason = reasonOf(row);
    const order = await closedOrder(trader, body.orderId);
    expect(order).toMatchObject({ side, closePrice: hit, pnl, reason, liquidated: reason === 'liquidation' });
    // A client never owes more than the margin.
    expect(await trader.balance()).toBe(row.balance ?? plus('10000.000000', pnl));
  });
});

describe('changing an order', () => {
  it('sets, keeps, removes and reads its levels, and the last ones hold', async () => {
    const trader = await newTrader();
    const { orderId } = (await trader.open({ takeProfit: '61900' })).body;
    const update = async (levels: object) => (await trader.post('/trade/update-order', { orderId, ...levels })).body;
    expect(await update({ stopLoss: '61000' })).toMatchObject({ takeProfit: '61900.00', stopLoss: '61000.00' });
    expect(await update({ takeProfit: '62000' })).toMatchObject({ takeProfit: '62000.00', stopLoss: '61000.00' });
    expect(await update({ stopLoss: null })).toMatchObject({ takeProfit: '62000.00', stopLoss: null });
    expect(await update({})).toMatchObject({ orderId, takeProfit: '62000.00', stopLoss: null });
    expect(await update({ takeProfit: '61800.20' })).toMatchObject({ status: 422, code: 'invalid_take_profit' });
    expect(await update({ stopLoss: '61800.20' })).toMatchObject({ status: 422, code: 'invalid_stop_loss' });
    await stack.tick('61900.00', '61900.10');
    await stack.tick('61000.00', '61000.10');
    expect(await trader.openOrders()).toMatchObject([{ takeProfit: '62000.00', stopLoss: null }]);
    await stack.tick('62000.00', '62000.10');
    expect(await closedOrder(trader, orderId)).toMatchObject({ reason: 'take_profit', closePrice: '62000.00' });
  });
});

describe('the price that was expected', () => {
  /** The book stands at 99.90 / 100.10: ten basis points from 100 on either side. */
  it.each([
    ['buy', '100.00', 10, '0.10'],
    ['sell', '100.00', 10, '0.10'],
    ['buy', '100.20', 0, '-0.10'],
    ['sell', '99.80', 0, '-0.10'],
    ['buy', '99.00', undefined, '1.10'],
    ['buy', '100.00', 9, undefined],
    ['sell', '100.00', 9, undefined],
  ])(
    'a %s expected at %s with at most %s bps has the slippage %s',
    async (side, expectedPrice, maxSlippageBps, slippage) => {
      await stack.addInstrument('ETH_USDC');
      await stack.tick('99.90', '100.10', 'ETH_USDC');
      const trader = await newTrader();
      const opened = await trader.open({ asset: 'ETH_USDC', side, leverage: 1, expectedPrice, maxSlippageBps });
      if (slippage === undefined) return expect(opened.body).toMatchObject({ status: 422, code: 'slippage_exceeded' });
      expect(opened.body).toMatchObject({ slippage });
      await trader.close(opened.body.orderId);
      expect(await closedOrder(trader, opened.body.orderId)).toMatchObject({ slippage });
    },
  );
});

describe('lists', () => {
  it('give closed orders page by page, the newest first', async () => {
    const trader = await newTrader();
    const ids: string[] = [];
    for (let order = 0; order < 5; order += 1) {
      const { orderId } = (await trader.open()).body;
      await trader.close(orderId);
      ids.unshift(orderId);
    }
    await closedOrder(trader, ids[0] ?? '');
    const page = async (query: string) => (await trader.get(`/trade/get-close-orders?${query}`)).body;
    const idsOf = ({ orders }: ApiAnswer['body']) => orders.map(({ orderId }: { orderId: string }) => orderId);
    const first = await page('limit=2');
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    // Orders that close meanwhile do not shift the pages that follow.
    const late = (await trader.open()).body.orderId;
    await trader.close(late);
    await closedOrder(trader, late);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual(ids.slice(2, 4));
    const third = await page(`limit=2&cursor=${second.nextCursor}`);
    expect(idsOf(third)).toEqual(ids.slice(4));
    expect(third).not.toHaveProperty('nextCursor');
    const all = await page('limit=6');
    expect(idsOf(all)).toEqual([late, ...ids]);
    expect(all).not.toHaveProperty('nextCursor');
  });

  it('give open orders in the order of their opening', async () => {
    const trader = await newTrader();
    const ids = [];
    for (const side of ['buy', 'sell', 'buy']) ids.push((await trader.open({ side })).body.orderId);
    expect((await trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId)).toEqual(ids);
  });
});

describe('the account', () => {
  it('is valued at the price at which its orders would close', async () => {
    const trader = await newTrader();
    await trader.open({ side: 'buy', quantity: '0.1', leverage: 10 });
    await trader.open({ side: 'sell', quantity: '0.02', leverage: 20 });
    await stack.tick('61850.30', '61850.40');
    // Margins 618.003 + 61.8002; the buy has won 5, the sell has lost 0.02 × 50.20 = 1.004.
    expect((await trader.get('/balance/me')).body).toEqual({
      userId: trader.userId,
      balance: '9320.196800',
      usedMargin: '679.803200',
      unrealizedPnl: '3.996000',
      equity: '10003.996000',
      freeMargin: '9320.196800',
      marginLevel: '1471.60',
    });
  });

  it('has no margin level without open orders', async () => {
    const trader = await newTrader();
    expect((await trader.get('/balance/me')).body).toMatchObject({ equity: '10000.000000', marginLevel: null });
  });
});

describe('the market', () => {
  it('lists the instruments with their limits', async () => {
    const { instruments } = (await (await newTrader()).get('/market/instruments')).body;
    const limits = { minQuantity: '0.00001', maxQuantity: '1000.00000', maxLeverage: 100, maxQuoteAgeMs: 3_600_000 };
    expect(instruments).toContainEqual({ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, ...limits });
  });

  it('shows the last tick of each asset, where it comes from, and whether it is too old to trade at', async () => {
    const trader = await newTrader();
    const sizes = { bidQuantity: '1.5', askQuantity: '0.25', exchangeTime: '1732000000000000', source: 'recorded' };
    const show = (fields: object) =>
      stack.redis.xadd(streamKeys().price, '*', ...Object.entries(fields).flat().map(String));
    await show({ asset: 'BTC_USDC', bid: '1.00', ask: '2.00', ...sizes });
    await show({ asset: 'BTC_USDC', bid: 'not a price', ask: '2.00', ...sizes });
    await show({ asset: 'BTC_USDC', bid: '61800.20', ask: '61800.30', ...sizes });
    const quotes = async () => (await trader.get('/market/quotes')).body.quotes;
    await expect.poll(quotes).toMatchObject([{ asset: 'BTC_USDC', bid: '61800.20' }]);
    const fresh = { ...sizes, ask: '61800.30', stale: false, time: expect.any(Number), ageMs: expect.any(Number) };
    expect(await quotes()).toEqual([{ asset: 'BTC_USDC', bid: '61800.20', ...fresh }]);
    await stack.addInstrument('BTC_USDC', 0);
    await expect.poll(quotes).toMatchObject([{ stale: true }]);
    await stack.addInstrument('BTC_USDC');
  });
});

describe('a price that looks wrong', () => {
  it('is held and shown as such, keeps everybody from trading, and is gone with the next good one', async () => {
    const trader = await newTrader();
    await stack.addInstrument('SOL_USDC', 3_600_000, { assetClass: 'crypto', maxSpreadBps: 100, maxJumpBps: 500 });
    await stack.tick('61000.00', '61001.00', 'SOL_USDC');
    const told = { bidQuantity: '1', askQuantity: '1', exchangeTime: '', source: 'recorded' };
    const shown = { asset: 'SOL_USDC', bid: '1.00', ask: '61001.00', ...told };
    await stack.redis.xadd(streamKeys().price, '*', ...Object.entries(shown).flat());
    const solOf = async () => {
      const { quotes } = (await trader.get('/market/quotes')).body;
      return quotes.find(({ asset }: { asset: string }) => asset === 'SOL_USDC');
    };
    await expect.poll(solOf).toMatchObject({ stale: false });
    const order = { asset: 'SOL_USDC', quantity: '0.01', leverage: 2 };
    expect((await trader.open({ ...order, orderId: randomUUID() })).status).toBe(201);
    await stack.append('price-update', { asset: 'SOL_USDC', bid: '1.00', ask: '61001.00', source: 'backpack' });
    const held = { bid: '1.00', ask: '61001.00', source: 'backpack', heldSince: expect.any(Number) };
    await expect.poll(solOf).toMatchObject({ stale: true, held });
    expect(await trader.open({ ...order, orderId: randomUUID() })).toMatchObject({ body: { code: 'stale_price' } });
    await stack.tick('61000.00', '61001.00', 'SOL_USDC');
    await expect.poll(async () => (await solOf()).held).toBeUndefined();
    expect((await trader.get('/trade/get-open-orders')).body.orders).toMatchObject([{ openPrice: '61001.00' }]);
  });

  it('is no matter of a closed market, and one that only closes says so', async () => {
    const trader = await newTrader();
    const order = { asset: 'SOL_USDC', quantity: '0.01', leverage: 2 };
    const modeOf = async () => {
      const { instruments } = (await trader.get('/market/instruments')).body;
      return instruments.find(({ asset }: { asset: string }) => asset === 'SOL_USDC');
    };
    const orderId = randomUUID();
    expect((await trader.open({ ...order, orderId })).status).toBe(201);
    await stack.addInstrument('SOL_USDC', 3_600_000, { mode: 'close_only' });
    await expect.poll(modeOf).toMatchObject({ mode: 'close_only' });
    const refused = await trader.open({ ...order, orderId: randomUUID() });
    expect([refused.status, refused.body.code]).toEqual([422, 'close_only']);
    await stack.addInstrument('SOL_USDC', 3_600_000, { mode: 'closed' });
    await expect.poll(async () => (await trader.close(orderId)).body.code).toBe('market_closed');
    await stack.addInstrument('SOL_USDC');
    expect((await trader.close(orderId)).status).toBe(200);
  });
});

describe('the id of an order that ended long ago', () => {
  /** Does something while the history has a trade of an order that ended in 1970. */
  const whileKnown = async (orderId: string, userId: string, work: () => Promise<void>) => {
    const db = connectDatabase(stack.devstack.postgres.url, 1);
    const amounts = {
      quantity: 1,
      leverage: 1,
      openPrice: 1,
      closePrice: 1,
      slippage: 0,
      margin: 1,
      pnl: 0,
      payout: 1,
    };
    const asset = { asset: 'BTC_USDC', side: 'buy', reason: 'manual', liquidated: false };
    const { id } = await db.existingTrade.create({
      data: { id: orderId, orderId, userId, ...asset, ...amounts, openedAt: 1, closedAt: 2 },
    });
    await work();
    await db.existingTrade.delete({ where: { id } });
    await db.$disconnect();
  };

  it('is refused out of the history, whosever it was, and opens nothing', async () => {
    const trader = await newTrader();
    const ids = [randomUUID(), newOrderId(Date.now() - 3_600_000)];
    for (const [at, orderId] of ids.entries()) {
      expect((await trader.open({ orderId: at === 0 ? randomUUID() : newOrderId(0) })).status).toBe(201);
      await whileKnown(orderId, at === 0 ? trader.userId : randomUUID(), async () => {
        const answer = await trader.open({ orderId });
        expect(answer).toMatchObject({ status: 409, body: { code: 'duplicate_order', orderId } });
        if (at === 0) return;
        const { code, detail: message } = answer.body;
        const { body } = await trader.get(`/trade/orders/${orderId}`);
        expect(body).toEqual({ orderId, status: 'rejected', rejection: { code, message } });
      });
    }
    expect(await trader.openOrders()).toHaveLength(2);
  });

  it('may not be of the future, and is a UUIDv7 where the API chooses it', async () => {
    const trader = await newTrader();
    const answer = await trader.open({ orderId: newOrderId(Date.now() + 60_000) });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: { orderId: expect.stringContaining('future') } },
    });
    const { body } = await trader.open();
    expect(Math.abs((timeOfOrderId(body.orderId) ?? 0) - Date.now())).toBeLessThan(10_000);
  });

  it('differs from that of a repetition while it is open', async () => {
    const trader = await newTrader();
    const orderId = newOrderId(Date.now());
    expect((await trader.open({ orderId })).status).toBe(201);
    const [same, other] = [await trader.open({ orderId }), await trader.open({ orderId, quantity: '0.02' })];
    expect([same.status, same.body.code, other.status, other.body.code]).toEqual([
      ...[409, 'duplicate_order'],
      ...[409, 'duplicate_order'],
    ]);
    const hint = `GET /trade/orders/${orderId} tells what became of its order.`;
    expect([same.body.detail, other.body.detail]).toEqual([
      `This orderId is in use by an open order. ${hint}`,
      `This orderId is in use by an open order with another quantity: this one was not opened. ${hint}`,
    ]);
  });
});

describe('what became of an order', () => {
  it('is told for a refused one, whose id is free as long as nobody has asked', async () => {
    const trader = await newTrader();
    const [refused, opened] = [randomUUID(), randomUUID()];
    const look = async (orderId: string) => (await trader.get(`/trade/orders/${orderId}`)).body;
    for (const orderId of [refused, opened]) expect((await trader.open({ orderId, leverage: 101 })).status).toBe(422);
    expect((await trader.open({ orderId: opened })).status).toBe(201);
    expect(await look(opened)).toMatchObject({ orderId: opened, status: 'open' });
    const rejection = { code: 'invalid_leverage', message: expect.any(String), rejectedAt: expect.any(Number) };
    expect(await look(refused)).toEqual({ orderId: refused, status: 'rejected', rejection });
    expect(await look(refused)).toEqual({ orderId: refused, status: 'rejected', rejection });
    expect((await trader.open({ orderId: refused })).body).toMatchObject({ code: 'duplicate_order' });
    expect(await look(refused)).toEqual({ orderId: refused, status: 'rejected', rejection });
  });

  it('stays true when it was that it never arrived, also when it arrives late', async () => {
    const trader = await newTrader();
    const orderId = randomUUID();
    const look = () => trader.get(`/trade/orders/${orderId}`);
    const never = { status: 404, body: { code: 'unknown_order', orderId } };
    expect(await look()).toMatchObject(never);
    expect(await look()).toMatchObject(never);
    expect(await trader.open({ orderId })).toMatchObject({ status: 409, body: { code: 'duplicate_order' } });
    // The order has arrived by now, and was refused.
    expect((await look()).body).toMatchObject({ orderId, status: 'rejected', rejection: { code: 'duplicate_order' } });
  });

  it('is asked of the log once for who asks at once, and not again while the id is surely void', async () => {
    const trader = await newTrader();
    const orderId = randomUUID();
    const look = async () => (await trader.get(`/trade/orders/${orderId}`)).status;
    const lookTenTimes = () => Promise.all(Array.from({ length: 10 }, look));
    const never = Array.from({ length: 10 }, () => 404);
    expect(await lookTenTimes()).toEqual(never);
    expect(await look()).toBe(404);
    const entries = await stack.redis.xrange(streamKeys().engine, '-', '+');
    const voids = entries.filter(([, fields]) => fields[1] === 'void-order' && fields[3]?.includes(orderId));
    expect(voids).toHaveLength(1);
    expect(await lookTenTimes()).toEqual(never);
    expect((await streamInfo(stack.redis, streamKeys().engine)).lastId).toBe(entries.at(-1)?.[0]);
  });

  it('is not told by a refusal to close or change an order that never was', async () => {
    const trader = await newTrader();
    const orderId = randomUUID();
    expect((await trader.close(orderId)).status).toBe(404);
    expect((await trader.get(`/trade/orders/${orderId}`)).status).toBe(404);
  });
});

describe('while the engine is away', () => {
  it('orders are pending, and done once it is back; questions are answered with 503', async () => {
    const trader = await newTrader();
    const [toClose, toOpen, refused] = [randomUUID(), randomUUID(), randomUUID()];
    await trader.open({ orderId: toClose });
    await trader.open({ orderId: refused, leverage: 101 });
    await stack.engine.kill();
    const [opening, again, closing, own, status, settled, balance] = await Promise.all([
      trader.open({ orderId: toOpen }),
      trader.open({ orderId: refused }),
      trader.close(toClose),
      trader.open(),
      trader.get(`/trade/orders/${toOpen}`),
      trader.get(`/trade/orders/${refused}`),
      trader.get('/balance/me'),
    ]);
    expect(opening).toMatchObject({ status: 202, body: { status: 'pending', orderId: toOpen } });
    expect(again).toMatchObject({ status: 202, body: { status: 'pending', orderId: refused } });
    expect(closing).toMatchObject({ status: 202, body: { status: 'pending', orderId: toClose } });
    expect(own).toMatchObject({ status: 202, body: { status: 'pending', orderId: expect.any(String) } });
    expect(status).toMatchObject({ status: 200, body: { status: 'pending', orderId: toOpen } });
    // The refusal is older than the second sending, so it does not settle that one.
    expect(settled).toMatchObject({ status: 200, body: { status: 'pending', orderId: refused } });
    expect(balance).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(balance.headers.get('retry-after')).toBe('1');
    await stack.engine.start();
    for (const orderId of [toOpen, refused, own.body.orderId])
      expect((await trader.get(`/trade/orders/${orderId}`)).body).toMatchObject({ orderId, status: 'open' });
    expect(await closedOrder(trader, toClose)).toMatchObject({ reason: 'manual' });
    expect(await trader.openOrders()).toHaveLength(3);
    expect(await trader.open({ orderId: toOpen })).toMatchObject({ status: 409, body: { code: 'duplicate_order' } });
  });
});

describe('a clean stop', () => {
  it('waits for the answers of the requests that are under way', async () => {
    const trader = await newTrader();
    const { api, url } = await stack.addApi();
    await api.start();
    stack.engine.hold();
    const lastId = async () => (await streamInfo(stack.redis, streamKeys().engine)).lastId;
    const before = await lastId();
    const opening = trader.at(url).open();
    await expect.poll(lastId, { timeout: 4_000 }).not.toBe(before);
    const stopping = api.stop();
    // The process logs this once it has been told to stop.
    await expect.poll(() => api.log()).toContain('"msg":"stopping"');
    stack.engine.letGo();
    expect((await opening).status).toBe(201);
    expect(await stopping).toBe(0);
  });
});

describe('in the end', () => {
  it('all the money is where it should be', async () => {
    expect(traders.length).toBeGreaterThan(20);
    let [money, results] = [0n, 0n];
    for (const trader of traders) {
      const { balance, usedMargin } = (await trader.get('/balance/me')).body;
      money += millionths(balance) + millionths(usedMargin);
      for (const { payout, margin } of (await trader.get('/trade/get-close-orders?limit=500')).body.orders)
        results += millionths(payout) - millionths(margin);
    }
    expect(money).toBe(BigInt(traders.length) * millionths('10000.000000') + results);
  });
});

/** Small enough that its margins of 1,000 orders fit into a new account. */
const SMALL = { quantity: '0.00001', leverage: 100 };

/** Opens this many orders, ten at a time. @returns their ids. */
async function openMany(trader: Trader, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let opened = 0; opened < count; opened += 10) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => trader.open(SMALL)));
    ids.push(...answers.map(({ body }) => body.orderId));
  }
  return ids;
}

/** All open orders, page by page. */
async function pagesOf(trader: Trader): Promise<ApiAnswer['body'][][]> {
  const pages = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { status, body }: ApiAnswer = await trader.get(`/trade/get-open-orders?limit=100${from}`);
    expect(status).toBe(200);
    pages.push(body.orders);
    cursor = body.nextCursor;
  }
  return pages;
}

describe('the switch to the second rules', () => {
  const ORDERS = 150;
  const ROUNDS = 30;

  it('goes by unnoticed while hundreds of orders are listed, others open and close, and prices move', async () => {
    const [trader, other] = [await newTrader(), await newTrader()];
    const ids = (await openMany(trader, ORDERS)).sort();
    const { usedMargin } = (await trader.get('/balance/me')).body;
    const db = connectDatabase(stack.devstack.postgres.url, 1);
    const redis = connectRedis(stack.redisAddress, () => {});
    await whenReady(redis, AbortSignal.timeout(10_000));
    const log = { db, redis, keys: streamKeys() };
    expect((await rulesOfLog(log)).version).toBe(1);
    let switching: Promise<unknown> | undefined;
    const idsIn = (orders: { orderId: string }[]) => orders.map(({ orderId }) => orderId).sort();
    const read = async () => {
      const [whole, pages, figures] = await Promise.all([
        trader.openOrders(),
        pagesOf(trader),
        trader.get('/balance/me'),
      ]);
      expect(idsIn(whole)).toEqual(ids);
      expect(new Set(whole.map(({ currentPrice }: { currentPrice: string }) => currentPrice)).size).toBe(1);
      expect(idsIn(pages.flat())).toEqual(ids);
      expect(figures.body).toMatchObject({ userId: trader.userId, usedMargin });
    };
    const trade = async (round: number) => {
      await stack.tick(`61800.${20 + round}`, `61800.${30 + round}`);
      const { status, body } = await other.open(SMALL);
      expect(status).toBe(201);
      expect((await other.get(`/trade/orders/${body.orderId}`)).body).toMatchObject({ status: 'open' });
      expect((await other.close(body.orderId)).status).toBe(200);
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round === ROUNDS / 3) switching = setNewestRules(log, AbortSignal.timeout(10_000));
      await Promise.all([read(), trade(round)]);
    }
    expect(await switching).toMatchObject({ type: 'rules-set', version: NEWEST_RULES });
    redis.disconnect();
    await db.$disconnect();
  });
});

describe('under the newest rules', () => {
  const ORDERS = 230;

  it('figures and open orders come without an event in callback-stream, all orders or by the page', async () => {
    await stack.append('set-rules', { requestId: randomUUID(), version: NEWEST_RULES });
    const trader = await newTrader();
    const ids = await openMany(trader, ORDERS);
    const callbacks = () => streamInfo(stack.redis, streamKeys().callback);
    const before = await callbacks();
    const whole = await trader.openOrders();
    expect(new Set(whole.map(({ orderId }: { orderId: string }) => orderId))).toEqual(new Set(ids));
    const pages = await pagesOf(trader);
    expect(pages.map(({ length }) => length)).toEqual([100, 100, ORDERS - 200]);
    expect(pages.flat()).toEqual(whole);
    const figures = await Promise.all(Array.from({ length: 20 }, () => trader.get('/balance/me')));
    for (const { status, body } of figures) {
      expect(status).toBe(200);
      expect(body).toEqual({ ...figures[0]?.body, usedMargin: expect.stringMatching(/^1\.\d{6}$/) });
    }
    expect((await trader.get(`/trade/orders/${ids[0]}`)).body).toMatchObject({ status: 'open' });
    expect(await callbacks()).toEqual(before);
    // A list counts as one read for each of its pages, and all requests that share it get the same text.
    const left = async () =>
      Number(/.*r=(\d+)/.exec((await trader.get('/balance/me')).headers.get('ratelimit') ?? '')?.[1]);
    const spent = async () => {
      const before = await left();
      const lists = await Promise.all([1, 2, 3].map(() => trader.openOrders()));
      expect(lists).toEqual([whole, whole, whole]);
      return before - (await left());
    };
    // The ten seconds of counting may end in between. The reads are then counted once more.
    await expect.poll(spent).toBe(3 * Math.ceil(ORDERS / 100) + 1);
  });

  it('all orders of a list are valued at the prices of one moment, however fast they move', async () => {
    const trader = await newTrader();
    for (let count = 0; count < ORDERS; count += 10)
      await Promise.all(
        Array.from({ length: 10 }, (_, at) => trader.open({ ...SMALL, side: at === 0 ? 'sell' : 'buy' })),
      );
    let isOver = false;
    const tick = async () => {
      for (let cents = 20; !isOver; cents = 20 + ((cents + 1) % 50))
        await stack.tick(`61800.${cents}`, `61800.${cents + 10}`);
    };
    const ticking = tick();
    const lists: Record<string, string>[][] = [];
    for (let count = 0; count < 10; count += 1) lists.push(await trader.openOrders());
    isOver = true;
    await ticking;
    for (const orders of lists) {
      expect(orders).toHaveLength(ORDERS);
      const closing = new Set(orders.map(({ side, currentPrice }) => `${side} ${currentPrice}`));
      expect(closing.size).toBe(2);
      for (const { side, openPrice = '', currentPrice = '', unrealizedPnl = '' } of orders) {
        const gain = cents(currentPrice) - cents(openPrice);
        // 0.00001 of a cent is a tenth of a millionth.
        expect(millionths(unrealizedPnl)).toBe(floorTenth(side === 'buy' ? gain : -gain));
      }
    }
    expect(new Set(lists.map(([order]) => order?.currentPrice)).size).toBeGreaterThan(1);
  });

  it('what became of an order is told by the history, up to the answer of the engine', async () => {
    const trader = await newTrader();
    const { orderId } = (await trader.open()).body;
    await trader.close(orderId);
    expect((await trader.get(`/trade/orders/${orderId}`)).body).toMatchObject({ orderId, status: 'closed' });
    expect((await trader.get(`/trade/orders/${randomUUID()}`)).status).toBe(404);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=-1', 'cursor=x', 'cursor=1e3', 'page=1'])(
    'the page %s is refused',
    async (query) => {
      const [trader] = traders;
      expect((await trader?.get(`/trade/get-open-orders?${query}`))?.status).toBe(400);
    },
  );
});

/** The order as the history has it. The API waits until it is written. */
async function closedOrder(trader: Trader, orderId: string): Promise<ApiAnswer['body']> {
  const { body } = await trader.get(`/trade/orders/${orderId}`);
  expect(body).toMatchObject({ orderId, status: 'closed' });
  const { orders } = (await trader.get('/trade/get-close-orders')).body;
  expect(orders).toContainEqual(body.order);
  return body.order;
}

/** A tick with this price on the side where such an order would close; the spread is 0.10. */
async function tickAt(side: string, price: string): Promise<void> {
  const cents = BigInt(price.replace('.', ''));
  const text = (amount: bigint) => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
  await (side === 'buy' ? stack.tick(price, text(cents + 10n)) : stack.tick(text(cents - 10n), price));
}

function reasonOf({ levels, pnl }: (typeof triggers)[number]): string {
  if (Number(pnl) < -500) return 'liquidation';
  return 'takeProfit' in levels ? 'take_profit' : 'stop_loss';
}

function cents(price: string): bigint {
  return BigInt(price.replace('.', ''));
}

function floorTenth(amount: bigint): bigint {
  return (amount - (((amount % 10n) + 10n) % 10n)) / 10n;
}

function millionths(amount: string): bigint {
  expect(amount).toMatch(/^-?\d+\.\d{6}$/);
  return BigInt(amount.replace('.', ''));
}

function plus(a: string, b: string): string {
  const sum = String(millionths(a) + millionths(b)).padStart(7, '0');
  return `${sum.slice(0, -6)}.${sum.slice(-6)}`;
}
