import { isPaymentTransferId } from '@fulcrum/db';
import { uuid } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import { nameUuid } from './name-uuid.ts';

const [ADA, EVE] = ['5ed91ad3-01c5-4b3e-a0e0-d8ec9f1a6b0a', 'a3a2b41b-87f6-4f39-9c55-0b7a3c43f6c1'];

it('makes the same id of the same name, for each user another one, that users may choose', () => {
  const id = nameUuid(ADA, 'deposit');
  expect(nameUuid(ADA, 'deposit')).toBe(id);
  expect(new Set([id, nameUuid(EVE, 'deposit'), nameUuid(ADA, 'order btc')]).size).toBe(3);
  expect(uuid.parse(id)).toBe(id);
  expect(isPaymentTransferId(id)).toBe(false);
});
