import { expect, test } from 'vitest';
import { heldPrice } from './held-price.ts';

test('a level that is held keeps its distance from the pointer, and its very price where it was grabbed', () => {
  const priceAt = (clientY: number) => 1_000 - 10 * Math.round(clientY);
  expect(heldPrice(903, { byPx: 5, middleY: 14.7 }, priceAt)).toBe(850);
  expect(heldPrice(903, { byPx: 0, middleY: 9.7 }, priceAt)).toBe(903);
  expect(heldPrice(903, { byPx: 5, middleY: 14.7 }, () => undefined)).toBeUndefined();
});
