import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createOrderBody, openOrdersQuery, pageQuery, updateOrderBody } from './schemas.ts';

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
const levels = { orderId: randomUUID(), takeProfit: amount, stopLoss: amount, validUntil: Number.MAX_SAFE_INTEGER };

it.each([
  ['order', createOrderBody, order],
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
