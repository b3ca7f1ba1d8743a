import { describe, expect, test } from 'vitest';
import { START_MS, subjects } from '../../harness.ts';
import { ALICE, BOB, GOLD, orderId, story, tradingDesk } from './order-desk.ts';

const part = (quantity: unknown, openQuantity: unknown = '1') => ({ quantity, openQuantity });

describe.each(subjects)('partial close (%s)', (_, make) => {
  test.each([
    // Of 1 ounce at 100.2 (sold at 100.0) and 1:10, on 103.0/103.1. At least 0.010 may stay.
    { side: 'buy', quantity: '0.25', margin: '2.505000', pnl: '0.700000', remaining: '0.750', rest: '7.515000' },
    { side: 'buy', quantity: '0.001', margin: '0.010020', pnl: '0.002800', remaining: '0.999', rest: '10.009980' },
    { side: 'buy', quantity: '0.990', margin: '9.919800', pnl: '2.772000', remaining: '0.010', rest: '0.100200' },
    { side: 'sell', quantity: '0.25', margin: '2.500000', pnl: '-0.775000', remaining: '0.750', rest: '7.500000' },
    { side: 'sell', quantity: '0.9900', margin: '9.900000', pnl: '-3.069000', remaining: '0.010', rest: '0.100000' },
  ] as const)('$quantity of a $side', ({ side, quantity, margin, pnl, remaining, rest }) => {
    const desk = tradingDesk(make, { minQuantity: '0.010' });
    desk.open(side, { takeProfit: side === 'buy' ? '120' : '80', stopLoss: side === 'buy' ? '95' : '105' });
    desk.tick('103.0', '103.1');
    const closed = desk.close(1, part(quantity));
    expect(closed).toMatchObject({ margin, pnl, remaining, remainingMargin: rest, reason: 'manual' });
    expect(desk.account()).toMatchObject({ orders: [{ quantity: remaining, margin: rest }] });
    // What is left closes as it would have without.
    expect(story(side === 'buy' ? desk.price('95.0') : desk.price('105.0'))).toEqual(['1 closed stop_loss']);
  });

  test.each([
    ['0.991', '1'],
    ['0.9999', '1'],
    ['1.001', '1'],
    ['0', '1'],
    ['-0.5', '1'],
    ['x', '1'],
    ['', '1'],
    ['0.5', '0.999'],
    ['0.5', '1.001'],
    ['0.5', '1.0001'],
    ['0.5', 'x'],
    ['0.5', '0'],
  ])('%s of what is believed to be %s: invalid_quantity', (quantity, openQuantity) => {
    const desk = tradingDesk(make, { minQuantity: '0.010' });
    desk.open('buy');
    expect(desk.close(1, part(quantity, openQuantity))).toMatchObject({ code: 'invalid_quantity' });
    expect(desk.account()).toMatchObject({ orders: [{ quantity: '1.000', margin: '10.020000' }] });
  });

  test.each([
    [{ quantity: '0.5' }],
    [{ openQuantity: '1' }],
    [{ quantity: 0.5, openQuantity: '1' }],
    [{ quantity: '0.5', openQuantity: null }],
    [{ quantity: null, openQuantity: null }],
  ])('%j makes no sense', (terms) => {
    const desk = tradingDesk(make);
    desk.open('buy');
    expect(desk.close(1, terms)).toMatchObject({ code: 'invalid_command' });
    expect(desk.close(9, terms)).toMatchObject({ code: 'invalid_command' });
  });

  test('a repetition closes nothing twice', () => {
    const desk = tradingDesk(make);
    desk.open('buy');
    expect(desk.close(1, part('0.5'))).toMatchObject({ remaining: '0.500' });
    expect(desk.close(1, part('0.5'))).toMatchObject({ code: 'invalid_quantity' });
    expect(desk.close(1, part('0.5', '0.500'))).toMatchObject({ quantity: '0.500' });
    expect(desk.close(1, part('0.5', '0.500'))).toMatchObject({ code: 'unknown_order' });
  });

  test('a part tells its whole story, and all of it that nothing is left', () => {
    const desk = tradingDesk(make);
    desk.open('buy', { expectedPrice: '100.0' });
    desk.wait(5);
    desk.tick('102.0', '102.1');
    const told = {
      ...{ type: 'closed', requestId: 'mine', orderId: orderId(1), userId: ALICE, asset: GOLD.asset, side: 'buy' },
      ...{ leverage: 10, openPrice: '100.2', closePrice: '102.0', reason: 'manual', liquidated: false },
      ...{ slippage: '0.2', openedAt: START_MS, closedAt: START_MS + 5 },
    };
    expect(desk.close(1, { requestId: 'mine', ...part('0.4') })).toEqual({
      ...{ ...told, quantity: '0.400', margin: '4.008000', pnl: '0.720000', payout: '4.728000' },
      ...{ remaining: '0.600', remainingMargin: '6.012000', remainingLiquidationPrice: '90.6' },
      ...{ balance: '994.708000', cash: '1000.720000' },
    });
    expect(desk.statusOf(1)).toBe('open');
    expect(desk.close(1, { requestId: 'mine', ...part('0.6', '0.6') })).toEqual({
      ...{ ...told, quantity: '0.600', margin: '6.012000', pnl: '1.080000', payout: '7.092000' },
      ...{ balance: '1001.800000', cash: '1001.800000' },
    });
    expect(desk.statusOf(1)).toBe('closed');
  });

  test.each([
    ['buy', '109.9', '110.0'],
    ['sell', '90.1', '90.0'],
  ] as const)('what is left of a %s keeps its take-profit', (side, quiet, at) => {
    const desk = tradingDesk(make);
    desk.open(side, { takeProfit: at });
    expect(desk.close(1, part('0.999'))).toMatchObject({ remaining: '0.001' });
    expect(desk.price(quiet)).toEqual([]);
    expect(desk.price(at)).toMatchObject([{ reason: 'take_profit', quantity: '0.001' }]);
  });

  test.each([
    // Of two at 0.0000100 and 1:10: half a millionth each is lost, and of the margin of two one is left.
    ['buy', '0.0000095'],
    ['sell', '0.0000105'],
  ] as const)('a part of a %s that loses less than a millionth loses one', (side, price) => {
    const whole = { priceDecimals: 7, quantityDecimals: 0, minQuantity: '1', maxQuantity: '10' };
    const desk = tradingDesk(make);
    desk.setInstrument({ asset: 'DUST', ...whole });
    desk.tick('0.0000100', '0.0000100', 'DUST');
    desk.open(side, { asset: 'DUST', quantity: '2' });
    expect(desk.tick(price, price, 'DUST')).toEqual([]);
    expect(desk.close(1, part('1', '2'))).toMatchObject({ pnl: '-0.000001', payout: '0.000000', remaining: '1' });
    expect(desk.tick(price, price, 'DUST')).toMatchObject([{ reason: 'liquidation', payout: '0.000000' }]);
  });

  test('without a quantity all that is left closes', () => {
    const desk = tradingDesk(make);
    desk.open('buy');
    desk.close(1, part('0.4'));
    const closed = desk.close(1);
    expect(closed).toMatchObject({ quantity: '0.600', margin: '6.012000' });
    expect(closed).not.toHaveProperty('remaining');
  });

  test('the margin is released rounded down, and what is left keeps the rest', () => {
    const desk = tradingDesk(make);
    desk.price('100.0');
    // 33.333334 in all; 0.001 of it is 0.033333334.
    desk.open('buy', { leverage: 3 });
    for (const rest of ['33.300001', '33.266668', '33.233335']) {
      const [open] = desk.account().orders as { quantity: string }[];
      expect(desk.close(1, part('0.001', open?.quantity))).toMatchObject({ margin: '0.033333', remainingMargin: rest });
    }
  });

  test('a loss of the part beyond its margin is the house’s, and what is left is judged by the next tick', () => {
    const desk = tradingDesk(make, { guaranteedStopPpm: 0 });
    // The stop stands behind the margin call: at 90.0 both hold, and the stop pays its own price.
    desk.open('buy', { quantity: '2', leverage: 20, stopLoss: '93', guaranteed: true });
    desk.tick('95.5', '95.6');
    expect(desk.close(1, part('1', '2'))).toMatchObject({ pnl: '-4.700000', payout: '0.310000' });
    expect(desk.price('95.5')).toEqual([]);
    expect(story(desk.price('95.4'))).toEqual(['1 closed liquidation']);
  });

  test('a liquidation price below zero: rounding may leave more margin than a position at 1:1 can lose', () => {
    const desk = tradingDesk(make, { quantityDecimals: 6, minQuantity: '0.000001' });
    desk.price('0.1');
    // 0.000011 at 0.1 are 1.1 millionths: a margin of two, of which a part of 5/11 releases none. Two are lost where a price
    // has moved by more than a sixth.
    desk.enter(1, 'buy', { quantity: '0.000011', leverage: 1 });
    desk.enter(2, 'sell', { quantity: '0.000011', leverage: 1 });
    const rest = { margin: '0.000000', remainingMargin: '0.000002' };
    expect(desk.close(1, part('0.000005', '0.000011'))).toMatchObject({ ...rest, remainingLiquidationPrice: '-0.1' });
    expect(desk.close(2, part('0.000005', '0.000011'))).toMatchObject({ ...rest, remainingLiquidationPrice: '0.3' });
    const calledAt = ['-0.1', '0.3'].map((liquidationPrice) => ({ liquidationPrice }));
    expect(desk.account()).toMatchObject({ orders: calledAt });
    expect(desk.price('0.2')).toEqual([]);
    expect(story(desk.price('0.3'))).toEqual(['2 closed liquidation']);
  });

  test.each([
    ['closed', 'market_closed'],
    ['close_only', 'closed'],
  ])('in mode %s a part is %s', (mode, outcome) => {
    const desk = tradingDesk(make);
    desk.open('buy');
    desk.setInstrument({ priceDecimals: 1, mode });
    const closed = desk.close(1, part('0.5'));
    expect(closed.code ?? closed.type).toBe(outcome);
  });

  test('the checks come in their order', () => {
    const desk = tradingDesk(make);
    desk.open('buy');
    const late = { validUntil: desk.nowMs - 1 };
    desk.wait(5_001);
    expect(desk.close(1, part('0.5'))).toMatchObject({ code: 'stale_price' });
    expect(desk.close(1, part('5'))).toMatchObject({ code: 'invalid_quantity' });
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    expect(desk.close(1, part('5'))).toMatchObject({ code: 'market_closed' });
    expect(desk.close(1, { ...part('5'), ...late })).toMatchObject({ code: 'expired' });
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    expect(desk.close(1, { ...part('5'), ...late })).toMatchObject({ code: 'account_restricted' });
    expect(desk.close(2, { ...part('5'), ...late })).toMatchObject({ code: 'unknown_order' });
    expect(desk.close(1, { ...part('5'), userId: BOB })).toMatchObject({ code: 'unknown_order' });
  });

  test('limits count what is left', () => {
    const desk = tradingDesk(make);
    desk.price('100.0');
    desk.send('set-group', { group: 'default', maxNotional: '150' });
    desk.open('buy');
    expect(desk.tryToEnter(2, 'buy')).toBe('position_limit');
    desk.close(1, part('0.5'));
    expect(desk.send('get-account', { userId: ALICE, exposure: true }).exposure).toMatchObject({
      ...{ openOrders: 1, totalNotional: '50.000000' },
    });
    expect(desk.tryToEnter(2, 'buy')).toBe('created');
  });
});
