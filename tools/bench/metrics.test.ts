import { expect, it } from 'vitest';
import { sumOf } from './metrics.ts';

it('sums a metric over its labels, and finds no other of a similar name', () => {
  const text = [
    '# HELP entries_total Entries.',
    'entries_total{type="create-order",process="engine"} 12',
    'entries_total{type="price-update",process="engine"} 30',
    'entries_total_more{process="engine"} 5',
    'open_orders 7',
  ].join('\n');
  expect(sumOf(text, 'entries_total')).toBe(42);
  expect(sumOf(text, 'open_orders')).toBe(7);
  expect(sumOf(text, 'closed_orders')).toBeNaN();
});
