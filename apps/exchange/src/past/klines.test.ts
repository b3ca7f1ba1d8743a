import { expect, test } from 'vitest';
import { readKlineQuery } from './klines.ts';

const NOW = 1_795_000_000_000;

const read = (more: Record<string, string>) =>
  readKlineQuery(new URLSearchParams({ symbol: 'BTC_USDC', interval: '1m', startTime: '1794999000', ...more }), NOW);

test('a range is given in seconds, and without an end it reaches to now', () => {
  expect(read({ endTime: '1794999060' })).toEqual({
    ...{ type: 'query', symbol: 'BTC_USDC' },
    spans: [{ start: 1_794_999_000_000, end: 1_794_999_060_000 }],
  });
  const start = Math.floor(NOW / 86_400_000) * 86_400_000;
  const day = read({ interval: '1d', startTime: String(start / 1_000) });
  expect(day).toMatchObject({ spans: [{ start, end: start + 86_400_000 }] });
});

test.each([
  ['INVALID_CLIENT_REQUEST', { interval: '2m' }],
  ['INVALID_CLIENT_REQUEST', { interval: '__proto__' }],
  ['INVALID_CLIENT_REQUEST', { startTime: '-1' }],
  ['INVALID_CLIENT_REQUEST', { startTime: '1e3' }],
  ['INVALID_CLIENT_REQUEST', { endTime: '' }],
  ['INVALID_CLIENT_REQUEST', { symbol: 'x'.repeat(65) }],
  ['INVALID_RANGE', { endTime: '1794999000' }],
  ['INVALID_RANGE', { startTime: '9999999999' }],
  ['INVALID_RANGE', { endTime: String(1_794_999_000 + 60 * 1_000 + 1) }],
])('%s: %o', (code, more) => {
  expect(read(more)).toMatchObject({ code });
});

test('a thousand klines are not too many', () => {
  expect(read({ endTime: String(1_794_999_000 + 60 * 1_000) })).not.toHaveProperty('code');
});
