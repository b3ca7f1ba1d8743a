import { describe, expect, test } from 'vitest';
import { ALICE, BOB, Desk, orderId, type Subject, subjects } from '../harness.ts';

const COIN = {
  asset: 'COIN',
  priceDecimals: 8,
  quantityDecimals: 8,
  minQuantity: '0.00000001',
  maxQuantity: '90071992.54740991',
  maxLeverage: 1_000_000,
  maxQuoteAgeMs: 5_000,
};

/** A desk where Alice has the greatest deposit that there is: 2^53 - 1 millionths. */
function richDesk(make: () => Subject, price: string): Desk {
  const desk = new Desk(make());
  desk.send('set-instrument', COIN);
  desk.deposit('9007199254.740991');
  desk.tick(price, price, 'COIN');
  return desk;
}

describe.each(subjects)('amounts beyond 2^53 (%s)', (_, make) => {
  test.each([
    // 45000000.00000001 x 90000000.00000001 = 4050000000000001.35 and a ten-quadrillionth: a millionth part of it, rounded up.
    // A step of 0.00000001 on that quantity is 0.9 and a ten-quadrillionth: the gain is rounded down, the loss up.
    { side: 'buy', to: '45000000.00000002', pnl: '0.900000' },
    { side: 'buy', to: '45000000.00000000', pnl: '-0.900001' },
    { side: 'sell', to: '45000000.00000002', pnl: '-0.900001' },
    { side: 'sell', to: '45000000.00000000', pnl: '0.900000' },
  ] as const)('a $side from 45000000.00000001 to $to makes $pnl', ({ side, to, pnl }) => {
    const desk = richDesk(make, '45000000.00000001');
    const opened = desk.open(side, { asset: 'COIN', quantity: '90000000.00000001', leverage: 1_000_000 });
    expect(opened).toMatchObject({ margin: '4050000000.000002', balance: '4957199254.740989' });
    desk.tick(to, to, 'COIN');
    expect(desk.account()).toMatchObject({ unrealizedPnl: pnl });
    expect(desk.send('close-order', { orderId: orderId(1), userId: ALICE })).toMatchObject({ pnl });
  });

  test('a balance may grow beyond 2^53 millionths and is spent to the last one', () => {
    const desk = richDesk(make, '100.00000000');
    // 90,000,000 coins at 100 and 1:1000000 take 9,000; at 200 they have won 9,000,000,000.
    desk.open('buy', { asset: 'COIN', quantity: '90000000', leverage: 1_000_000 });
    desk.tick('200.00000000', '200.00000000', 'COIN');
    const closed = desk.send('close-order', { orderId: orderId(1), userId: ALICE });
    expect(closed).toMatchObject({ pnl: '9000000000.000000', balance: '18007199254.740991' });
    desk.tick('1000.00000000', '1000.00000000', 'COIN');
    const all = { asset: 'COIN', quantity: '18007199.25474099', leverage: 1 };
    expect(desk.open('buy', { ...all, orderId: orderId(2) })).toMatchObject({ balance: '0.000001' });
    const more = { ...all, orderId: orderId(3), quantity: '0.00000001' };
    expect(desk.open('buy', more)).toMatchObject({ code: 'insufficient_balance' });
  });

  test('the loss of a position worth more than all deposits stops at its margin', () => {
    const desk = richDesk(make, '45000000.00000000');
    desk.deposit('1', BOB);
    desk.open('sell', { asset: 'COIN', quantity: '90000000', leverage: 1_000_000 });
    const [closed] = desk.tick('45035996.27370495', '45035996.27370495', 'COIN');
    // 35996.27370495 x 90000000 = 3239664633445.5, against a margin of 4,050,000,000.
    const outcome = { reason: 'liquidation', pnl: '-3239664633445.500000', payout: '0.000000' };
    expect(closed).toMatchObject({ ...outcome, balance: '4957199254.740991' });
  });

  test('the liquidation price of a position worth 4 quadrillion is exact to the last digit', () => {
    // The margin is 4,050,000,000, of which 3,847,500,000 may be lost: 42.75 a coin.
    for (const [side, liquidationPrice, beside] of [
      ['buy', '44999957.25000000', '44999957.25000001'],
      ['sell', '45000042.75000000', '45000042.74999999'],
    ] as const) {
      const desk = richDesk(make, '45000000.00000000');
      const opened = desk.open(side, { asset: 'COIN', quantity: '90000000', leverage: 1_000_000 });
      expect(opened).toMatchObject({ liquidationPrice });
      expect(desk.tick(beside, beside, 'COIN')).toEqual([]);
      expect(desk.tick(liquidationPrice, liquidationPrice, 'COIN')).toMatchObject([{ reason: 'liquidation' }]);
    }
  });

  test('an expected price far away gives a slippage of many digits', () => {
    const desk = richDesk(make, '45035996.27370495');
    const terms = { asset: 'COIN', quantity: '0.00000001', leverage: 1_000_000, expectedPrice: '0.00000001' };
    expect(desk.open('buy', terms)).toMatchObject({ slippage: '45035996.27370494', margin: '0.000001' });
    expect(desk.open('sell', { ...terms, orderId: orderId(2) })).toMatchObject({ slippage: '-45035996.27370494' });
    const exact = { ...terms, orderId: orderId(3), expectedPrice: '45035996.27370494' };
    expect(desk.open('buy', { ...exact, maxSlippageBps: 0 })).toMatchObject({ code: 'slippage_exceeded' });
    expect(desk.open('buy', { ...exact, maxSlippageBps: 1 })).toMatchObject({ slippage: '0.00000001' });
  });

  test('with twelve decimals on both sides, less than a millionth still costs a whole one', () => {
    const desk = richDesk(make, '1.00000000');
    const dust = { asset: 'DUST', priceDecimals: 12, quantityDecimals: 12, minQuantity: '0.000000000001' };
    desk.send('set-instrument', { ...COIN, ...dust, maxQuantity: '9007.199254740991' });
    desk.tick('0.000000000001', '0.000000000001', 'DUST');
    const opened = desk.open('buy', { asset: 'DUST', quantity: '0.000000000001', leverage: 1 });
    expect(opened).toMatchObject({ margin: '0.000001', liquidationPrice: '0.000000000000' });
    const [closed] = [desk.send('close-order', { orderId: orderId(1), userId: ALICE })];
    expect(closed).toMatchObject({ pnl: '0.000000', balance: '9007199254.740991' });
  });
});
