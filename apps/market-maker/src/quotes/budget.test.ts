import { expect, it } from 'vitest';
import { Budget } from './budget.ts';

it('fills up with time to its reserve, and cancels may overdraw it', () => {
  const budget = new Budget(10, 20, 1_000);
  expect(budget.left(1_000)).toBe(20);
  budget.spend(25);
  expect(budget.left(1_000)).toBe(-5);
  expect(budget.left(1_600)).toBe(1);
  expect(budget.left(99_000)).toBe(20);
});
