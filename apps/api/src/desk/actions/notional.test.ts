import { expect, it } from 'vitest';
import { notionalOf } from './notional.ts';

it.each([
  ['0.01', '61800.30', '618.003000'],
  ['1', '3', '3.000000'],
  ['0.00001', '0.01', '0.000001'],
  ['0.00000', '61800.30', '0.000000'],
  ['1000.00000', '43980465111.04', '43980465111040.000000'],
])('%s at %s is worth %s USDC', (quantity, price, notional) => {
  expect(notionalOf(quantity, price)).toBe(notional);
});
