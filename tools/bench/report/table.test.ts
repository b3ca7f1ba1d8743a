import { describe, expect, it } from 'vitest';
import type { Figure } from '../bench.ts';
import { drawTable } from './table.ts';

const figures: Figure[] = [
  { name: 'orders', value: 12_345.6, unit: '/s', floor: { name: 'echo', value: 13_000 }, ratio: 0.95 },
  { name: 'latency', value: 1.234, unit: 'ms', target: { of: 'value', atMost: 1 } },
  {
    name: 'latency against the echo',
    value: 0.1234,
    unit: 'ms',
    floor: { name: 'echo', value: 0.1 },
    ratio: 1.234,
    target: { of: 'ratio', atMost: 1.3 },
  },
];

describe('drawTable', () => {
  it('shows the figure, its floor, the ratio and the target, one measure to a line', () => {
    expect(drawTable(figures)).toBe(
      [
        'measure                  | figure    | floor            | ratio | target       | met?',
        '-------------------------|-----------|------------------|-------|--------------|-----',
        'orders                   | 12,346 /s | 13,000 /s (echo) | 0.95  |              |',
        'latency                  | 1.23 ms   |                  |       | <= 1 ms      | NO',
        'latency against the echo | 0.123 ms  | 0.1 ms (echo)    | 1.23  | ratio <= 1.3 | yes',
      ].join('\n'),
    );
  });
});
