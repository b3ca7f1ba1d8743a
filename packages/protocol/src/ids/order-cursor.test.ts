import { expect, it } from 'vitest';
import { numberOfCursor, ORDER_CURSOR, orderCursor } from './order-cursor.ts';

it.each([
  [0, 17, '17'],
  [3, 17, 's3-17'],
  [9_999, 999_999_999_999_999, 's9999-999999999999999'],
])('of shard %i and order %i is %s, and no other shard takes it', (shard, number, cursor) => {
  expect(orderCursor(shard, number)).toBe(cursor);
  expect(cursor).toMatch(ORDER_CURSOR);
  expect(numberOfCursor(shard, cursor)).toBe(number);
  expect(numberOfCursor(shard === 0 ? 3 : 0, cursor)).toBeUndefined();
  expect(numberOfCursor(7, cursor)).toBeUndefined();
});

it.each(['', 's0-1', 's-1', 's03-1', 's10000-1', 's3-', 's3', '3-1', '-1', '1e3', '1'.repeat(16), 's3-1\n'])(
  'is not %j',
  (text) => {
    expect(text).not.toMatch(ORDER_CURSOR);
    expect(() => numberOfCursor(3, text)).toThrow('checked before it is read');
  },
);
