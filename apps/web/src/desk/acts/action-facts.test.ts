import { expect, it } from 'vitest';
import { actionFacts } from './action-facts.ts';

it.each([
  [undefined, ''],
  ['text', ''],
  [{ userId: 'u', rights: 'none' }, 'rights: none'],
  [{ amount: '5.00', paymentId: 'p-1', note: null }, 'amount: 5.00 · payment id: p-1'],
  [{ limits: { maxOpenOrders: 5 } }, 'limits: {"maxOpenOrders":5}'],
])('%j is about “%s”', (data, text) => {
  expect(actionFacts(data)).toBe(text);
});
