import { describe, expect, test } from 'vitest';
import { START_MS, subjects, userId } from '../../harness.ts';
import { ALICE, BOB, type OrderDesk, orderId, story, tradingDesk } from './order-desk.ts';

/** A buy limit of 95.0 with a take-profit of 120.0 and a stop-loss of 90.0, on 100.0/100.2. */
function waitingDesk(make: Parameters<typeof tradingDesk>[0], terms: object = {}): OrderDesk {
  const desk = tradingDesk(make);
  const all = { orderType: 'limit', price: '95', takeProfit: '120', stopLoss: '90', ...terms };
  expect(desk.tryToEnter(1, 'buy', all)).toBe('placed');
  return desk;
}

const NAMES = { type: 'updated', requestId: 'u', orderId: orderId(1), userId: ALICE };
const LEVELS = { takeProfit: '120.0', stopLoss: '90.0' };

describe.each(subjects)('changing an order that waits (%s)', (_, make) => {
  test.each([
    [{}, { ...LEVELS, price: '95.0' }],
    [{ price: '96' }, { ...LEVELS, price: '96.0' }],
    [{ takeProfit: null }, { ...LEVELS, takeProfit: null, price: '95.0' }],
    [{ stopLoss: null }, { ...LEVELS, stopLoss: null, price: '95.0' }],
    [
      { takeProfit: '95.1', stopLoss: '94.9' },
      { takeProfit: '95.1', stopLoss: '94.9', price: '95.0' },
    ],
    [{ expiresAt: START_MS + 1 }, { ...LEVELS, price: '95.0', expiresAt: START_MS + 1 }],
    [{ trailingDistance: '3' }, { ...LEVELS, stopLoss: null, price: '95.0', trailingDistance: '3.0' }],
    [
      { trailingDistance: '3', stopLoss: null },
      { ...LEVELS, stopLoss: null, price: '95.0', trailingDistance: '3.0' },
    ],
    [{ trailingDistance: null }, { ...LEVELS, price: '95.0' }],
  ])('%j', (changes, told) => {
    const desk = waitingDesk(make);
    expect(desk.update(1, { requestId: 'u', ...changes })).toEqual({ ...NAMES, ...told });
    expect(desk.account()).toMatchObject({ pendingOrders: [told] });
  });

  test('a stop-loss takes the place of a trailing stop', () => {
    const desk = waitingDesk(make, { stopLoss: undefined, trailingDistance: '3' });
    expect(desk.update(1, { stopLoss: '91' })).not.toHaveProperty('trailingDistance');
    expect(desk.account()).toMatchObject({ pendingOrders: [{ stopLoss: '91.0', trailingDistance: null }] });
  });

  test.each([
    ['buy', 'limit', '100.1', '100.2'],
    ['buy', 'stop', '100.3', '100.2'],
    ['sell', 'limit', '100.1', '100.0'],
    ['sell', 'stop', '99.9', '100.0'],
  ] as const)('the price of a %s %s may be %s, and not %s', (side, orderType, good, bad) => {
    const desk = tradingDesk(make);
    desk.enter(1, side, { orderType, price: (orderType === 'limit') === (side === 'buy') ? '90' : '110' });
    expect(desk.tryToUpdate(1, { price: bad })).toBe('invalid_price');
    expect(desk.tryToUpdate(1, { price: good })).toBe('updated');
  });

  test.each([
    [{ price: 'x' }, 'invalid_price'],
    [{ price: '95.01' }, 'invalid_price'],
    [{ price: '0' }, 'invalid_price'],
    [{ price: null }, 'invalid_command'],
    [{ price: 95 }, 'invalid_command'],
    [{ expiresAt: START_MS }, 'invalid_expiry'],
    [{ expiresAt: 0 }, 'invalid_expiry'],
    [{ expiresAt: 'x' }, 'invalid_command'],
    [{ expiresAt: -1 }, 'invalid_command'],
    // The levels that stay are seen against the new price as well.
    [{ price: '90.1' }, 'updated'],
    [{ price: '90' }, 'invalid_stop_loss'],
    [{ price: '90', stopLoss: '89.9' }, 'updated'],
    [{ price: '90', stopLoss: null }, 'updated'],
    [{ price: '90', trailingDistance: '1' }, 'updated'],
    [{ takeProfit: '95' }, 'invalid_take_profit'],
    [{ takeProfit: 'x' }, 'invalid_take_profit'],
    [{ stopLoss: '95' }, 'invalid_stop_loss'],
    [{ trailingDistance: '0' }, 'invalid_trailing_distance'],
    [{ stopLoss: '91', trailingDistance: '3' }, 'invalid_command'],
    // In the order of the codes.
    [{ price: 'x', expiresAt: 0, takeProfit: 'x', stopLoss: 'x' }, 'invalid_price'],
    [{ expiresAt: 0, takeProfit: 'x', stopLoss: 'x' }, 'invalid_expiry'],
    [{ takeProfit: 'x', stopLoss: 'x' }, 'invalid_take_profit'],
    [{ takeProfit: 'x', trailingDistance: 'x' }, 'invalid_take_profit'],
  ])('%j: %s, and then nothing is taken over', (changes, outcome) => {
    const desk = waitingDesk(make);
    const before = desk.account().pendingOrders;
    expect(desk.tryToUpdate(1, changes)).toBe(outcome);
    if (outcome !== 'updated') expect(desk.account().pendingOrders).toEqual(before);
  });

  test('a stop order’s levels move with its price', () => {
    const desk = waitingDesk(make, { orderType: 'stop', price: '110' });
    expect(desk.tryToUpdate(1, { price: '120' })).toBe('invalid_take_profit');
    expect(desk.tryToUpdate(1, { price: '119.9' })).toBe('updated');
  });

  test.each([[{ price: '95' }], [{ price: 'x' }], [{ expiresAt: START_MS + 9 }], [{ expiresAt: null }]])(
    'an open position has no %j',
    (changes) => {
      const desk = waitingDesk(make);
      desk.price('95.0');
      expect(desk.tryToUpdate(1, { ...changes, validUntil: 0 })).toBe('invalid_command');
      expect(desk.tryToUpdate(2, changes)).toBe('unknown_order');
    },
  );

  test('it may be changed at any time: stale, closed, restricted, and not when it is too late', () => {
    const desk = waitingDesk(make);
    desk.wait(60_000);
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    expect(desk.tryToUpdate(1, { price: '96', takeProfit: '121', trailingDistance: '3' })).toBe('updated');
    expect(desk.tryToUpdate(1, { price: 'x', validUntil: desk.nowMs - 1 })).toBe('expired');
    expect(desk.tryToUpdate(1, { price: '94', validUntil: desk.nowMs })).toBe('updated');
  });

  test('it opens at its new price and with its new levels, in its old place', () => {
    const desk = waitingDesk(make);
    desk.enter(2, 'buy', { orderType: 'limit', price: '97' });
    desk.update(1, { price: '97', stopLoss: '96.5', takeProfit: '130' });
    expect(desk.price('97.1')).toEqual([]);
    const events = desk.price('97.0');
    expect(story(events)).toEqual(['1 created', '2 created']);
    expect(events[0]).toMatchObject({ takeProfit: '130.0', stopLoss: '96.5', slippage: '0.0' });
    expect(story(desk.price('96.5'))).toEqual(['1 closed stop_loss']);
  });

  test('what moved away from the price does not open there any more', () => {
    const desk = waitingDesk(make);
    desk.update(1, { price: '93' });
    expect(desk.price('93.1')).toEqual([]);
    expect(story(desk.price('93.0'))).toEqual(['1 created']);
  });

  test('cancelling tells what it was last', () => {
    const desk = waitingDesk(make);
    desk.update(1, { price: '96' });
    expect(desk.cancel(1)).toMatchObject({
      ...{ type: 'cancelled', code: 'requested', orderId: orderId(1), price: '96.0', takeProfit: '120.0' },
      requestId: expect.stringMatching(/^r/),
    });
    expect([desk.statusOf(1), desk.price('90.0')]).toEqual(['cancelled', []]);
  });

  test.each([
    ['cancel-order', orderId(1), BOB, 'unknown_order'],
    ['cancel-order', orderId(9), ALICE, 'unknown_order'],
    ['cancel-order', orderId(2), ALICE, 'unknown_order'],
    ['cancel-order', orderId(1), userId(9), 'unknown_account'],
    ['cancel-order', 'x', ALICE, 'invalid_command'],
    ['close-order', orderId(1), ALICE, 'unknown_order'],
    ['update-order', orderId(1), BOB, 'unknown_order'],
  ])('%s of %s by %s: %s', (type, orderId, userId, code) => {
    const desk = waitingDesk(make);
    desk.enter(2, 'buy');
    expect(desk.outcome(type, { orderId, userId })).toBe(code);
    expect(desk.statusOf(1)).toBe('pending');
  });

  test('it may be cancelled at any time, and only once', () => {
    const desk = waitingDesk(make);
    desk.wait(60_000);
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    expect(desk.cancel(1)).toMatchObject({ type: 'cancelled' });
    expect(desk.cancel(1)).toMatchObject({ code: 'unknown_order' });
  });
});
