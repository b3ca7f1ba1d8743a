import { expect, it } from 'vitest';
import { rangeOf } from './range.ts';

const NOW = Date.UTC(2026, 2, 1, 23, 59);

it('is what the address names, or the last thirty days in UTC', () => {
  expect(rangeOf({}, NOW)).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  expect(rangeOf({ from: '2025-12-24', to: '2025-12-31' }, NOW)).toEqual({ from: '2025-12-24', to: '2025-12-31' });
  expect(rangeOf({ from: 'then', to: '2026-02-02' }, NOW)).toEqual({ from: '2026-01-31', to: '2026-02-02' });
});
