import { describe, expect, test } from 'vitest';
import { START_MS, subjects } from '../../harness.ts';
import { deskWith, type OrderDesk, orderId, quoted, story } from './order-desk.ts';

/** The worked examples of the rules, with each of their figures. Prices are bid and ask. */

const at = (desk: OrderDesk, ms: number) => {
  desk.nowMs = START_MS + ms;
  return desk;
};

describe.each(subjects)('worked examples (%s)', (_, make) => {
  test('a tick is held', () => {
    const desk = at(deskWith(make, '1000', { maxJumpBps: 500, confirmJumpMs: 500 }), 1_000);
    expect(desk.tick('100.0', '100.2')).toEqual([]);
    expect(desk.open('buy')).toMatchObject({ margin: '10.020000', liquidationPrice: '90.6' });
    expect(at(desk, 1_100).tick('95.0', '95.2')).toEqual([]);
    expect(at(desk, 1_200).tick('90.2', '95.4')).toMatchObject([{ type: 'price-held', heldSince: START_MS + 1_200 }]);
    expect(at(desk, 1_250).tryToEnter(2, 'sell')).toBe('stale_price');
    expect(desk.close(1)).toMatchObject({ code: 'stale_price' });
    expect(at(desk, 1_300).tick('86.0', '90.8')).toEqual([]);
    expect(at(desk, 1_699).tick('86.0', '90.8')).toEqual([]);
    expect(at(desk, 1_700).tick('87.0', '90.8')).toMatchObject([
      { type: 'price-released', bid: '86.0', ask: '90.8', heldSince: START_MS + 1_200, outcome: 'confirmed' },
      { type: 'closed', closePrice: '87.0', reason: 'liquidation', pnl: '-13.200000', payout: '0.000000' },
    ]);
  });

  test('a bad print liquidates nobody', () => {
    const desk = at(deskWith(make, '1000', { maxJumpBps: 500, confirmJumpMs: 500 }), 1_000);
    desk.tick('100.0', '100.2');
    expect(desk.open('buy', { leverage: 50 })).toMatchObject({ liquidationPrice: '98.2' });
    expect(story(at(desk, 1_100).tick('90.0', '110.2'))).toEqual(['price-held']);
    expect(story(at(desk, 1_200).tick('60.0', '60.2'))).toEqual(['price-held']);
    expect(story(at(desk, 1_300).tick('99.0', '99.2'))).toEqual(['price-released dropped']);
    expect(desk.statusOf(1)).toBe('open');
    expect(at(desk, 1_800).tick('60.0', '60.2')).toMatchObject([{ type: 'price-held', heldSince: START_MS + 1_800 }]);
  });

  test('a guaranteed stop', () => {
    const desk = quoted(deskWith(make, '1000', { guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 }));
    const terms = { quantity: '2', guaranteed: true };
    expect(desk.tryToEnter(1, 'buy', { ...terms, stopLoss: '98.1' })).toBe('invalid_stop_loss');
    expect(desk.open('buy', { ...terms, stopLoss: '95.0' })).toMatchObject({
      ...{ margin: '20.040000', guaranteedExecutionFee: '0.200400', balance: '979.759600', guaranteed: true },
    });
    expect(desk.tick('80.0', '80.2')).toMatchObject([
      { reason: 'guaranteed_stop', closePrice: '95.0', pnl: '-10.400000', payout: '9.640000', balance: '989.399600' },
    ]);
  });

  test('the same without the guarantee', () => {
    const desk = quoted(deskWith(make, '1000', { guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 }));
    desk.open('buy', { quantity: '2', stopLoss: '95.0' });
    expect(desk.tick('80.0', '80.2')).toMatchObject([
      { reason: 'liquidation', closePrice: '80.0', payout: '0.000000', balance: '979.960000' },
    ]);
  });

  test('a guaranteed stop behind the liquidation price', () => {
    const desk = quoted(deskWith(make, '1000', { guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 }));
    const terms = { quantity: '2', leverage: 20, stopLoss: '93.0', guaranteed: true };
    expect(desk.open('buy', terms)).toMatchObject({ liquidationPrice: '95.4' });
    expect(desk.tick('95.4', '95.6')).toMatchObject([
      { reason: 'liquidation', closePrice: '95.4', pnl: '-9.600000', payout: '0.420000' },
    ]);
  });

  test('a trailing stop', () => {
    const desk = quoted(deskWith(make, '1000'));
    desk.open('buy', { quantity: '0.5', trailingDistance: '3.0' });
    expect([desk.price('104.0'), desk.price('101.1')]).toEqual([[], []]);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '101.0' }] });
    expect(desk.price('100.4')).toMatchObject([
      { reason: 'trailing_stop', closePrice: '100.4', pnl: '0.100000', liquidated: false },
    ]);
  });

  test('a partial close', () => {
    const desk = deskWith(make, '1', { priceDecimals: 2 });
    desk.tick('33.31', '33.33');
    const opened = { margin: '0.058328', liquidationPrice: '25.41' };
    expect(desk.open('buy', { quantity: '0.007', leverage: 4 })).toMatchObject(opened);
    desk.tick('33.10', '33.10');
    expect(desk.close(1, { quantity: '0.003', openQuantity: '0.007' })).toMatchObject({
      ...{ quantity: '0.003', margin: '0.024997', pnl: '-0.000690', payout: '0.024307', reason: 'manual' },
      ...{ remaining: '0.004', remainingMargin: '0.033331', remainingLiquidationPrice: '25.41' },
    });
    expect(desk.account()).toMatchObject({
      orders: [{ quantity: '0.004', margin: '0.033331', openPrice: '33.33', liquidationPrice: '25.41' }],
    });
    expect(desk.close(1, { quantity: '0.004', openQuantity: '0.004' })).toMatchObject({
      ...{ pnl: '-0.000920', margin: '0.033331', balance: '0.998390' },
    });
  });

  test('rounding at the edge', () => {
    const whole = { priceDecimals: 7, quantityDecimals: 0, minQuantity: '1', maxQuantity: '10' };
    const desk = deskWith(make, '1000', { asset: 'DUST', ...whole });
    const tick = (price: string) => desk.tick(price, price, 'DUST');
    tick('0.0000100');
    expect(desk.open('buy', { asset: 'DUST', quantity: '2' })).toMatchObject({ margin: '0.000002' });
    expect(tick('0.0000095')).toEqual([]);
    expect(desk.close(1, { quantity: '1', openQuantity: '2' })).toMatchObject({
      ...{ margin: '0.000001', pnl: '-0.000001', payout: '0.000000', remaining: '1', remainingMargin: '0.000001' },
    });
    expect(tick('0.0000095')).toMatchObject([{ reason: 'liquidation', pnl: '-0.000001', payout: '0.000000' }]);
  });

  test('pending orders on one tick', () => {
    const desk = quoted(deskWith(make, '10'));
    expect(desk.open('buy', { leverage: 11, stopLoss: '97.0' })).toMatchObject({ margin: '9.109091' });
    const pending = [
      ['buy', { orderType: 'limit', price: '97.5', stopLoss: '96.5' }],
      ['buy', { orderType: 'limit', price: '97.0', stopLoss: '90.0' }],
      ['sell', { orderType: 'stop', price: '98.0', maxSlippageBps: 100 }],
      ['sell', { orderType: 'stop', price: '97.0', maxSlippageBps: 100 }],
    ] as const;
    pending.forEach(([side, terms], index) => {
      expect(desk.tryToEnter(index + 2, side, { quantity: '0.5', ...terms })).toBe('placed');
    });
    expect(desk.tick('96.4', '96.6')).toMatchObject([
      { orderId: orderId(1), reason: 'stop_loss', balance: '6.200000' },
      { type: 'cancelled', requestId: null, orderId: orderId(2), code: 'invalid_stop_loss' },
      {
        ...{ type: 'created', requestId: null, orderId: orderId(3), openPrice: '96.6', margin: '4.830000' },
        ...{ balance: '1.370000', slippage: '-0.4' },
      },
      { type: 'cancelled', requestId: null, orderId: orderId(4), code: 'slippage_exceeded' },
      { type: 'cancelled', requestId: null, orderId: orderId(5), code: 'insufficient_balance' },
    ]);
  });
});
