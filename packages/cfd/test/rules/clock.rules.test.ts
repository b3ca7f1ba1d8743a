import { describe, expect, test } from 'vitest';
import { ALICE, BOB, GOLD, openDesk, orderId, quietDesk, START_MS, underAllRules } from '../harness.ts';

const FIRST = { orderId: orderId(1), userId: ALICE };

describe.each(underAllRules)('clock (%s)', (_, make) => {
  test.each([
    [5_000, 'created', 'closed'],
    [5_001, 'stale_price', 'stale_price'],
  ])('%d ms after the last tick, with 5,000 allowed, an order is %s, and closing it %s', (age, opening, closing) => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.wait(age);
    expect(desk.tryToOpen('buy', { orderId: orderId(2) })).toBe(opening);
    expect(desk.outcome('close-order', FIRST)).toBe(closing);
  });

  test('a quote that may be 0 ms old is good within its own millisecond', () => {
    const desk = quietDesk(make);
    desk.setInstrument({ maxQuoteAgeMs: 0 });
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe('created');
    desk.wait(1);
    expect(desk.tryToOpen('buy', { orderId: orderId(2) })).toBe('stale_price');
  });

  test('any good tick makes the price fresh, the same price too', () => {
    const desk = openDesk(make);
    desk.wait(4_000);
    desk.tick('100.00', '100.00');
    desk.wait(5_000);
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test.each([
    ['crossed', { bid: '100.01', ask: '100.00' }],
    ['of zero', { bid: '0', ask: '0' }],
    ['with too many decimals', { bid: '100.001', ask: '100.002' }],
    ['of another asset', { asset: 'NOWHERE', bid: '100.00', ask: '100.00' }],
    ['that is malformed', { bid: '100.00', ask: 'x' }],
  ])('a tick %s does not make the price fresh', (_, tick) => {
    const desk = openDesk(make);
    desk.wait(4_000);
    desk.sendRaw('price-update', { asset: GOLD.asset, ...tick });
    desk.wait(1_001);
    expect(desk.tryToOpen('buy')).toBe('stale_price');
  });

  test.each([
    [0, 'duplicate_order', 'closed'],
    [600_000, 'duplicate_order', 'closed'],
    [600_001, 'created', 'unknown'],
  ])('%d ms after it was closed, an id is %s and its order %s', (age, outcome, status) => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.wait(40);
    desk.send('close-order', FIRST);
    desk.wait(age);
    desk.tick('100.00', '100.00');
    expect(desk.send('get-order', FIRST)).toMatchObject({ status });
    expect(desk.tryToOpen('sell')).toBe(outcome);
  });

  test.each([
    ['take_profit', '101.00'],
    ['stop_loss', '99.00'],
    ['liquidation', '50.00'],
  ])('an id closed by %s is remembered just as long', (reason, price) => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '101', stopLoss: '99' });
    expect(desk.tick(price, price)).toMatchObject([{ reason }]);
    desk.wait(600_000);
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe('duplicate_order');
    desk.wait(1);
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test('an id is taken for everybody, open or just closed', () => {
    const desk = openDesk(make);
    desk.deposit('1000', BOB);
    desk.open('buy');
    expect(desk.tryToOpen('buy')).toBe('duplicate_order');
    expect(desk.tryToOpen('buy', { userId: BOB })).toBe('duplicate_order');
    desk.send('close-order', FIRST);
    expect(desk.tryToOpen('buy', { userId: BOB })).toBe('duplicate_order');
  });

  test('an id is taken for as long as its order is open', () => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.wait(600_001);
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe('duplicate_order');
  });

  test.each([
    [0, 'duplicate_order'],
    [600_000, 'duplicate_order'],
    [600_001, 'created'],
  ])('%d ms after its unknown order was made void, an id is %s', (age, outcome) => {
    const desk = openDesk(make);
    expect(desk.send('void-order', FIRST)).toMatchObject({ type: 'order', status: 'unknown' });
    desk.wait(age);
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe(outcome);
  });

  test('an id that was made void is taken for everybody, and counts as that of a closed order', () => {
    const desk = openDesk(make);
    desk.deposit('1000', BOB);
    desk.send('void-order', FIRST);
    expect(desk.tryToOpen('buy', { userId: BOB })).toBe('duplicate_order');
    expect(desk.send('get-order', FIRST)).toMatchObject({ status: 'closed' });
    expect(desk.send('get-order', { ...FIRST, userId: BOB })).toMatchObject({ status: 'unknown' });
    expect(desk.outcome('close-order', FIRST)).toBe('unknown_order');
    expect(desk.outcome('update-order', FIRST)).toBe('unknown_order');
  });

  test('to make an order void again does not make it last longer', () => {
    const desk = openDesk(make);
    desk.send('void-order', FIRST);
    desk.wait(600_000);
    expect(desk.send('void-order', FIRST)).toMatchObject({ status: 'closed' });
    desk.wait(1);
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test('an order that is open or closed is told, and is not made void', () => {
    const desk = openDesk(make);
    desk.deposit('1000', BOB);
    desk.open('buy');
    expect(desk.send('void-order', { ...FIRST, userId: BOB })).toMatchObject({ status: 'unknown' });
    const [order] = desk.account().orders as unknown[];
    expect(desk.send('void-order', FIRST)).toMatchObject({ status: 'open', order });
    expect(desk.outcome('close-order', FIRST)).toBe('closed');
    desk.wait(600_000);
    expect(desk.send('void-order', FIRST)).toMatchObject({ status: 'closed' });
    desk.wait(1);
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test('an id that was forgotten may be used again, also by another owner', () => {
    const desk = openDesk(make);
    desk.deposit('1000', BOB);
    desk.open('buy');
    desk.send('close-order', FIRST);
    desk.wait(600_001);
    desk.tick('100.00', '100.00');
    expect(desk.open('sell', { userId: BOB })).toMatchObject({ type: 'created', openedAt: START_MS + 600_001 });
    expect(desk.send('get-order', FIRST)).toMatchObject({ status: 'unknown' });
    expect(desk.outcome('close-order', FIRST)).toBe('unknown_order');
    desk.wait(10);
    const closed = desk.send('close-order', { ...FIRST, userId: BOB });
    expect(closed).toMatchObject({ openedAt: START_MS + 600_001, closedAt: START_MS + 600_011 });
    desk.wait(600_000);
    desk.tick('100.00', '100.00');
    expect(desk.tryToOpen('buy')).toBe('duplicate_order');
    expect(desk.send('get-order', FIRST)).toMatchObject({ status: 'unknown' });
  });

  test('ids closed one after another are forgotten one after another', () => {
    const desk = openDesk(make);
    desk.setInstrument({ maxQuoteAgeMs: 1_000_000 });
    for (const number of [1, 2, 3]) desk.open('buy', { orderId: orderId(number) });
    for (const number of [2, 1, 3]) {
      desk.send('close-order', { orderId: orderId(number), userId: ALICE });
      desk.wait(10);
    }
    // The second was closed at 0 ms, the first at 10, the third at 20. It is 30 now.
    desk.wait(599_981);
    const statuses = [1, 2, 3].map((number) => desk.send('get-order', { ...FIRST, orderId: orderId(number) }).status);
    expect(statuses).toEqual(['unknown', 'unknown', 'closed']);
  });
});
