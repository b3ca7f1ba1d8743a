import { decodeEvents, priceTickSchema } from '@fulcrum/protocol';
import { expect, test } from 'vitest';

/** What somebody else could have written into the streams that the processes read. */

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

test('a list of events that no engine can have written is not even parsed', () => {
  const longest = 4 * 1_024 * 1_024;
  expect(decodeEvents('[]'.padEnd(longest))).toEqual([]);
  expect(() => decodeEvents('[]'.padEnd(longest + 1))).toThrow('longer than any list');
});
