import type { AccountFiguresJson, ValuedOrderJson } from '@fulcrum/protocol';
import { describe, expect, it } from 'vitest';
import { shownFigures } from '../../account/shown-figures.ts';
import { closedOrder } from '../../history/testing/closed-order.ts';
import { type AccountSample, nextLook, sampleOf } from './account-sample.ts';

const { orderId, userId, asset, side, quantity, leverage, openPrice, margin, slippage, openedAt } = closedOrder();
const ORDER: ValuedOrderJson = {
  ...{ orderId, userId, asset, side, quantity, leverage, openPrice, margin, slippage, openedAt },
  ...{ takeProfit: null, stopLoss: null, liquidationPrice: '58797.92' },
  ...{ currentPrice: '61790.10', unrealizedPnl: '3.000000' },
};
const FIGURES: AccountFiguresJson = {
  balance: '9845.674750',
  usedMargin: '154.325250',
  unrealizedPnl: '3.000000',
  equity: '10003.000000',
  freeMargin: '9845.674750',
  marginLevel: '6481.76',
};

const HISTORY = { orders: [] };

describe('a sample', () => {
  it('is an account whose figures and orders are of one moment', () => {
    const orders = new Map([[orderId, ORDER]]);
    expect(sampleOf({ figures: FIGURES, orders }, HISTORY)).toEqual({
      cash: 10_000_000_000n,
      equity: 10_003_000_000n,
      open: [ORDER],
      history: HISTORY,
    });
  });

  it('has the equity that the account bar shows, of which the cash is never far', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...ORDER,
      ...{ orderId: String(index), margin: '0.024731', unrealizedPnl: '-0.000006' },
    }));
    const orders = new Map(many.map((order) => [order.orderId, order]));
    const money = { balance: '9995.053800', usedMargin: '4.946200', unrealizedPnl: '-0.001200', equity: '9999.998800' };
    const figures = { ...FIGURES, ...money };
    const sample = sampleOf({ figures, orders }, HISTORY);
    expect(sample?.equity).toBe(shownFigures({ figures, orders })?.equity);
    expect([sample?.cash, sample?.equity]).toEqual([10_000_000_000n, 10_000_000_000n]);
  });

  it('is none while the figures count an order that has just closed, or not one that has just opened', () => {
    expect(sampleOf({ figures: FIGURES, orders: new Map() }, HISTORY)).toBeUndefined();
    const orders = new Map([ORDER, { ...ORDER, orderId: userId }].map((order) => [order.orderId, order]));
    expect(sampleOf({ figures: FIGURES, orders }, HISTORY)).toBeUndefined();
    expect(sampleOf({ figures: undefined, orders }, HISTORY)).toBeUndefined();
  });
});

describe('the next look', () => {
  const OLD = closedOrder({ orderId: userId, closedAt: openedAt - 1 });
  const before: AccountSample = { cash: 10_000_000_000n, equity: 0n, open: [ORDER], history: { orders: [OLD] } };
  /** The order has closed with a gain of 3. */
  const after = { ...before, cash: 10_003_000_000n, open: [] };
  const recorded = { orders: [closedOrder(), OLD] };
  const first = nextLook(undefined, before);

  it('takes what fits together, and keeps the list of orders if they are the same', () => {
    const next = nextLook(first, { ...before, equity: 1n, open: [{ ...ORDER, unrealizedPnl: '9.000000' }] });
    expect([next.sample.equity, next.sample.open === before.open]).toEqual([1n, true]);
    expect(nextLook(first, { ...after, history: recorded }).sample).toMatchObject({ cash: after.cash, open: [] });
  });

  it('stays with the last one while the history is behind, but not for ever', () => {
    let look = nextLook(first, after);
    expect(look).toMatchObject({ sample: before, doubts: 1 });
    expect(nextLook(look, { ...after, history: recorded })).toMatchObject({ sample: { open: [] }, doubts: 0 });
    for (let doubts = 2; doubts <= 5; doubts++) look = nextLook(look, after);
    expect(look).toMatchObject({ sample: before, doubts: 5 });
    expect(nextLook(look, after)).toMatchObject({ sample: { open: [] }, doubts: 0 });
  });

  it('does not mind that the history knows of a closing before the account does', () => {
    expect(nextLook(first, { ...before, history: recorded })).toMatchObject({ sample: { open: [ORDER] }, doubts: 0 });
  });

  it('counts a closing of a part once the order is as small as it left it', () => {
    const rest = { remaining: '0.03000', remainingMargin: '1.000000', remainingLiquidationPrice: '1.00' };
    const part = closedOrder({ quantity: '0.02000', ...rest, payout: '155.325250' });
    const history = { orders: [part, OLD] };
    expect(nextLook(first, { ...before, history })).toMatchObject({ doubts: 0 });
    const smaller = [{ ...ORDER, quantity: '0.03000' }];
    const seen = nextLook(first, { ...before, cash: before.cash + 1_000_000n, open: smaller, history });
    expect(seen).toMatchObject({ doubts: 0, sample: { open: smaller } });
  });

  it('does not mind older orders that are loaded later', () => {
    const older = closedOrder({ orderId: userId, closedAt: openedAt - 2, payout: '999.000000' });
    const next = nextLook(first, { ...before, history: { orders: [OLD, older] } });
    expect([next.doubts, next.sample.history.orders]).toEqual([0, [OLD, older]]);
  });
});
