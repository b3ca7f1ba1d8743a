import { expect, it } from 'vitest';
import { OpenOrders } from './open-orders.ts';

it('gives out every order that was opened, each once', () => {
  const orders = new OpenOrders();
  const ids = Array.from({ length: 100 }, (_, number) => `order ${number}`);
  for (const [number, orderId] of ids.entries()) orders.add(number, orderId);
  const taken = ids.map(() => orders.takeAny());
  expect(orders.size).toBe(0);
  expect(taken.map(({ orderId }) => orderId).sort()).toEqual([...ids].sort());
  for (const { number, orderId } of taken) expect(orderId).toBe(`order ${number}`);
  expect(() => orders.takeAny()).toThrow('no order is open');
});
