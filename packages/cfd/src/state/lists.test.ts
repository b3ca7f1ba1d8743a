import { IdReader, NONE, type RecordField } from '@fulcrum/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { Accounts, NO_SETTINGS } from './accounts.ts';
import { Holds } from './holds.ts';
import type { NewOrder } from './order.ts';
import { ORDER_FIELDS } from './order-fields.ts';
import { Orders } from './orders.ts';
import { PendingOrders } from './pending/pending-orders.ts';
import { RecordsHash } from './records-hash.ts';

const uuid = (kind: number, number: number) => `0000000${kind}-0000-4000-8000-00000000000${number}`;

/** Lists have nothing to do with the fields of an order, so that each has any value that its kind takes. */
const VALUES = {
  number: 1,
  'number?': undefined,
  amount: 50n,
  word: 2,
  link: undefined,
  id: undefined,
  hash: undefined,
} as const;

const ORDER = Object.fromEntries(
  Object.entries<RecordField>(ORDER_FIELDS).map(([name, { kind, values }]) => [
    name,
    kind === 'flag' ? values?.[0] : VALUES[kind],
  ]),
) as unknown as NewOrder;

const ids = new IdReader([0, 0]);
let orders: Orders;
let accounts: Accounts;
let slots: number[];
const [ada, bob] = [1, 2];

beforeEach(() => {
  orders = new Orders(ids);
  accounts = new Accounts(orders, [0, 0]);
  for (const user of [ada, bob])
    expect(accounts.add({ userId: uuid(2, user), balance: 1_000n, ...NO_SETTINGS })).toBe(user);
  slots = [0, 1, 2].map((number) => {
    const order = { ...ORDER, orderId: uuid(1, number), userId: uuid(2, ada) };
    const slot = orders.addOpen(order, number, ada, 0);
    accounts.addOrder(ada, slot);
    return slot;
  });
});

describe('the list of an account', () => {
  it.each([
    [0, [1, 2]],
    [1, [0, 2]],
    [2, [0, 1]],
  ])('loses its order %i and keeps the others in their order', (removed, left) => {
    accounts.removeOrder(ada, slots[removed] ?? 0);
    expect(accounts.ordersOf(ada)).toEqual(left.map((at) => slots[at]));
    expect(accounts.orderCount(ada)).toBe(2);
  });

  it('stops the process when an order is taken out twice, or out of the list of another account', () => {
    const [, middle = 0] = slots;
    expect(() => accounts.removeOrder(bob, middle)).toThrow('broken invariant');
    accounts.removeOrder(ada, middle);
    expect(() => accounts.removeOrder(ada, middle)).toThrow('broken invariant');
  });

  it('stops the process when an order is put in twice, or into the list of another account', () => {
    const [first = 0] = slots;
    expect(() => accounts.addOrder(ada, first)).toThrow('broken invariant');
    accounts.removeOrder(ada, first);
    expect(() => accounts.addOrder(bob, first)).toThrow('broken invariant');
  });
});

describe('an order that is the only one of its list', () => {
  let only: number;

  beforeEach(() => {
    only = orders.addClosed({ orderId: uuid(3, 1), closedAt: 5, purpose: 0 }, ada);
    orders.linkAfter(NONE, only);
  });

  it('stops the process when it is taken out twice', () => {
    orders.unlink(only);
    expect(() => orders.unlink(only)).toThrow('a link that is taken out is in a list');
  });

  it('stops the process when it is put into another list, or forgotten', () => {
    expect(() => orders.linkAfter(slots.at(-1) ?? NONE, only)).toThrow('a new link is in no list');
    expect(() => orders.remove(only)).toThrow('an order that is forgotten is in no list');
  });
});

describe('an order', () => {
  it('stops the process when it is forgotten while it is open or in a list, or twice', () => {
    const [first = 0] = slots;
    expect(() => orders.remove(first)).toThrow('was closed');
    orders.markClosed(first, 5);
    expect(() => orders.remove(first)).toThrow('in no list');
    accounts.removeOrder(ada, first);
    orders.remove(first);
    expect(() => orders.remove(first)).toThrow('broken invariant');
  });

  it('stops the process when it is closed twice, or read or changed once it is closed', () => {
    const [first = 0] = slots;
    orders.markClosed(first, 5);
    expect(() => orders.markClosed(first, 6)).toThrow('broken invariant');
    expect(() => orders.setLevels(first, { takeProfit: 1, stopLoss: 1, trailingDistance: undefined })).toThrow(
      'broken invariant',
    );
    expect(() => orders.read(first, '', '', '')).toThrow('broken invariant');
  });

  it('stops the process when it is hashed and is not there', () => {
    const hash = new RecordsHash(orders, accounts, new Holds(ids), new PendingOrders(ids));
    expect(() => hash.addOrder(99, 0)).toThrow('broken invariant');
    expect(() => hash.removeAccount(99)).toThrow('broken invariant');
  });
});
