import { describe, expect, test } from 'vitest';
import { START_MS, subjects } from '../../harness.ts';
import { ALICE, BOB, GOLD, type OrderDesk, orderId, story, tradingDesk } from './order-desk.ts';

const limit = (expiresAt?: number, terms: object = {}) => ({ orderType: 'limit', price: '95', expiresAt, ...terms });

/** A desk where order 1 waits until a second after the start. */
function waitingDesk(make: Parameters<typeof tradingDesk>[0]): OrderDesk {
  const desk = tradingDesk(make);
  desk.enter(1, 'buy', limit(START_MS + 1_000));
  return desk;
}

const ANY = { orderId: orderId(50), userId: ALICE };

describe.each(subjects)('expiry (%s)', (_, make) => {
  test.each([
    [-1, 'invalid_expiry'],
    [0, 'invalid_expiry'],
    [1, 'placed'],
    [Date.UTC(9999, 11, 31, 23, 59, 59, 999) - START_MS, 'placed'],
    [Date.UTC(10_000, 0, 1) - START_MS, 'invalid_expiry'],
    [Number.MAX_SAFE_INTEGER - START_MS, 'invalid_expiry'],
    [undefined, 'placed'],
  ])('an expiry %d ms from now is %s', (ms, outcome) => {
    const expiresAt = ms === undefined ? undefined : START_MS + ms;
    expect(tradingDesk(make).tryToEnter(1, 'buy', limit(expiresAt))).toBe(outcome);
  });

  test.each([
    ['a tick', 'price-update', { asset: GOLD.asset, bid: '100.0', ask: '100.0' }],
    ['a tick of another asset', 'price-update', { asset: 'NOWHERE', bid: '1', ask: '1' }],
    ['a tick that makes no sense', 'price-update', { asset: GOLD.asset, bid: 'x', ask: '1' }],
    ['a private read', 'get-account', { requestId: 'q', userId: BOB, replyTo: 'asker' }],
    ['an unknown type', 'make-tea', {}],
    ['data of the wrong shape', 'close-order', { orderId: 7 }],
    ['data that is no object', 'close-order', 7],
    ['data that is too long', 'price-update', { asset: 'x'.repeat(17_000), bid: '1', ask: '1' }],
    ['a command that is refused without a word', 'set-group', { group: 'gold' }],
  ])('%s cancels what has expired', (_of, type, data) => {
    const desk = waitingDesk(make);
    desk.wait(999);
    desk.sendRaw(type, data);
    expect(desk.statusOf(1)).toBe('pending');
    desk.wait(1);
    expect(desk.sendRaw(type, data)).toMatchObject([
      { type: 'cancelled', requestId: null, orderId: orderId(1), code: 'expired', expiresAt: START_MS + 1_000 },
    ]);
    expect(desk.statusOf(1)).toBe('cancelled');
  });

  test.each([
    ['get-account', { userId: BOB }, 'account'],
    ['get-order', ANY, 'order'],
    ['void-order', ANY, 'order'],
    ['create-account', { userId: BOB, deposit: '5' }, 'account-created'],
    ['create-order', { ...ANY, asset: GOLD.asset, side: 'buy', quantity: '1', leverage: 1 }, 'created'],
    ['close-order', ANY, 'rejected unknown_order'],
    ['cancel-order', { orderId: orderId(1), userId: ALICE }, '1 rejected unknown_order'],
    ['update-order', { orderId: orderId(1), userId: ALICE }, '1 rejected unknown_order'],
    ['cancel-all', { userId: ALICE }, 'all-cancelled'],
    ['close-all', { userId: ALICE }, 'all-closed'],
    ['transfer', { transferId: orderId(60), userId: BOB, kind: 'deposit', amount: '1' }, 'transferred'],
    ['set-rules', { version: 6 }, 'rules-set'],
    ['set-account', { userId: BOB, rights: 'none' }, 'account-set'],
    ['make-tea', {}, 'rejected invalid_command'],
  ])('%s %j: what has expired is cancelled first', (type, data, after) => {
    const desk = waitingDesk(make);
    desk.wait(1_000);
    const told = story(desk.sendForAll(type, data)).map((line) => line.replace('50 ', ''));
    expect(told).toEqual(['1 cancelled expired', after]);
  });

  test('by the time of expiry, and then by the order of placing', () => {
    const desk = tradingDesk(make);
    const times = [
      [9, 30],
      [8, 20],
      [7, 30],
      [6, 10],
      [5, 20],
      [4, 31],
    ] as const;
    for (const [number, ms] of times) desk.enter(number, 'buy', limit(START_MS + ms));
    desk.wait(30);
    expect(story(desk.sendRaw('', {}))).toEqual([6, 8, 5, 9, 7].map((number) => `${number} cancelled expired`));
    desk.wait(1);
    expect(story(desk.sendRaw('', {}))).toEqual(['4 cancelled expired']);
  });

  test.each([
    [999, ['1 created']],
    [1_000, ['1 cancelled expired']],
  ])('a tick that reaches it %d ms after the start: %j', (ms, events) => {
    const desk = waitingDesk(make);
    desk.wait(ms);
    expect(story(desk.price('95.0'))).toEqual(events);
  });

  test('a position knows no expiry any more', () => {
    const desk = waitingDesk(make);
    desk.price('95.0');
    desk.wait(5_000);
    expect(desk.price('95.0')).toEqual([]);
    expect(desk.statusOf(1)).toBe('open');
  });

  test('it can be put off, brought forward, and removed', () => {
    const desk = waitingDesk(make);
    desk.enter(2, 'buy', limit(START_MS + 1_000));
    desk.enter(3, 'buy', limit());
    expect(desk.update(1, { expiresAt: START_MS + 2_000 })).toMatchObject({ expiresAt: START_MS + 2_000 });
    expect(desk.update(2, { expiresAt: null })).not.toHaveProperty('expiresAt');
    expect(desk.update(3, { expiresAt: START_MS + 500 })).toMatchObject({ expiresAt: START_MS + 500 });
    desk.wait(500);
    expect(story(desk.sendRaw('', {}))).toEqual(['3 cancelled expired']);
    desk.wait(1_499);
    expect(desk.sendRaw('', {})).toEqual([]);
    desk.wait(1);
    expect(story(desk.sendRaw('', {}))).toEqual(['1 cancelled expired']);
    desk.wait(86_400_000);
    expect(desk.sendRaw('', {})).toEqual([]);
    expect(desk.tryToUpdate(2, { expiresAt: desk.nowMs })).toBe('invalid_expiry');
    expect(desk.tryToUpdate(2, { expiresAt: desk.nowMs + 1 })).toBe('updated');
    expect(desk.tryToUpdate(2, { expiresAt: Date.UTC(10_000, 0, 1) })).toBe('invalid_expiry');
  });
});
