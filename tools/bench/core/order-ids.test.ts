import { expect, it } from 'vitest';
import { OrderIds } from './order-ids.ts';

it('keeps ids as they were', () => {
  const ids = new OrderIds(3);
  const texts = Array.from({ length: 3 }, () => crypto.randomUUID());
  for (const [number, orderId] of texts.entries()) ids.set(number, orderId);
  expect([0, 1, 2].map((number) => ids.get(number))).toEqual(texts);
});
