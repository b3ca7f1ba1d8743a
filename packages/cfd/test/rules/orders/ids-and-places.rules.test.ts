import { describe, expect, test } from 'vitest';
import { subjects } from '../../harness.ts';
import { ALICE, BOB, type OrderDesk, orderId, story, tradingDesk } from './order-desk.ts';

const limit = (price = '95', terms: object = {}) => ({ orderType: 'limit', price, ...terms });
const voidOrder = (desk: OrderDesk, number: number, userId = ALICE) =>
  desk.send('void-order', { orderId: orderId(number), userId });

describe.each(subjects)('ids and places of orders (%s)', (_, make) => {
  test('an id is in use while the order waits, for everybody', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', limit());
    desk.wait(3_600_000);
    desk.price('100.0');
    expect(desk.tryToEnter(1, 'buy')).toBe('duplicate_order');
    expect(desk.tryToEnter(1, 'sell', { userId: BOB })).toBe('duplicate_order');
    const transfer = { transferId: orderId(1), userId: BOB, kind: 'deposit', amount: '1' };
    expect(desk.outcome('transfer', transfer)).toBe('duplicate_transfer');
    expect(desk.statusOf(1, BOB)).toBe('unknown');
    expect(desk.tryToEnter(2, 'buy', limit('999'))).toBe('invalid_price');
    expect(desk.tryToEnter(2, 'buy', limit())).toBe('placed');
  });

  test.each([
    ['requested', (desk: OrderDesk) => desk.cancel(1)],
    ['expired', (desk: OrderDesk) => [desk.wait(1_000), desk.sendRaw('', {})]],
    ['slippage_exceeded', (desk: OrderDesk) => desk.price('94.9')],
  ])('it is kept for ten minutes after the order was cancelled: %s', (_code, cancel) => {
    const desk = tradingDesk(make);
    const terms = { orderType: 'stop', price: '95', maxSlippageBps: 0, expiresAt: desk.nowMs + 1_000 };
    desk.enter(1, 'sell', terms);
    cancel(desk);
    desk.wait(600_000);
    desk.price('100.0');
    expect([desk.statusOf(1), desk.statusOf(1, BOB)]).toEqual(['cancelled', 'unknown']);
    expect(desk.tryToEnter(1, 'buy')).toBe('duplicate_order');
    desk.wait(1);
    expect(desk.statusOf(1)).toBe('unknown');
    expect(desk.tryToEnter(1, 'buy')).toBe('created');
  });

  test('void leaves an order that waits alone', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', limit());
    expect(voidOrder(desk, 1)).toMatchObject({ status: 'pending', pendingOrder: { price: '95.0' } });
    expect(voidOrder(desk, 1, BOB)).toMatchObject({ status: 'unknown' });
    expect(story(desk.price('95.0'))).toEqual(['1 created']);
    expect(voidOrder(desk, 1)).toMatchObject({ status: 'open' });
    desk.enter(2, 'buy', limit('90'));
    desk.cancel(2);
    expect(voidOrder(desk, 2)).toMatchObject({ status: 'cancelled' });
  });

  test('a void id is not placed', () => {
    const desk = tradingDesk(make);
    voidOrder(desk, 1);
    expect(desk.tryToEnter(1, 'buy', limit())).toBe('duplicate_order');
  });

  test('positions and what waits are one list, by the numbers of placing and of opening', () => {
    const desk = tradingDesk(make);
    const pages = (terms: object) => {
      const { orders, pendingOrders = [], next } = desk.send('get-account', { userId: ALICE, orders: terms });
      const ids = [...(orders as object[]), ...(pendingOrders as object[])].map((order) => story([order as never])[0]);
      return [...ids.map((line) => Number.parseInt(String(line), 10)), next];
    };
    desk.enter(1, 'buy');
    desk.enter(2, 'buy', limit('95'));
    desk.enter(3, 'buy');
    desk.enter(4, 'buy', limit('96'));
    expect(pages({ limit: 3 })).toEqual([1, 3, 2, 2]);
    expect(pages({ limit: 3, after: 2 })).toEqual([4, undefined]);
    // The fourth opens, and gets a number behind all.
    desk.price('96.0');
    desk.enter(5, 'buy', limit('95'));
    expect(pages({ limit: 3 })).toEqual([1, 3, 2, 2]);
    expect(pages({ limit: 3, after: 2 })).toEqual([4, 5, undefined]);
    expect(pages({ limit: 1, after: 1 })).toEqual([3, 2]);
    // A distance that is set has a number of its own.
    desk.update(1, { trailingDistance: '50' });
    desk.enter(6, 'buy');
    expect(pages({ limit: 2, after: 4 })).toEqual([6, 5, undefined]);
    expect(pages({ limit: 1, after: 5 })).toEqual([6, undefined]);
    expect(pages({ limit: 1, after: 6 })).toEqual([6, undefined]);
  });

  test('an account has room for a thousand orders of both kinds', () => {
    const desk = tradingDesk(make);
    for (let number = 1; number < 1_000; number++)
      desk.enter(number, 'buy', { quantity: '0.001', ...(number % 2 === 0 ? {} : limit('50')) });
    const last = { quantity: '0.001', ...limit('99') };
    expect(desk.tryToEnter(1_000, 'buy', last)).toBe('placed');
    expect(desk.tryToEnter(1_001, 'buy', last)).toBe('too_many_orders');
    expect(desk.tryToEnter(1_001, 'buy', { quantity: '0.001' })).toBe('too_many_orders');
    // Its own place does not count against an order that is reached.
    expect(story(desk.price('99.0'))).toEqual(['1000 created']);
    expect(desk.tryToEnter(1_001, 'buy', last)).toBe('too_many_orders');
    desk.cancel(1);
    expect(desk.tryToEnter(1_001, 'sell', { quantity: '0.001' })).toBe('created');
  });

  test('an own limit of open orders counts positions alone', () => {
    const desk = tradingDesk(make);
    desk.send('set-account', { userId: ALICE, limits: { maxOpenOrders: 1 } });
    for (const number of [1, 2, 3]) expect(desk.tryToEnter(number, 'buy', limit())).toBe('placed');
    expect(desk.tryToEnter(4, 'buy')).toBe('created');
    expect(story(desk.price('95.0'))).toEqual([1, 2, 3].map((number) => `${number} cancelled position_limit`));
    expect(desk.send('get-account', { userId: ALICE, exposure: true }).exposure).toMatchObject({ openOrders: 1 });
  });
});
