import { randomUUID } from 'node:crypto';
import { decodeEvents, priceTickSchema } from '@fulcrum/protocol';
import { expect, test } from 'vitest';

/** The amounts among the fields of an order. */
const AMOUNTS = [
  ...['quantity', 'openPrice', 'margin', 'takeProfit', 'stopLoss', 'liquidationPrice', 'slippage'],
  ...['currentPrice', 'unrealizedPnl'],
];

/** Entries that somebody else could have written into the streams. */

const tick = { asset: 'A', bid: '1', bidQuantity: '1', ask: '1', askQuantity: '1', exchangeTime: '', source: 'x' };

test.each([
  ['asset', 'x'.repeat(32), 'x'.repeat(33)],
  ['asset', '~!', 'a b'],
  ['asset', 'u', 'ü'],
  ['bid', '9'.repeat(4_096), '9'.repeat(4_097)],
  ['ask', '9'.repeat(4_096), '9'.repeat(4_097)],
  ['bidQuantity', '9'.repeat(4_096), '9'.repeat(4_097)],
  ['askQuantity', '9'.repeat(4_096), '9'.repeat(4_097)],
  ['exchangeTime', '9'.repeat(20), '9'.repeat(21)],
  ['source', 'x'.repeat(64), 'x'.repeat(65)],
])('a tick whose %s is too long or none is no tick', (field, good, bad) => {
  expect(priceTickSchema.safeParse({ ...tick, [field]: good }).success).toBe(true);
  expect(priceTickSchema.safeParse({ ...tick, [field]: bad }).success).toBe(false);
});

test('a text longer than any list of an engine is not even parsed', () => {
  const longest = 1_024 * 1_024;
  expect(decodeEvents('[]'.padEnd(longest))).toEqual([]);
  expect(() => decodeEvents('[]'.padEnd(longest + 1))).toThrow('longer than any list');
});

test('an account with as many orders as it may have, all as long as they can be, is read', () => {
  const id = randomUUID();
  const order = {
    ...{ orderId: id, userId: id, asset: '"'.repeat(32), side: 'sell', leverage: 1_000_000 },
    ...Object.fromEntries(AMOUNTS.map((name) => [name, '-9007199.254740991'])),
    ...{ openedAt: Number.MAX_SAFE_INTEGER },
  };
  const figures = {
    balance: '1',
    usedMargin: '1',
    unrealizedPnl: '1',
    equity: '1',
    freeMargin: '1',
    marginLevel: null,
  };
  const orders = Array(1_000).fill(order);
  const [event] = decodeEvents(JSON.stringify([{ type: 'account', requestId: 'q', userId: id, ...figures, orders }]));
  expect(event).toMatchObject({ type: 'account', orders });
});

test('a list of too many events is refused before any of them is checked', () => {
  expect(() => decodeEvents(`[${Array(256).fill('{}').join()}]`)).toThrow('type');
  expect(() => decodeEvents(`[${Array(257).fill('{}').join()}]`)).toThrow('too many events');
});
