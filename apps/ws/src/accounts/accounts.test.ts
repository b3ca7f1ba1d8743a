import type { AccountEvent, JsonEvent, PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { expect, test } from 'vitest';
import { Prices } from '../prices/prices.ts';
import { scriptedEngine } from '../testing/scripted-engine.ts';
import { Accounts } from './accounts.ts';

const user = '11111111-1111-4111-8111-111111111111';
const order = {
  orderId: '33333333-3333-4333-8333-333333333333',
  ...{ userId: user, asset: 'BTC', side: 'buy' as const, quantity: '1.0', leverage: 10, openPrice: '100.00' },
  ...{ margin: '10.000000', takeProfit: null, stopLoss: null, liquidationPrice: '90.50', slippage: '0.00' },
};
const figures = { usedMargin: '10.000000', unrealizedPnl: '-1.000000', equity: '99.000000', freeMargin: '90.000000' };
const account: AccountEvent = {
  ...{ type: 'account', requestId: '', userId: user, balance: '90.000000', ...figures, marginLevel: '990.00' },
  orders: [{ ...order, openedAt: 1, currentPrice: '99.00', unrealizedPnl: '-1.000000' }],
};

const pending: Extract<JsonEvent, { type: 'placed' }> = {
  ...{ type: 'placed', requestId: 'p', orderId: '55555555-5555-4555-8555-555555555555', userId: user, asset: 'BTC' },
  ...{
    side: 'buy',
    orderType: 'limit',
    price: '95.00',
    quantity: '1.0',
    leverage: 10,
    takeProfit: null,
    stopLoss: null,
  },
  ...{
    trailingDistance: null,
    guaranteed: false,
    reduceOnly: false,
    maxSlippageBps: null,
    expiresAt: null,
    placedAt: 1,
  },
};

/**
 * @param bid a price that is there before the snapshot.
 * @param more of the open order.
 */
async function followed(bid?: string, more: Partial<ValuedOrderJson> = {}, pendingOrders: PendingOrderJson[] = []) {
  const { engine, requests, asked } = scriptedEngine();
  const prices = new Prices(() => {});
  const accounts = new Accounts(requests, prices);
  const sent: { type: string; equity: string; orders: object[] }[] = [];
  const send = (frame: Buffer) => void sent.push(JSON.parse(frame.toString()).data);
  let count = 0;
  const tick = (bid: string, asset = 'BTC') => {
    count += 1;
    const fields = { asset, bid, ask: '200', bidQuantity: '1', askQuantity: '1', exchangeTime: '', source: 'test' };
    prices.apply({ id: `${count}-0`, fields });
  };
  if (bid !== undefined) tick(bid);
  await accounts.publishFigures();
  const client = { isSlow: false, started: send, send, failed: () => {} };
  const subscription = accounts.open(user, client);
  await new Promise(setImmediate);
  const orders = account.orders?.map((order) => ({ ...order, ...more })) ?? [];
  const waiting = pendingOrders.length === 0 ? {} : { pendingOrders };
  engine.take({ ...account, orders, ...waiting, requestId: asked[0]?.requestId ?? '' }, '0-0');
  await new Promise(setImmediate);
  return { accounts, client, sent, tick, subscription };
}

test('the figures are sent when they are new to this client, and the latest of them when there were many', async () => {
  const { accounts, sent, tick } = await followed();
  await accounts.publishFigures();
  expect(sent.map(({ type }) => type)).toEqual(['snapshot']);
  for (const price of ['101', '102', '103']) tick(price);
  await accounts.publishFigures();
  await accounts.publishFigures();
  tick('103.00');
  await accounts.publishFigures();
  expect(sent.slice(1)).toEqual([
    {
      ...{ type: 'pnl', balance: '90.000000', usedMargin: '10.000000', unrealizedPnl: '3.000000' },
      ...{ equity: '103.000000', freeMargin: '90.000000', marginLevel: '1030.00' },
      orders: [{ orderId: order.orderId, currentPrice: '103.00', unrealizedPnl: '3.000000' }],
    },
  ]);
});

test('figures that differ from those of the snapshot, because the price is newer, are sent', async () => {
  const { accounts, sent } = await followed('98');
  await accounts.publishFigures();
  expect(sent).toMatchObject([
    { type: 'snapshot', equity: '99.000000' },
    { type: 'pnl', equity: '98.000000' },
  ]);
});

test('a slow client is spared figures until it reads again, and then gets the current ones', async () => {
  const { accounts, client, sent, tick } = await followed();
  client.isSlow = true;
  for (const price of ['101', '102']) {
    tick(price);
    await accounts.publishFigures();
  }
  expect(sent).toHaveLength(1);
  client.isSlow = false;
  await accounts.publishFigures();
  expect(sent.slice(1)).toMatchObject([{ type: 'pnl', equity: '102.000000' }]);
});

test("a tick that the engine ignores, and another asset's, change no figures", async () => {
  const { accounts, sent, tick } = await followed();
  for (const price of ['101.001', '0', '-5', '201']) tick(price);
  tick('150', 'ETH');
  await accounts.publishFigures();
  expect(sent).toHaveLength(1);
});

test('orders that open and close change the figures', async () => {
  const { accounts, sent, tick } = await followed();
  tick('101');
  await accounts.publishFigures();
  sent.splice(1);
  const other = { ...order, orderId: '44444444-4444-4444-8444-444444444444', openPrice: '102.00' };
  accounts.forward(user, { type: 'created', requestId: 'r', ...other, balance: '80.000000', openedAt: 2 });
  await accounts.publishFigures();
  expect(sent.slice(1)).toMatchObject([
    { type: 'created' },
    { type: 'pnl', equity: '100.000000', orders: [{ unrealizedPnl: '1.000000' }, { unrealizedPnl: '-1.000000' }] },
  ]);
  const closed = { pnl: '1.000000', payout: '11.000000', balance: '91.000000', closePrice: '101.00', closedAt: 3 };
  const reason = { reason: 'manual' as const, liquidated: false, requestId: 'r', openedAt: 1 };
  accounts.forward(user, { type: 'closed', ...order, ...closed, ...reason });
  await accounts.publishFigures();
  expect(sent.slice(3)).toMatchObject([
    { type: 'closed' },
    { type: 'pnl', balance: '91.000000', equity: '100.000000', orders: [{ orderId: other.orderId }] },
  ]);
});

test('after the last client left nothing is kept or sent', async () => {
  const { accounts, sent, tick, subscription } = await followed();
  accounts.close(subscription);
  tick('101');
  accounts.forward(user, { type: 'account-created', requestId: 'r', userId: user, balance: '1.000000' });
  await accounts.publishFigures();
  expect(sent).toHaveLength(1);
});

const trailing = { trailingDistance: '2.00', trailingStop: '97.00' };
const stops = (message: { orders: object[] } | undefined) =>
  message?.orders.map((order) => ('trailingStop' in order ? order.trailingStop : undefined));

test('a trailing stop stands behind the best price of all ticks, and never moves back', async () => {
  const { accounts, sent, tick } = await followed(undefined, trailing);
  tick('100');
  await accounts.publishFigures();
  for (const price of ['104', '103', '101']) tick(price);
  await accounts.publishFigures();
  tick('99');
  await accounts.publishFigures();
  expect(sent.slice(1).map(stops)).toEqual([['98.00'], ['102.00'], ['102.00']]);
});

test('a new trailing distance begins where the engine says, whatever came before', async () => {
  const { accounts, sent, tick } = await followed(undefined, trailing);
  tick('100');
  await accounts.publishFigures();
  for (const price of ['110', '101']) tick(price);
  await accounts.publishFigures();
  for (const price of ['120', '100']) tick(price);
  const levels = { takeProfit: null, stopLoss: null, trailingDistance: '5.00', trailingStop: '95.00' };
  accounts.forward(user, { type: 'updated', requestId: 'u', orderId: order.orderId, userId: user, ...levels });
  await accounts.publishFigures();
  expect(sent.slice(2).flatMap((message) => (message.type === 'pnl' ? [stops(message)] : []))).toEqual([
    ['108.00'],
    ['95.00'],
  ]);
});

test('a closing in part leaves the rest with its margin, and the last one nothing', async () => {
  const { accounts, sent, tick } = await followed();
  tick('101');
  await accounts.publishFigures();
  sent.splice(1);
  const closing = { pnl: '0.400000', payout: '4.400000', balance: '94.400000', closePrice: '101.00', closedAt: 3 };
  const reason = { reason: 'manual' as const, liquidated: false, requestId: 'r', openedAt: 1 };
  const rest = { remaining: '0.6', remainingMargin: '6.000000', remainingLiquidationPrice: '90.50' };
  accounts.forward(user, {
    type: 'closed',
    ...order,
    quantity: '0.4',
    margin: '4.000000',
    ...closing,
    ...reason,
    ...rest,
  });
  await accounts.publishFigures();
  accounts.forward(user, { type: 'closed', ...order, quantity: '0.6', margin: '6.000000', ...closing, ...reason });
  await accounts.publishFigures();
  expect(sent.filter(({ type }) => type === 'pnl')).toMatchObject([
    { usedMargin: '6.000000', equity: '101.000000', orders: [{ unrealizedPnl: '0.600000' }] },
    { usedMargin: '0.000000', orders: [] },
  ]);
});

test('the snapshot has the orders that wait, and each of their events is passed on', async () => {
  const { accounts, sent } = await followed(undefined, {}, [pending]);
  const { type: _type, requestId: _request, ...waiting } = pending;
  expect(sent).toMatchObject([{ type: 'snapshot', pendingOrders: [waiting] }]);
  accounts.forward(user, { ...pending, orderId: '44444444-4444-4444-8444-444444444444' });
  accounts.forward(user, { ...pending, type: 'cancelled', requestId: null, code: 'expired' });
  expect(sent.slice(1).map(({ type }) => type)).toEqual(['placed', 'cancelled']);
});

test('a trailing stop is moved by the prices that came after it was set, also by one that is gone before the next figures', async () => {
  const { accounts, sent, tick } = await followed();
  const stopOf = () => sent.at(-1)?.orders.at(-1);
  const trailing = { ...order, orderId: '66666666-6666-4666-8666-666666666666', trailingDistance: '5.00' };
  tick('110');
  const created = { ...trailing, trailingStop: '95.00', balance: '80.000000', openedAt: 1 };
  accounts.forward(user, { type: 'created', requestId: 'r', ...created }, 1);
  for (const price of ['107', '103']) tick(price);
  await accounts.publishFigures();
  expect(stopOf()).toMatchObject({ trailingStop: '102.00' });
  for (const price of ['109', '104']) tick(price);
  await accounts.publishFigures();
  expect(stopOf()).toMatchObject({ trailingStop: '104.00' });
  // Set anew at the price of then: what was higher before counts no more.
  tick('112');
  const { orderId } = trailing;
  const levels = { takeProfit: null, stopLoss: null, trailingDistance: '5.00', trailingStop: '99.00' };
  accounts.forward(user, { type: 'updated', requestId: 'u', orderId, userId: user, ...levels }, 6);
  for (const price of ['106', '105']) tick(price);
  await accounts.publishFigures();
  expect(stopOf()).toMatchObject({ trailingStop: '101.00' });
});
