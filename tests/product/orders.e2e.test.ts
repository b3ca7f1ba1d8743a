import { randomUUID } from 'node:crypto';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { newOrderId } from '@fulcrum/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestClient } from '../../apps/ws/src/testing/test-client.ts';
import { runTool } from '../support/run-tool.ts';
import { ScriptedMarket } from '../support/scripted-market.ts';
import { Stack } from '../support/stack.ts';
import type { ApiAnswer, Trader } from '../support/trader.ts';

/** Orders that wait, trail, close in part or net, over REST and the WebSocket. The test decides every price. */

let stack: Stack;
const traders: Trader[] = [];

beforeAll(async () => {
  stack = await Stack.start({ hasFeed: true });
  await stack.tick('61800.20', '61800.30');
});

afterAll(() => stack?.stop());

/** A new user, who trades at 61800.20 / 61800.30. */
async function newTrader(): Promise<Trader> {
  await stack.tick('61800.20', '61800.30');
  const trader = await stack.trader();
  traders.push(trader);
  return trader;
}

const WAITING = { orderType: 'limit', price: '61700.00' };

const orderOf = async (trader: Trader, orderId: string) => (await trader.get(`/trade/orders/${orderId}`)).body;
const pendingOrders = async (trader: Trader) => (await trader.get('/trade/get-pending-orders')).body.orders;

/** What happened to an order, with the entries of the log from which it follows. */
async function storyOf(trader: Trader, orderId: string): Promise<ApiAnswer['body']> {
  const { status, body } = await trader.get(`/trade/orders/${orderId}/events`);
  expect(status).toBe(200);
  const causes = body.events.map(({ cause }: { cause: string }) => cause);
  const entries = await Promise.all(
    causes.map((cause: string) => stack.redis.xrange('engine-stream:{0}', cause, cause)),
  );
  for (const found of entries) expect(found).toHaveLength(1);
  return { ...body, types: body.events.map(({ type }: { type: string }) => type) };
}

it('what only the newest rules know is refused before they hold, and nothing is opened instead', async () => {
  const trader = await newTrader();
  expect(await trader.open(WAITING)).toMatchObject({ status: 409, body: { code: 'older_rules' } });
  const opened = (await trader.open()).body;
  const part = { orderId: opened.orderId, quantity: '0.005', openQuantity: '0.01' };
  expect(await trader.post('/trade/close-order', part)).toMatchObject({ status: 409, body: { code: 'older_rules' } });
  expect((await trader.post('/trade/close-all', {})).status).toBe(422);
  expect(await trader.openOrders()).toMatchObject([{ orderId: opened.orderId, quantity: '0.01000' }]);
  await stack.append('set-rules', { version: NEWEST_RULES });
  await stack.addInstrument('BTC_USDC', 3_600_000, { guaranteedStopPpm: 500, minGuaranteedDistanceBps: 100 });
  expect(await trader.open(WAITING)).toMatchObject({ status: 201, body: { orderType: 'limit' } });
});

it('a look-up of an order that is nowhere changes nothing of what is told of it', async () => {
  const trader = await newTrader();
  const [unknown, refused] = [randomUUID(), newOrderId(Date.now())];
  expect((await trader.open({ orderId: refused, leverage: 1_000 })).status).toBe(422);
  for (let time = 0; time < 3; time++) {
    expect(await trader.get(`/trade/orders/${unknown}/events`)).toMatchObject({ status: 404 });
    expect(await trader.get(`/trade/orders/${unknown}`)).toMatchObject({ status: 404 });
    expect(await storyOf(trader, refused)).toMatchObject({ isWhole: true, types: ['rejected'] });
    expect(await orderOf(trader, refused)).toMatchObject({
      status: 'rejected',
      rejection: { code: 'invalid_leverage' },
    });
  }
});

describe('an order that waits', () => {
  it('is placed, changed and cancelled, and is told of as such, also once it is over', async () => {
    const trader = await newTrader();
    const orderId = newOrderId(Date.now());
    const terms = { ...WAITING, takeProfit: '62000', expiresAt: Date.now() + 3_600_000, maxSlippageBps: 5 };
    const placed = await trader.open({ orderId, ...terms });
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ orderId, ...WAITING, quantity: '0.01000', takeProfit: '62000.00' });
    const { requestId: _request, ...fields } = placed.body;
    expect(await pendingOrders(trader)).toEqual([fields]);
    expect(await orderOf(trader, orderId)).toEqual({ orderId, status: 'placed', order: fields });
    expect(await trader.openOrders()).toEqual([]);
    expect(await trader.balance()).toBe('10000.000000');
    expect(await trader.open({ orderId, ...terms })).toMatchObject({ status: 409, body: { code: 'duplicate_order' } });
    const change = { orderId, price: '61600.00', trailingDistance: '50', expiresAt: null };
    const changed = await trader.post('/trade/update-order', change);
    expect(changed).toMatchObject({ status: 200, body: { price: '61600.00', trailingDistance: '50.00' } });
    expect(changed.body.expiresAt).toBeUndefined();
    expect((await trader.close(orderId)).body).toMatchObject({ code: 'unknown_order' });
    const cancelled = await trader.post('/trade/cancel-order', { orderId });
    expect(cancelled).toMatchObject({ status: 200, body: { orderId, price: '61600.00', code: 'requested' } });
    expect(await trader.post('/trade/cancel-order', { orderId })).toMatchObject({ status: 404 });
    const ended = { status: 'cancelled', order: { code: 'requested', price: '61600.00', expiresAt: null } };
    expect(await orderOf(trader, orderId)).toMatchObject(ended);
    expect(await pendingOrders(trader)).toEqual([]);
    const story = await storyOf(trader, orderId);
    expect(story).toMatchObject({ isWhole: true });
    expect(story.types).toEqual(['placed', 'rejected', 'updated', 'rejected', 'cancelled', 'rejected']);
    expect(story.events[0].data).toEqual(placed.body);
    expect((await trader.get('/trade/get-close-orders')).body.orders).toEqual([]);
    const { orders } = (await trader.get('/trade/get-close-orders?include=cancelled')).body;
    expect(orders).toMatchObject([{ orderId, code: 'requested', cancelledAt: expect.any(Number) }]);
    expect(await trader.open({ orderId })).toMatchObject({ status: 409, body: { code: 'duplicate_order' } });
  });

  it('opens when its price is there, at that of the tick, and is cancelled with the code of what it lacks', async () => {
    const trader = await newTrader();
    const [first, second] = [newOrderId(Date.now()), newOrderId(Date.now())];
    await trader.open({ orderId: first, ...WAITING });
    await trader.open({ orderId: second, ...WAITING, quantity: '2', leverage: 1 });
    await stack.tick('61690.00', '61690.10');
    const open = { status: 'open', order: { openPrice: '61690.10', slippage: '-9.90' } };
    expect(await orderOf(trader, first)).toMatchObject(open);
    const ended = { status: 'cancelled', order: { code: 'insufficient_balance' } };
    expect(await orderOf(trader, second)).toMatchObject(ended);
    expect((await storyOf(trader, first)).types).toEqual(['placed', 'created']);
    expect((await storyOf(trader, second)).types).toEqual(['placed', 'cancelled']);
    await trader.close(first);
    const { types, events } = await storyOf(trader, first);
    expect(types).toEqual(['placed', 'created', 'closed']);
    expect(events[2].cause).toBe((await orderOf(trader, first)).order.closedBy);
  });

  it('expires, and is found in pages with those that are open', async () => {
    const trader = await newTrader();
    const expiresAt = Date.now() + 1_000;
    const ids = [{}, WAITING, { ...WAITING, expiresAt }, {}].map((fields) => ({
      orderId: newOrderId(Date.now()),
      ...fields,
    }));
    for (const order of ids) expect((await trader.open(order)).status).toBe(201);
    const [open, waiting, expiring, last] = ids.map(({ orderId }) => orderId) as [string, string, string, string];
    const pages = async (path: string) => {
      const found: string[][] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const { body }: ApiAnswer = await trader.get(`${path}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
        found.push(body.orders.map(({ orderId }: { orderId: string }) => orderId));
        cursor = body.nextCursor;
      }
      return found;
    };
    expect((await pages('/trade/get-open-orders')).flat()).toEqual([open, last]);
    expect((await pages('/trade/get-pending-orders')).flat()).toEqual([waiting, expiring]);
    await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now() + 100));
    await stack.tick('61800.20', '61800.30');
    expect(await orderOf(trader, expiring)).toMatchObject({
      status: 'cancelled',
      order: { code: 'expired', expiresAt },
    });
    expect((await trader.post('/trade/cancel-all', { asset: 'BTC_USDC' })).body).toMatchObject({
      cancelled: 1,
      left: 0,
    });
    expect((await trader.post('/trade/close-all', {})).body).toMatchObject({ closed: 2, left: 0 });
    expect([await trader.openOrders(), await pendingOrders(trader)]).toEqual([[], []]);
    expect(await orderOf(trader, last)).toMatchObject({ status: 'closed' });
    const all = '/trade/get-close-orders?include=cancelled';
    const { orders, nextCursor } = (await trader.get(`${all}&limit=3`)).body;
    const rest = (await trader.get(`${all}&limit=3&cursor=${nextCursor}`)).body;
    const listed = [...orders, ...rest.orders].map(({ orderId }: { orderId: string }) => orderId);
    expect(listed).toEqual([last, open, waiting, expiring]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('is made void by nobody who asks for it, and no id of it is used twice, however old it is', async () => {
    const trader = await newTrader();
    const orderId = randomUUID();
    await trader.open({ orderId, ...WAITING });
    expect(await orderOf(trader, orderId)).toMatchObject({ status: 'placed' });
    await trader.post('/trade/cancel-order', { orderId });
    expect(await orderOf(trader, orderId)).toMatchObject({ status: 'cancelled' });
    expect(await trader.open({ orderId, ...WAITING })).toMatchObject({
      status: 409,
      body: { code: 'duplicate_order' },
    });
  });
});

describe('a position that closes in part', () => {
  it('has a row of the history for each closing, and one ledger', async () => {
    const trader = await newTrader();
    const { orderId } = (await trader.open({ quantity: '0.1' })).body;
    const close = (quantity: string, openQuantity: string) =>
      trader.post('/trade/close-order', { orderId, quantity, openQuantity });
    expect((await close('0.03', '0.1')).body).toMatchObject({ quantity: '0.03000', remaining: '0.07000' });
    expect(await close('0.03', '0.1')).toMatchObject({ status: 422, body: { code: 'invalid_quantity' } });
    expect(await orderOf(trader, orderId)).toMatchObject({ status: 'open', order: { quantity: '0.07000' } });
    expect((await close('0.02', '0.07')).body).toMatchObject({ remaining: '0.05000' });
    const last = (await trader.close(orderId)).body;
    expect(last.remaining).toBeUndefined();
    expect(await orderOf(trader, orderId)).toMatchObject({ status: 'closed', order: { quantity: '0.05000' } });
    const { orders } = (await trader.get('/trade/get-close-orders')).body;
    const rests = orders.map(({ orderId, quantity, remaining }: ApiAnswer['body']) => [orderId, quantity, remaining]);
    expect(rests).toEqual([
      [orderId, '0.05000', undefined],
      [orderId, '0.02000', '0.05000'],
      [orderId, '0.03000', '0.07000'],
    ]);
    // 0.1 × 0.10 of spread.
    const sum = orders.reduce((total: number, { pnl }: { pnl: string }) => total + Number(pnl), 0);
    expect(sum).toBeCloseTo(-0.01, 6);
    expect(await trader.balance()).toBe(last.balance);
    const { transactions } = (await trader.get('/wallet/transactions?kind=pnl')).body;
    expect(transactions).toHaveLength(3);
    expect(transactions[0].cash).toBe(last.balance);
    expect((await storyOf(trader, orderId)).types).toEqual(['created', 'closed', 'rejected', 'closed', 'closed']);
  });
});

it('a guaranteed stop costs its fee, which the ledger has, and closes at its own price', async () => {
  const trader = await newTrader();
  const opened = await trader.open({ quantity: '0.1', stopLoss: '61000', guaranteed: true });
  // 0.1 × 61,800.30 × 500 / 10^6, rounded up.
  expect(opened).toMatchObject({ status: 201, body: { guaranteed: true, guaranteedExecutionFee: '3.090015' } });
  const { orderId } = opened.body;
  await stack.tick('60000.00', '60000.10');
  const ended = { status: 'closed', order: { reason: 'guaranteed_stop', closePrice: '61000.00' } };
  expect(await orderOf(trader, orderId)).toMatchObject(ended);
  const fees = (await trader.get('/wallet/transactions?kind=guaranteed_stop')).body.transactions;
  expect(fees).toMatchObject([{ orderId, amount: '-3.090015', cash: '9996.909985' }]);
  const [newest] = (await trader.get('/wallet/transactions')).body.transactions;
  expect(newest).toMatchObject({ kind: 'pnl', cash: await trader.balance() });
});

it('the stream of the account tells of orders that wait, and where a trailing stop stands', async () => {
  const trader = await newTrader();
  const waiting = (await trader.open(WAITING)).body;
  const trailing = (await trader.open({ trailingDistance: '100' })).body;
  const client = await TestClient.connect(stack.feedUrl, { headers: { cookie: `fulcrum_session=${trader.token}` } });
  await client.subscribe('account');
  const next = (type: string, fits: (data: ApiAnswer['body']) => boolean = () => true) =>
    client.next(({ stream, data }) => stream === 'account' && data?.type === type && fits(data));
  const stop = { orderId: trailing.orderId, trailingDistance: '100.00', trailingStop: '61700.20' };
  expect((await next('snapshot')).data).toMatchObject({
    orders: [stop],
    pendingOrders: [{ orderId: waiting.orderId }],
  });
  const market = new ScriptedMarket(stack);
  await market.quote({ bid: '61850.20', ask: '61850.30' });
  await next('pnl', ({ orders }) => orders[0]?.trailingStop === '61750.20');
  await market.quote({ bid: '61800.20', ask: '61800.30' });
  const figures = await next('pnl', ({ orders }) => orders[0]?.currentPrice === '61800.20');
  expect(figures.data).toMatchObject({ orders: [{ trailingStop: '61750.20' }] });
  expect(await trader.openOrders()).toMatchObject([{ trailingStop: '61750.20' }]);
  const { orderId } = (await trader.open({ ...WAITING, side: 'sell', price: '61900' })).body;
  expect((await next('placed')).data).toMatchObject({ orderId });
  await trader.post('/trade/cancel-order', { orderId });
  expect((await next('cancelled')).data).toMatchObject({ orderId, code: 'requested' });
  await market.quote({ bid: '61750.00', ask: '61750.10' });
  const closed = { orderId: trailing.orderId, reason: 'trailing_stop', closePrice: '61750.00' };
  expect((await next('closed')).data).toMatchObject(closed);
  client.socket.terminate();
  await market.stop();
});

describe('an order of the other side', () => {
  it('only reduces where it shall, and its id is used up by that', async () => {
    const trader = await newTrader();
    const [position, orderId] = [(await trader.open({ quantity: '0.1' })).body.orderId, randomUUID()];
    const reduceOnly = { side: 'sell', quantity: '0.25', reduceOnly: true };
    const reduced = await trader.open({ ...reduceOnly, orderId });
    expect(reduced).toMatchObject({ status: 201, body: { orderId, quantity: '0.25000', closedQuantity: '0.10000' } });
    const ended = { status: 'reduced', order: { closedQuantity: '0.10000', reducedAt: expect.any(Number) } };
    expect(await orderOf(trader, orderId)).toMatchObject(ended);
    const netted = { status: 'closed', order: { reason: 'netting', nettedBy: orderId } };
    expect(await orderOf(trader, position)).toMatchObject(netted);
    expect((await storyOf(trader, orderId)).types).toEqual(['reduced']);
    expect((await trader.open({ ...reduceOnly, orderId })).body).toMatchObject({ code: 'duplicate_order' });
    expect((await trader.open(reduceOnly)).body).toMatchObject({ code: 'nothing_to_reduce' });
  });

  it('closes what is there first, where accounts net, and opens the rest', async () => {
    for (const trader of traders) {
      await trader.post('/trade/cancel-all', {});
      expect((await trader.post('/trade/close-all', {})).body).toMatchObject({ left: 0 });
    }
    expect((await runTool(stack, 'limits', ['mode', 'netting'])).said).toContain('mode: netting');
    const trader = await newTrader();
    const [first, second] = [
      (await trader.open({ quantity: '0.1' })).body,
      (await trader.open({ quantity: '0.1' })).body,
    ];
    const partly = await trader.open({ side: 'sell', quantity: '0.15' });
    expect(partly).toMatchObject({ status: 201, body: { quantity: '0.15000', closedQuantity: '0.15000' } });
    expect(await trader.openOrders()).toMatchObject([{ orderId: second.orderId, quantity: '0.05000' }]);
    const turned = await trader.open({ side: 'sell', quantity: '0.15' });
    expect(turned).toMatchObject({ status: 201, body: { side: 'sell', quantity: '0.10000' } });
    expect(await trader.openOrders()).toMatchObject([{ orderId: turned.body.orderId, quantity: '0.10000' }]);
    expect(await orderOf(trader, second.orderId)).toMatchObject({ order: { nettedBy: turned.body.orderId } });
    const { orders } = (await trader.get('/trade/get-close-orders')).body;
    const closings = orders.map(({ orderId, nettedBy, remaining }: ApiAnswer['body']) => [
      orderId,
      nettedBy,
      remaining,
    ]);
    // Limits are set for all, whoever has an order, and leave the mode as it is.
    const limited = await runTool(stack, 'limits', ['set', '--max-open-orders', '900']);
    expect(limited).toEqual({ status: 0, said: expect.stringMatching(/^open orders: 900\n.*mode: netting\n$/s) });
    expect((await runTool(stack, 'limits', ['show'])).said).toBe(limited.said);
    expect(closings).toEqual([
      [second.orderId, turned.body.orderId, undefined],
      [second.orderId, partly.body.orderId, '0.05000'],
      [first.orderId, partly.body.orderId, undefined],
    ]);
  });
});
