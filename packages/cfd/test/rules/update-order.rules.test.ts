import { describe, expect, test } from 'vitest';
import { ALICE, type Desk, openDesk, orderId, subjects } from '../harness.ts';

function update(desk: Desk, levels: { [field: string]: unknown }): { [field: string]: unknown } {
  return desk.send('update-order', { orderId: orderId(1), userId: ALICE, ...levels });
}

describe.each(subjects)('update-order (%s)', (_, make) => {
  test.each([
    // What counts is the price at which the order would close now: 99.90 for a buy, 100.00 for a sell.
    { side: 'buy', level: 'takeProfit', price: '99.91', outcome: 'updated' },
    { side: 'buy', level: 'takeProfit', price: '99.90', outcome: 'invalid_take_profit' },
    { side: 'buy', level: 'stopLoss', price: '99.89', outcome: 'updated' },
    { side: 'buy', level: 'stopLoss', price: '99.90', outcome: 'invalid_stop_loss' },
    { side: 'sell', level: 'takeProfit', price: '99.99', outcome: 'updated' },
    { side: 'sell', level: 'takeProfit', price: '100.00', outcome: 'invalid_take_profit' },
    { side: 'sell', level: 'stopLoss', price: '100.01', outcome: 'updated' },
    { side: 'sell', level: 'stopLoss', price: '100.00', outcome: 'invalid_stop_loss' },
  ] as const)('on 99.90/100.00 a $side takes $level $price: $outcome', ({ side, level, price, outcome }) => {
    const desk = openDesk(make, '99.90', '100.00');
    desk.open(side);
    const answer = update(desk, { [level]: price });
    expect(answer.code ?? answer.type).toBe(outcome);
  });

  test.each([
    // Opened with 110.00 and 95.00. Absent keeps, null removes.
    { levels: {}, takeProfit: '110.00', stopLoss: '95.00' },
    { levels: { takeProfit: '111' }, takeProfit: '111.00', stopLoss: '95.00' },
    { levels: { stopLoss: '96' }, takeProfit: '110.00', stopLoss: '96.00' },
    { levels: { takeProfit: null }, takeProfit: null, stopLoss: '95.00' },
    { levels: { stopLoss: null }, takeProfit: '110.00', stopLoss: null },
    { levels: { takeProfit: null, stopLoss: '97.5' }, takeProfit: null, stopLoss: '97.50' },
    { levels: { takeProfit: null, stopLoss: null }, takeProfit: null, stopLoss: null },
  ])('110.00 and 95.00 with $levels become $takeProfit and $stopLoss', ({ levels, takeProfit, stopLoss }) => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '110', stopLoss: '95' });
    expect(update(desk, { ...levels, requestId: 'u' })).toEqual({
      type: 'updated',
      requestId: 'u',
      orderId: orderId(1),
      userId: ALICE,
      takeProfit,
      stopLoss,
    });
    expect(desk.account()).toMatchObject({ orders: [{ takeProfit, stopLoss }] });
  });

  test.each([
    [{ takeProfit: '120', stopLoss: '100.00' }, 'invalid_stop_loss'],
    [{ takeProfit: null, stopLoss: 'x' }, 'invalid_stop_loss'],
    [{ takeProfit: '100.00', stopLoss: '96' }, 'invalid_take_profit'],
    [{ takeProfit: '110.001', stopLoss: null }, 'invalid_take_profit'],
    [{ takeProfit: '', stopLoss: '' }, 'invalid_take_profit'],
    [{ takeProfit: '0' }, 'invalid_take_profit'],
    [{ stopLoss: '0' }, 'invalid_stop_loss'],
    [{ stopLoss: '-1' }, 'invalid_stop_loss'],
    [{ takeProfit: '45035996273704.96' }, 'invalid_take_profit'],
    [{ takeProfit: 120, stopLoss: '96' }, 'invalid_command'],
    [{ takeProfit: '120', stopLoss: false }, 'invalid_command'],
  ])('of %j nothing is taken over: %s', (levels, code) => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '110', stopLoss: '95' });
    expect(update(desk, levels)).toMatchObject({ code });
    expect(desk.account()).toMatchObject({ orders: [{ takeProfit: '110.00', stopLoss: '95.00' }] });
    expect(desk.tick('109.99', '109.99')).toEqual([]);
    expect(desk.tick('110.00', '110.00')).toMatchObject([{ reason: 'take_profit' }]);
  });

  test.each([
    { side: 'buy', levels: { takeProfit: '104' }, quiet: '103.99', at: '104.00', reason: 'take_profit' },
    { side: 'buy', levels: { takeProfit: '106' }, quiet: '105.99', at: '106.00', reason: 'take_profit' },
    { side: 'buy', levels: { stopLoss: '94' }, quiet: '94.01', at: '94.00', reason: 'stop_loss' },
    { side: 'buy', levels: { stopLoss: null }, quiet: '90.51', at: '90.50', reason: 'liquidation' },
    { side: 'sell', levels: { takeProfit: '94' }, quiet: '94.01', at: '94.00', reason: 'take_profit' },
    { side: 'sell', levels: { stopLoss: '106' }, quiet: '105.99', at: '106.00', reason: 'stop_loss' },
    { side: 'sell', levels: { stopLoss: null }, quiet: '109.49', at: '109.50', reason: 'liquidation' },
  ] as const)('a $side with new levels $levels waits at $quiet and closes at $at', (row) => {
    const { side, levels, quiet, at, reason } = row;
    const desk = openDesk(make);
    const [above, below] = ['105.00', '95.00'];
    desk.open(side, side === 'buy' ? { takeProfit: above, stopLoss: below } : { takeProfit: below, stopLoss: above });
    update(desk, levels);
    expect(desk.tick(quiet, quiet)).toEqual([]);
    expect(desk.tick(at, at)).toMatchObject([{ reason }]);
  });

  test('a stop may be trailed into profit', () => {
    const desk = openDesk(make);
    desk.open('buy', { stopLoss: '95' });
    desk.tick('108.00', '108.00');
    expect(update(desk, { stopLoss: '107.99' })).toMatchObject({ stopLoss: '107.99' });
    expect(desk.tick('107.99', '107.99')).toMatchObject([{ reason: 'stop_loss', pnl: '7.990000' }]);
  });

  test('levels may be changed on a stale quote', () => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.wait(86_400_000);
    expect(update(desk, { takeProfit: '100.01' })).toMatchObject({ type: 'updated', takeProfit: '100.01' });
  });

  test('a closed order has no levels any more', () => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '101' });
    desk.tick('101.00', '101.00');
    expect(update(desk, { takeProfit: '120' })).toMatchObject({ code: 'unknown_order' });
  });
});
