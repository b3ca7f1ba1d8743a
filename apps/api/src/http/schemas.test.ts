import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  cancelAllBody,
  cancelOrderBody,
  closeAllBody,
  closeOrderBody,
  createOrderBody,
  updateOrderBody,
} from './order-schemas.ts';
import { openOrdersQuery, pageQuery } from './schemas.ts';

/** What stands around a body in the log. */
const around = { requestId: `${randomUUID()}:${Number.MAX_SAFE_INTEGER}`, userId: randomUUID() };

/** Characters that take most in JSON, as many as an asset's name may have. */
const asset = '\u0001'.repeat(32);
const amount = '9'.repeat(64);
const order = {
  ...{ asset, side: 'sell', quantity: amount, leverage: Number.MAX_SAFE_INTEGER, orderId: randomUUID() },
  ...{ takeProfit: amount, stopLoss: amount, expectedPrice: amount, maxSlippageBps: Number.MAX_SAFE_INTEGER },
  validUntil: Number.MAX_SAFE_INTEGER,
};
const { expectedPrice: _expected, ...others } = order;
const waiting = {
  ...{ ...others, orderType: 'limit', price: amount, expiresAt: Number.MAX_SAFE_INTEGER },
  ...{ guaranteed: false, reduceOnly: false },
};
const levels = { orderId: randomUUID(), takeProfit: amount, stopLoss: amount, validUntil: Number.MAX_SAFE_INTEGER };

it.each([
  ['order', createOrderBody, order],
  ['order that waits', createOrderBody, waiting],
  ['change', updateOrderBody, levels],
])(
  'the largest %s takes less than a kilobyte in the log, so that what a user can send bounds its growth',
  (_what, schema, body) => {
    const data = schema.parse(body);
    expect(Buffer.byteLength(JSON.stringify({ ...around, ...data }))).toBeLessThan(1_000);
    for (const name of ['takeProfit', 'stopLoss'])
      expect(schema.safeParse({ ...body, [name]: `${amount}9` }).success).toBe(false);
  },
);

it.each(['0', '101', '-1', '+1', '1.0', '1e1', '0x10', ' 5', '5 ', '', '٣', '1_0', 'NaN', '9'.repeat(400)])(
  'a page is limited by a whole number in decimal digits, and not by %j',
  (limit) => {
    const { error } = openOrdersQuery.safeParse({ limit });
    expect(error?.issues).toMatchObject([{ path: ['limit'], message: 'must be a whole number from 1 to 100' }]);
  },
);

it('a page’s limit is taken as a number, and has a default where there has to be one', () => {
  expect(openOrdersQuery.parse({ limit: '100' })).toEqual({ limit: 100 });
  expect([openOrdersQuery.parse({}), pageQuery.parse({})]).toEqual([{}, { limit: 50 }]);
  expect(pageQuery.parse({ limit: '500' })).toEqual({ limit: 500 });
});

it.each<[what: string, body: object, path: string | undefined]>([
  ['a market order with a price', { price: '1' }, 'price'],
  ['a market order that expires', { expiresAt: 1 }, 'expiresAt'],
  ['a limit order without a price', { orderType: 'limit' }, 'price'],
  ['a stop order that expects a price', { orderType: 'stop', price: '1', expectedPrice: '1' }, 'expectedPrice'],
  ['slippage from nowhere', { maxSlippageBps: 1 }, 'maxSlippageBps'],
  ['slippage from the price of a limit order', { orderType: 'limit', price: '1', maxSlippageBps: 1 }, undefined],
  ['two stops', { stopLoss: '1', trailingDistance: '1' }, 'trailingDistance'],
  ['an unknown kind of order', { orderType: 'fok' }, 'orderType'],
  ['a word for a flag', { reduceOnly: 'yes' }, 'reduceOnly'],
])('%s is told of by its field', (_, fields, path) => {
  const body = { asset: 'BTC_USDC', side: 'buy', quantity: '1', leverage: 1, ...fields };
  expect(createOrderBody.safeParse(body).error?.issues[0]?.path[0]).toBe(path);
});

it.each<[fields: object, isOne: boolean]>([
  [{ stopLoss: '1', trailingDistance: '1' }, false],
  [{ stopLoss: '1', trailingDistance: null }, true],
  [{ stopLoss: null, trailingDistance: '1' }, true],
  [{ stopLoss: null, trailingDistance: null }, true],
])('a change with the stops %j is one: %s', (fields, isOne) => {
  expect(updateOrderBody.safeParse({ orderId: randomUUID(), ...fields }).success).toBe(isOne);
});

it('a part to close comes with what it is a part of', () => {
  const parse = (fields: object) => closeOrderBody.safeParse({ orderId: randomUUID(), ...fields }).success;
  expect([{}, { quantity: '1', openQuantity: '2' }].map(parse)).toEqual([true, true]);
  expect([{ quantity: '1' }, { openQuantity: '2' }].map(parse)).toEqual([false, false]);
});

it.each([
  ['order', createOrderBody, { asset: 'GOLD_USDC', side: 'buy', quantity: '1', leverage: 1 }],
  ['change', updateOrderBody, { orderId: randomUUID() }],
  ['closing', closeOrderBody, { orderId: randomUUID() }],
  ['cancellation', cancelOrderBody, { orderId: randomUUID() }],
  ['closing of all', closeAllBody, {}],
  ['cancellation of all', cancelAllBody, {}],
])('no client names an actor in its %s: its rights would not bind it', (_what, schema, body) => {
  expect(schema.safeParse(body).success).toBe(true);
  expect(schema.safeParse({ ...body, actor: 'desk:me' }).error?.issues).toMatchObject([{ keys: ['actor'] }]);
});
