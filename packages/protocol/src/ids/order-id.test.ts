import { expect, it } from 'vitest';
import { uuid } from '../value-schemas.ts';
import { newOrderId, timeOfOrderId } from './order-id.ts';

it.each([0, 1, 1_732_000_000_000.75, 2 ** 48 - 1])('an id that is made at %i says so', (madeAtMs) => {
  const id = newOrderId(madeAtMs);
  expect(uuid.parse(id)).toMatch(/^.{14}7.{4}[89ab]/);
  expect(timeOfOrderId(id)).toBe(Math.floor(madeAtMs));
});

it('no two ids of one moment are the same, and those of a later one sort behind', () => {
  const ids = Array.from({ length: 1_000 }, () => newOrderId(1_732_000_000_000));
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.every((id) => id < newOrderId(1_732_000_000_001))).toBe(true);
});

it('the example of RFC 9562 is read as there', () => {
  expect(timeOfOrderId('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toBe(Date.parse('2022-02-22T19:22:22Z'));
});

it.each(['3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a11', '00000000-0000-0000-0000-000000000000'])('%s tells no time', (id) => {
  expect(timeOfOrderId(id)).toBeUndefined();
});
