import { expect, it } from 'vitest';
import { closedOrder } from '../../history/testing/closed-order.ts';
import { figuresOf } from './figures.ts';

it('are nothing without trades', () => {
  expect(figuresOf([])).toEqual({
    trades: 0,
    wins: 0,
    losses: 0,
    liquidations: 0,
    winRate: 0n,
    total: 0n,
    averageWin: undefined,
    averageLoss: undefined,
    profitFactor: undefined,
    largestLoss: undefined,
  });
});

it('are exact, and rounded to the nearest where they have to be', () => {
  const results = ['10.000000', '0.000001', '0.000000', '-4.000000', '-3.000001', '-0.000001'];
  const orders = results.map((pnl) => closedOrder({ pnl, reason: pnl.startsWith('-4') ? 'liquidation' : 'manual' }));
  expect(figuresOf(orders)).toEqual({
    trades: 6,
    wins: 2,
    losses: 3,
    liquidations: 1,
    // 2 of 6 are 33.333… %.
    winRate: 3_333n,
    // Of 10.00, 0.00, 0.00, -4.00, -3.00 and 0.00: what is shown.
    total: 3_000_000n,
    // 10.000001 / 2 and -7.000002 / 3.
    averageWin: 5_000_001n,
    averageLoss: -2_333_334n,
    // 10.000001 / 7.000002 = 1.4285…
    profitFactor: 143n,
    largestLoss: -4_000_000n,
  });
});

it('have no profit factor without losses, and a factor of zero without wins', () => {
  expect(figuresOf([closedOrder({ pnl: '1.000000' })]).profitFactor).toBeUndefined();
  expect(figuresOf([closedOrder({ pnl: '-1.000000' })]).profitFactor).toBe(0n);
});
