import { expect, it } from 'vitest';
import { explainRefusal } from './venue-refusals.ts';

it.each([
  ['INVALID_PRICE', 'price'],
  ['INVALID_QUANTITY', 'size'],
  ['INSUFFICIENT_FUNDS', 'size'],
  ...['INVALID_CLIENT_REQUEST', 'INVALID_MARKET', 'INVALID_ORDER', 'ORDER_LIMIT', 'TRADING_PAUSED'].map((code) => [
    code,
    'form',
  ]),
  ...['UNAUTHORIZED', 'FORBIDDEN', 'RESOURCE_NOT_FOUND', 'PRECONDITION_FAILED', 'offline'].map((code) => [
    code,
    'form',
  ]),
  ...['TOO_MANY_REQUESTS', 'MAINTENANCE', 'NOT_IMPLEMENTED'].map((code) => [code, 'form']),
])('explains %s in own words, at its field', (code = '', field = '') => {
  const { text, ...at } = explainRefusal(code, 'in the words of the venue');
  expect(at).toEqual({ field });
  expect(text).not.toContain('in the words of the venue');
});

it('knows why a post-only order is refused, and leaves what it does not know in the words of the venue', () => {
  expect(explainRefusal('INVALID_ORDER', '', true).field).toBe('postOnly');
  expect(explainRefusal('NEW_CODE', 'Not on Sundays.')).toEqual({ field: 'form', text: 'Not on Sundays.' });
});
