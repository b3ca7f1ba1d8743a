import { Records } from '@fulcrum/memory';
import { afterEach, expect, test, vi } from 'vitest';
import { Core } from './core.ts';
import type { Event } from './messages/events.ts';

/**
 * What ticks and orders cost, counted in looks at the records: seconds depend on the machine, these do not. They are
 * what keeps a tick from looking at every position again.
 */

const ASSET = 'BTC_USDC';
const USERS = 200;
const METHODS = ['word', 'setWord', 'number', 'setNumber', 'amount', 'setAmount', 'views'] as const;

afterEach(() => vi.restoreAllMocks());

function uuid(kind: number, number: number): string {
  return `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function createOrder(number: number) {
  const isBuy = number % 2 === 0;
  const distance = 100 + (number % 4_001) / 100;
  const level = (sign: number) => (61_800 + (isBuy ? sign : -sign) * distance).toFixed(2);
  return {
    type: 'create-order' as const,
    requestId: '',
    orderId: uuid(1, number),
    userId: uuid(2, number % USERS),
    asset: ASSET,
    side: isBuy ? ('buy' as const) : ('sell' as const),
    quantity: '0.001',
    leverage: 2,
    takeProfit: level(1),
    stopLoss: level(-1),
  };
}

function tick(cents: number) {
  const price = (61_800 + cents / 100).toFixed(2);
  return { type: 'price-update' as const, asset: ASSET, bid: price, ask: price };
}

function coreWith(orders: number): Core {
  const core = Core.empty();
  const decimals = { priceDecimals: 2, quantityDecimals: 5 };
  const limits = { minQuantity: '0.00001', maxQuantity: '1', maxLeverage: 100, maxQuoteAgeMs: 1_000 };
  core.apply({ type: 'set-instrument', asset: ASSET, ...decimals, ...limits }, 0);
  for (let user = 0; user < USERS; user++)
    core.apply({ type: 'create-account', requestId: '', userId: uuid(2, user), deposit: '1000000' }, 0);
  core.apply(tick(0), 0);
  for (let number = 0; number < orders; number++) core.apply(createOrder(number), 0);
  expect(core.openOrders).toBe(orders);
  return core;
}

/** How often the records are looked at or changed in the meantime. */
function countLooks(work: () => void): number {
  const spies = METHODS.map((method) => vi.spyOn(Records.prototype, method));
  work();
  const looks = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return looks;
}

test('a tick that triggers nothing looks at no order, however many are open', () => {
  const core = coreWith(20_000);
  const looks = countLooks(() => {
    for (let cents = -1_000; cents < 1_000; cents++) expect(core.apply(tick(cents), 0)).toHaveLength(0);
  });
  expect(looks).toBe(0);
});

test('a tick that closes some orders looks at these, and not at the others', () => {
  const closeAt = (orders: number) => {
    const core = coreWith(orders);
    let events: readonly Event[] = [];
    const looks = countLooks(() => {
      events = core.apply(tick(-10_001), 0);
    });
    return { looks, closed: events.length };
  };
  const few = closeAt(4_000);
  const many = closeAt(40_000);
  expect(many.closed).toBeGreaterThan(5 * few.closed);
  expect(many.looks / many.closed).toBeLessThan(1.3 * (few.looks / few.closed));
});

test('opening and closing an order costs about the same with a thousand and with twenty thousand open', () => {
  const looksPerOrder = (orders: number) => {
    const core = coreWith(orders);
    const looks = countLooks(() => {
      for (let number = orders; number < orders + 500; number++) core.apply(createOrder(number), 0);
      for (let number = orders; number < orders + 500; number++)
        core.apply(
          { type: 'close-order', requestId: '', orderId: uuid(1, number), userId: uuid(2, number % USERS) },
          0,
        );
    });
    expect(core.openOrders).toBe(orders);
    return looks / 500;
  };
  const few = looksPerOrder(1_000);
  expect(looksPerOrder(20_000)).toBeLessThan(few + 20);
});

test('a snapshot point hands the changes over as they are, and looks at no record', () => {
  const core = coreWith(5_000);
  expect(countLooks(() => core.takeChanges())).toBe(0);
});

test('what a mass close leaves behind is removed in small steps, and its ids are free at once', () => {
  const orders = 3_000;
  const core = coreWith(orders);
  core.apply({ type: 'set-rules', version: 2 }, 1_000);
  expect(core.apply(tick(-6_000_000), 1_000)).toHaveLength(orders);
  const later = 1_000 + 600_000;
  const [first = 0, second = 0] = [1, 20_000].map((after) => countLooks(() => core.apply(tick(0), later + after)));
  expect(Math.max(first, second)).toBeLessThan(2_000);
  core.apply(tick(0), later + 20_000);
  expect(core.apply(createOrder(orders - 1), later + 20_000)).toMatchObject([{ type: 'created' }]);
});

test('the figures of an account are worked out once for each change of the account or of one of its quotes', () => {
  const core = coreWith(20_000);
  core.apply({ type: 'set-rules', version: 2 }, 0);
  const read = () => core.answer({ type: 'get-account', requestId: '', userId: uuid(2, 0), replyTo: 'asker' }, 0);
  const looks = (change: () => void) => {
    change();
    return [countLooks(read), countLooks(read)];
  };
  const changes = [() => {}, () => core.apply(tick(1), 0), () => core.apply(createOrder(20_000), 0)];
  for (const change of changes) {
    const [first, second] = looks(change);
    expect(first).toBeGreaterThan(100);
    expect(second).toBeLessThan(10);
  }
  // A quote that only repeats, and what happens to others, changes nothing.
  const [again] = looks(() => [core.apply(tick(1), 0), core.apply(createOrder(20_001), 0)]);
  expect(again).toBeLessThan(10);
});
