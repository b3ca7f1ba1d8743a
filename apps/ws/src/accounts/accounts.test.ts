import type { AccountEvent } from '@fulcrum/protocol';
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

/** @param bid a price that is there before the snapshot. */
async function followed(bid?: string) {
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
  engine.take({ ...account, requestId: asked[0]?.requestId ?? '' }, '0-0');
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
