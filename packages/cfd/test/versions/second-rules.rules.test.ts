import { describe, expect, test } from 'vitest';
import { GOLD, openDesk, orderId, quietDesk, subjects } from '../harness.ts';

/** The rules that version 2 switches on, from its entry on and not earlier. */
describe.each(subjects)('rules version 2 (%s)', (_, make) => {
  // 2^42 units, of cents.
  const [highest, higher] = ['43980465111.04', '43980465111.05'];

  test('takes prices up to 2^42 units', () => {
    const desk = openDesk(make);
    desk.tick(higher, higher);
    const most = { quantity: '0.001', leverage: 100 };
    expect(desk.tryToOpen('buy', most)).toBe('insufficient_balance');
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy', { takeProfit: higher })).toBe('created');
    desk.send('set-rules', { version: 2 });
    const named = { orderId: orderId(2) };
    expect(desk.tryToOpen('buy', { ...named, takeProfit: higher })).toBe('invalid_take_profit');
    expect(desk.tryToOpen('buy', { ...named, expectedPrice: higher })).toBe('invalid_command');
    expect(desk.tryToOpen('buy', { ...named, takeProfit: highest, expectedPrice: highest })).toBe('created');
    const levels = { userId: desk.order('buy').userId, orderId: orderId(2) };
    expect(desk.outcome('update-order', { ...levels, takeProfit: higher })).toBe('invalid_take_profit');
    expect(desk.tick(higher, higher)).toEqual([]);
    expect(desk.account()).toMatchObject({ orders: [{ currentPrice: '100.00' }, { currentPrice: '100.00' }] });
    // The level from before the change still holds. The level at the limit is reached.
    expect(desk.tick(highest, highest)).toMatchObject([{ orderId: orderId(2), reason: 'take_profit' }]);
  });

  test('frees each id of a mass close after ten minutes, and no sooner, however many there are', () => {
    const desk = quietDesk(make);
    desk.send('set-rules', { version: 2 });
    desk.setInstrument({ maxQuoteAgeMs: 10_000_000 });
    desk.tick('100.00', '100.00');
    const ids = Array.from({ length: 40 }, (_, number) => orderId(number + 1));
    for (const id of ids) desk.open('buy', { orderId: id, quantity: '0.1', stopLoss: '99.00' });
    desk.wait(9_999 - (desk.nowMs % 10_000));
    expect(desk.tick('99.00', '99.00')).toHaveLength(40);
    const order = (id: string | undefined) => ({ orderId: id, userId: desk.order('buy').userId });
    const statusOf = (id: string | undefined) => desk.send('get-order', order(id)).status;
    desk.wait(600_000);
    expect(ids.map(statusOf)).toEqual(ids.map(() => 'closed'));
    expect(desk.tryToOpen('buy', { orderId: ids[0] })).toBe('duplicate_order');
    desk.wait(1);
    expect(statusOf(ids[39])).toBe('unknown');
    expect(desk.tryToOpen('buy', { orderId: ids[39], quantity: '0.1', stopLoss: '98.00' })).toBe('created');
    expect(desk.send('void-order', order(ids[38])).status).toBe('unknown');
    expect(statusOf(ids[38])).toBe('closed');
    expect(desk.tick('98.00', '98.00')).toMatchObject([{ orderId: ids[39] }]);
    desk.wait(600_000);
    expect([statusOf(ids[39]), statusOf(ids[38]), statusOf(ids[0])]).toEqual(['closed', 'closed', 'unknown']);
    expect(desk.outcome('set-instrument', GOLD)).toBe('instrument-set');
    desk.wait(10_000);
    expect(ids.map(statusOf)).toEqual(ids.map(() => 'unknown'));
  });
});
