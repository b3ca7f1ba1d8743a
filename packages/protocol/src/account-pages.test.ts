import { expect, test } from 'vitest';
import { AccountPages } from './account-pages.ts';
import type { AccountEvent, JsonEvent } from './events.ts';

const order = (orderId: string) => ({ orderId, takeProfit: null, stopLoss: null });
const page = (ids: string[], next?: number) =>
  ({ type: 'account', balance: String(ids.length), orders: ids.map(order), next }) as unknown as AccountEvent;
const event = (fields: object) => fields as unknown as JsonEvent;

test('what happens between two pages is applied to the first, and nothing that they contain or that is later', () => {
  const pages = new AccountPages('user');
  pages.note(event({ type: 'closed', orderId: 'a' }), '10-0');
  expect(pages.add(page(['a', 'b', 'c'], 3), '10-0')).toEqual({ limit: 100, after: 3 });
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

test('an id that was used again between two pages stands for the later order alone', () => {
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
