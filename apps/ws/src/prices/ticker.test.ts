import { expect, test } from 'vitest';
import { tickerFrame, updateIdOf } from './ticker.ts';

test('the update id grows with the entries, also across a restart', () => {
  const first = updateIdOf('1732000000000-0', 0);
  const second = updateIdOf('1732000000000-1', first);
  expect(second).toBeGreaterThan(first);
  expect(updateIdOf('1732000000000-1', 0)).toBe(second);
  expect(updateIdOf('1732000000001-0', second)).toBeGreaterThan(second);
});

test('the update id grows even when one millisecond had more than a thousand entries', () => {
  const crowded = updateIdOf('1732000000000-5000', 0);
  expect(updateIdOf('1732000000001-0', crowded)).toBe(crowded + 1);
});

test.each([
  ['1732000000123456', 1_732_000_000_123_456],
  ['', 1_732_000_000_500_000],
  ['9'.repeat(40), 1_732_000_000_500_000],
])('the exchange time "%s" is given in T, or else the time of the entry', (exchangeTime, expected) => {
  const tick = { asset: 'BTC', bid: '1', bidQuantity: '2', ask: '3', askQuantity: '4', source: 'test', exchangeTime };
  const { data } = JSON.parse(tickerFrame(tick, '1732000000500-7', 1).toString());
  expect(data.T).toBe(expected);
  expect(data.E).toBe(1_732_000_000_500_000);
});
