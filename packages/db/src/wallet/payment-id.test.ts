import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { isPaymentTransferId, paymentTransferId } from './payment-id.ts';

it('makes one UUID of version 8 from a payment’s id, the same for ever', () => {
  expect(paymentTransferId('pay_1')).toBe('f51afdd2-35bd-835d-8f43-2dfc5f6bfd96');
  const ids = Array.from({ length: 1_000 }, (_, index) => paymentTransferId(`pay_${index}`));
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isPaymentTransferId(id)).toBe(true);
  }
  expect(isPaymentTransferId(randomUUID())).toBe(false);
});
