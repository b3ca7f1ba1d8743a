import { expect, it } from 'vitest';
import { stopText } from './stop-text.ts';

it.each([
  [{ stopLoss: null }, undefined],
  [{ stopLoss: null, trailingDistance: null }, undefined],
  [{ stopLoss: '61000.00' }, '61,000.00'],
  [{ stopLoss: '61000.00', guaranteed: true }, '61,000.00 (guaranteed)'],
  [{ stopLoss: null, trailingDistance: '1500.00' }, '1,500.00 behind'],
  [{ stopLoss: null, trailingDistance: '1500.00', trailingStop: '-10.00' }, '−10.00 (trails)'],
])('the stop of %j reads %s', (order, text) => {
  expect(stopText(order)).toBe(text);
});
