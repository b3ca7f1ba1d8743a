import { describe, expect, test } from 'vitest';
import { ALICE, Desk, GOLD, orderId, type Subject, subjects } from '../../harness.ts';

/** A desk under older rules, where gold is quoted 100.00/100.00. */
function olderDesk(make: () => Subject, version: number, settings: object = {}): Desk {
  const desk = new Desk(make());
  desk.send('set-rules', { version });
  desk.setInstrument({ ...settings });
  desk.deposit('1000');
  desk.tick('100.00', '100.00');
  return desk;
}

const FIELDS = ['trailingDistance', 'guaranteed', 'guaranteedExecutionFee', 'remaining', 'remainingMargin', 'nettedBy'];

describe.each(subjects)('rules before the sixth (%s)', (_, make) => {
  test.each([1, 2, 3, 4, 5])('rules %i know no new commands', (version) => {
    const desk = olderDesk(make, version);
    for (const type of ['cancel-order', 'close-all', 'cancel-all'])
      expect(desk.outcome(type, { orderId: orderId(1), userId: ALICE })).toBe('invalid_command');
    expect(desk.send('cancel-order', { orderId: orderId(1), userId: ALICE })).toMatchObject({ orderId: orderId(1) });
  });

  test.each([
    [{ orderType: 'limit', price: '95' }],
    [{ orderType: 'stop' }],
    [{ orderType: 7, price: {}, expiresAt: 'soon' }],
    [{ trailingDistance: '3', stopLoss: '90' }],
    [{ trailingDistance: [], guaranteed: 'yes', reduceOnly: 1 }],
    [{ reduceOnly: true, takeProfit: '110' }],
  ])('an order with %j opens as if nothing of it were there', (terms) => {
    const desk = olderDesk(make, 5);
    const opened = desk.open('buy', terms);
    expect(opened).toMatchObject({ type: 'created', openPrice: '100.00', margin: '10.000000' });
    for (const name of FIELDS) expect(opened).not.toHaveProperty(name);
    expect(desk.account()).not.toHaveProperty('pendingOrders');
  });

  test('a part is not closed, but all of it', () => {
    const desk = olderDesk(make, 5);
    desk.open('buy');
    const closed = desk.send('close-order', { orderId: orderId(1), userId: ALICE, quantity: '0.5', openQuantity: 7 });
    expect(closed).toMatchObject({ type: 'closed', quantity: '1.000' });
    for (const name of FIELDS) expect(closed).not.toHaveProperty(name);
  });

  test('a change has levels alone', () => {
    const desk = olderDesk(make, 5);
    desk.open('buy');
    const changes = { stopLoss: '95', trailingDistance: '3', price: 5, expiresAt: 'x' };
    expect(desk.send('update-order', { requestId: 'q', orderId: orderId(1), userId: ALICE, ...changes })).toEqual({
      ...{ type: 'updated', requestId: 'q', orderId: orderId(1), userId: ALICE, takeProfit: null, stopLoss: '95.00' },
    });
  });

  test('accounts hedge, and instruments offer no guarantee', () => {
    const desk = olderDesk(make, 5);
    const answer = desk.setInstrument({ guaranteedStopPpm: 'x', minGuaranteedDistanceBps: 5 });
    for (const name of ['guaranteedStopPpm', 'minGuaranteedDistanceBps']) expect(answer).not.toHaveProperty(name);
    expect(desk.send('set-group', { requestId: 'q', group: 'default', positionMode: 'netting' })).toEqual({
      ...{ type: 'group-set', requestId: 'q', group: 'default' },
    });
    desk.open('buy');
    desk.open('sell', { orderId: orderId(2) });
    expect(desk.account().orders).toHaveLength(2);
  });

  test('what was opened before is there under the sixth, and hedges until that is set', () => {
    const desk = olderDesk(make, 5, { guaranteedStopPpm: 1_000 });
    desk.open('buy', { stopLoss: '90', guaranteed: true });
    desk.send('set-rules', { version: 6 });
    const update = (changes: object) =>
      desk.outcome('update-order', { orderId: orderId(1), userId: ALICE, ...changes });
    expect(update({ stopLoss: null })).toBe('updated');
    expect(update({ trailingDistance: '3' })).toBe('updated');
    expect(desk.tryToOpen('sell', { orderId: orderId(2), guaranteed: true, stopLoss: '110' })).toBe(
      'invalid_stop_loss',
    );
    expect(desk.tryToOpen('sell', { orderId: orderId(2) })).toBe('created');
    expect(desk.tick('97.00', '97.00')).toMatchObject([{ reason: 'trailing_stop' }]);
    expect(desk.tick('90.00', '90.00', GOLD.asset)).toEqual([]);
  });
});
