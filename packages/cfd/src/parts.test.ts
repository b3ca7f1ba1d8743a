import { beforeEach, expect, it } from 'vitest';
import { Core } from './core.ts';
import type { Command } from './messages/commands.ts';
import { isInParts } from './messages/event-parts.ts';
import type { Event } from './messages/events.ts';

const ORDERS = 1_000;
const PART = 256;
const fall = { type: 'price-update' as const, asset: 'BTC_USDC', bid: '60000', ask: '60000' };

let core: Core;

function uuid(kind: number, number: number): string {
  return `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A core with a thousand orders of ten users, whose stop-losses lie at different prices above the fall's. */
function fullCore(): Core {
  const full = Core.empty();
  const decimals = { priceDecimals: 2, quantityDecimals: 5 };
  const limits = { minQuantity: '0.00001', maxQuantity: '1', maxLeverage: 100, maxQuoteAgeMs: 1_000 };
  full.apply({ type: 'set-instrument', asset: 'BTC_USDC', ...decimals, ...limits }, 0);
  for (let user = 0; user < 10; user++)
    full.apply({ type: 'create-account', requestId: '', userId: uuid(2, user), deposit: '1000000' }, 0);
  full.apply({ ...fall, bid: '61000', ask: '61000' }, 0);
  for (let number = 0; number < ORDERS; number++) {
    const stopLoss = (60_000 + ((number * 389) % 999)).toFixed(2);
    const ids = { requestId: '', orderId: uuid(1, number), userId: uuid(2, number % 10), asset: 'BTC_USDC' };
    full.apply({ type: 'create-order', ...ids, side: 'buy', quantity: '0.001', leverage: 2, stopLoss }, 0);
  }
  return full;
}

beforeEach(() => {
  core = fullCore();
});

function begin(partSize: number, command: Command = fall): Iterable<readonly Event[]> {
  const begun = core.begin(command, 1, partSize);
  if (!isInParts(begun)) throw new Error('it came in one piece');
  return begun;
}

it('gives the very events of the whole, in the same order, and leaves the same state and the same changes', () => {
  const whole = fullCore();
  whole.takeChanges();
  core.takeChanges();
  const events = whole.apply(fall, 1);
  const parts = [...begin(PART)].filter(({ length }) => length > 0);
  expect(parts.map(({ length }) => length)).toEqual([256, 256, 256, 232]);
  expect(parts.flat()).toEqual(events);
  expect(core.stateHash()).toBe(whole.stateHash());
  expect(core.takeChanges()).toEqual(whole.takeChanges());
});

it('comes in parts as well when people have set the price, with the answer in front of the first', () => {
  const whole = fullCore();
  const set = { type: 'set-price' as const, requestId: 'q', asset: 'BTC_USDC', bid: '60000', ask: '60000' };
  for (const each of [core, whole]) each.apply({ type: 'set-rules', version: 7 }, 1);
  const events = whole.apply(set, 1);
  const parts = [...begin(PART, set)].filter(({ length }) => length > 0);
  expect(parts.map(({ length }) => length)).toEqual([256, 256, 256, 233]);
  expect(parts.flat()).toEqual(events);
  expect(events.map(({ type }) => type)).toEqual(['price-set', ...Array(ORDERS).fill('closed')]);
  expect(core.stateHash()).toBe(whole.stateHash());
});

it('comes in one piece when it has no more events than a part', () => {
  expect(core.begin(fall, 1, ORDERS)).toHaveLength(ORDERS);
});

it('lets nobody use a state in the middle of an input', () => {
  const [first] = begin(PART);
  expect(first).toBeDefined();
  expect(() => core.apply(fall, 2)).toThrow('broken invariant');
  expect(() => core.stateHash()).toThrow('broken invariant');
  expect(() => core.takeChanges()).toThrow('broken invariant');
});
