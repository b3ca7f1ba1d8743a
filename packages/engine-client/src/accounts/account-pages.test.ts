import type { AccountEvent, JsonEvent } from '@fulcrum/protocol';
import { expect, test } from 'vitest';
import { AccountPages } from './account-pages.ts';

const order = (orderId: string) => ({ orderId, takeProfit: null, stopLoss: null });
const page = (ids: string[], next?: number) =>
  ({ type: 'account', balance: String(ids.length), orders: ids.map(order), next }) as unknown as AccountEvent;
const event = (fields: object) => fields as unknown as JsonEvent;

test('what happens between two pages is applied to the first, and nothing that they contain or that is later', () => {
  const pages = new AccountPages('user');
  pages.note(event({ type: 'closed', orderId: 'a' }), '10-0');
  const next = pages.add(page(['a', 'b', 'c'], 3), '10-0');
  expect(next).toMatchObject({ orders: { limit: 100, after: 3 } });
  pages.note(event({ type: 'closed', orderId: 'b' }), '11-0');
  pages.note(event({ type: 'updated', orderId: 'c', takeProfit: '5', stopLoss: null }), '12-0');
  const later = event({ type: 'closed', orderId: 'd' });
  pages.note(later, '13-0');
  expect(pages.add(page(['d']), '12-0')).toBeUndefined();
  expect(pages.account()).toEqual({
    ...page(['d']),
    orders: [order('a'), { ...order('c'), takeProfit: '5' }, order('d')],
  });
  expect(pages.later()).toEqual([later]);
});

test('an id that was used again between two pages names the later order alone', () => {
  const pages = new AccountPages('user');
  const old = { ...order('a'), openedAt: 1 };
  const again = { ...order('a'), openedAt: 9, stopLoss: '7' };
  pages.add({ ...page(['b'], 2), orders: [old, order('b')] } as unknown as AccountEvent, '10-0');
  pages.note(event({ type: 'updated', orderId: 'a', takeProfit: '5', stopLoss: null }), '11-0');
  pages.note(event({ type: 'closed', orderId: 'a', openedAt: 1 }), '12-0');
  pages.note(event({ type: 'created', orderId: 'a', openedAt: 9, takeProfit: null, stopLoss: null }), '13-0');
  pages.note(event({ type: 'updated', orderId: 'a', takeProfit: null, stopLoss: '7' }), '14-0');
  pages.add({ ...page([]), orders: [again] } as unknown as AccountEvent, '14-0');
  expect(pages.account().orders).toEqual([order('b'), again]);
});

test('no list is made of pages that are not all there, or while too much happens', () => {
  const pages = new AccountPages('user');
  expect(() => pages.account()).toThrow('a page has come');
  pages.add(page(['a'], 1), '10-0');
  expect(() => pages.account()).toThrow('all pages have come');
  pages.add(page([]), '10-0');
  for (let count = 0; count < 20_001; count += 1) pages.note(event({ type: 'closed', orderId: 'x' }), `11-${count}`);
  expect(pages.isOverfull).toBe(true);
  expect(() => pages.account()).toThrow('nothing was left out');
});

/** An order of an asset with 2 digits of a price and 3 of a quantity, opened at 100.00, valued at a price. */
const valued = (orderId: string, side: string, currentPrice: string, unrealizedPnl: string, asset = 'GOLD') => ({
  ...order(orderId),
  ...{ asset, side, quantity: '2.005', openPrice: '100.00', currentPrice, unrealizedPnl },
});
const pageOf = (orders: object[], fields: object = {}) =>
  ({ type: 'account', orders, ...fields }) as unknown as AccountEvent;

test('all orders are valued at the prices of the last page, whose request names an order of each side seen before', () => {
  const pages = new AccountPages('user', 2);
  const first = [valued('a', 'buy', '101.00', '2.005000'), valued('b', 'sell', '101.00', '-2.005000')];
  expect(pages.add(pageOf(first, { next: 2 }), '10-0')).toEqual({
    orders: { limit: 2, after: 2 },
    prices: ['a', 'b'],
  });
  const second = [valued('c', 'buy', '102.00', '4.010000'), valued('d', 'buy', '7.00', '1.000000', 'OIL')];
  expect(pages.add(pageOf(second, { next: 4 }), '10-0')?.prices).toEqual(['c', 'b', 'd']);
  const prices = [
    { asset: 'GOLD', side: 'sell', price: '99.33' },
    { asset: 'OIL', side: 'buy', price: '7.00' },
  ];
  const last = [valued('e', 'buy', '99.23', '-1.543850')];
  expect(pages.add(pageOf(last, { prices }), '10-0')).toBeUndefined();
  expect(pages.again()).toBeUndefined();
  expect(pages.account()).toEqual(
    pageOf([
      valued('a', 'buy', '99.23', '-1.543850'),
      valued('b', 'sell', '99.33', '1.343350'),
      valued('c', 'buy', '99.23', '-1.543850'),
      valued('d', 'buy', '7.00', '1.000000', 'OIL'),
      ...last,
    ]),
  );
});

test('the last page is requested again when the order that stood for a side was closed', () => {
  const pages = new AccountPages('user', 3);
  const sell = (id: string, price = '101.00', pnl = '-2.005000') => valued(id, 'sell', price, pnl);
  expect(pages.add(pageOf([sell('a'), sell('b'), sell('c')], { next: 3 }), '10-0')?.prices).toEqual(['c']);
  pages.note(event({ type: 'closed', orderId: 'c' }), '11-0');
  pages.add(pageOf([], { prices: [] }), '11-0');
  expect(pages.again()).toEqual({ orders: { limit: 3, after: 3 }, prices: ['b'] });
  pages.note(event({ type: 'closed', orderId: 'b' }), '12-0');
  pages.add(pageOf([], { prices: [] }), '12-0');
  expect(pages.again()?.prices).toEqual(['a']);
  pages.add(pageOf([], { prices: [{ asset: 'GOLD', side: 'sell', price: '99.00' }] }), '12-0');
  expect(pages.again()).toBeUndefined();
  expect(pages.account().orders).toEqual([sell('a', '99.00', '2.005000')]);
});

test.each([[[]], [undefined]])('with the prices %j the last page is asked for again, but not for ever', (prices) => {
  const pages = new AccountPages('user', 1);
  pages.add(pageOf([valued('a', 'buy', '101.00', '2.005000')], { next: 1 }), '10-0');
  for (let time = 0; time <= 10; time += 1) {
    expect(pages.isOverfull).toBe(false);
    pages.add(pageOf([], { prices }), '10-0');
    expect(pages.again()).toBeDefined();
  }
  expect(pages.isOverfull).toBe(true);
});

test('a price that is none of the instrument changes no order', () => {
  const pages = new AccountPages('user', 1);
  const first = valued('a', 'buy', '101.00', '2.005000');
  pages.add(pageOf([first], { next: 1 }), '10-0');
  pages.add(pageOf([], { prices: [{ asset: 'GOLD', side: 'buy', price: '99.123' }] }), '10-0');
  expect(pages.account().orders).toEqual([first]);
});

test('a closing in part leaves the rest, valued anew, and doing it again changes nothing', () => {
  const pages = new AccountPages('user', 1);
  const trailing = { ...valued('a', 'buy', '101.00', '2.005000'), margin: '20.000000', liquidationPrice: '90.00' };
  pages.add(pageOf([{ ...trailing, trailingDistance: '1.00', trailingStop: '100.50' }], { next: 1 }), '10-0');
  const rest = { remaining: '1.000', remainingMargin: '9.975062', remainingLiquidationPrice: '90.10' };
  pages.note(event({ type: 'closed', orderId: 'a', ...rest }), '11-0');
  const stop = { trailingDistance: '2.00', trailingStop: '99.00' };
  pages.note(event({ type: 'updated', orderId: 'a', takeProfit: '110.00', stopLoss: null, ...stop }), '12-0');
  pages.add(pageOf([], { prices: [] }), '12-0');
  expect(pages.again()).toBeDefined();
  pages.add(pageOf([], { prices: [{ asset: 'GOLD', side: 'buy', price: '100.40' }] }), '12-0');
  expect(pages.again()).toBeUndefined();
  const left = { quantity: '1.000', margin: '9.975062', liquidationPrice: '90.10', takeProfit: '110.00' };
  const value = { currentPrice: '100.40', unrealizedPnl: '0.400000' };
  // The price has gone down since the new distance began at 101.00.
  expect(pages.account().orders).toEqual([{ ...trailing, ...left, ...value, ...stop }]);
});

test('orders that wait are in the list until they are cancelled, open or reduce, with the terms that hold', () => {
  const pages = new AccountPages('user', 3);
  const waiting = (orderId: string) => ({ ...order(orderId), price: '99.00', expiresAt: 9, trailingDistance: null });
  pages.add(pageOf([], { pendingOrders: [waiting('a'), waiting('b'), waiting('c'), waiting('e')], next: 4 }), '10-0');
  pages.note(event({ type: 'cancelled', orderId: 'a' }), '11-0');
  pages.note(event({ type: 'created', orderId: 'b', takeProfit: null, stopLoss: null }), '12-0');
  pages.note(event({ type: 'updated', orderId: 'c', price: '98.00', takeProfit: '99.50', stopLoss: null }), '13-0');
  pages.note(event({ type: 'reduced', orderId: 'e' }), '13-1');
  pages.note(event({ type: 'placed', ...waiting('d') }), '14-0');
  pages.note(event({ type: 'cancelled', orderId: 'd' }), '16-0');
  expect(pages.add(pageOf([valued('b', 'buy', '99.00', '-2.005000')], { pendingOrders: [waiting('d')] }), '15-0')).toBe(
    undefined,
  );
  const changed = { ...waiting('c'), price: '98.00', takeProfit: '99.50', expiresAt: null };
  expect(pages.account()).toMatchObject({ orders: [{ orderId: 'b' }], pendingOrders: [changed, waiting('d')] });
  expect(pages.later()).toHaveLength(1);
});
