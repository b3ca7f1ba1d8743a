import { describe, expect, test } from 'vitest';
import { ALICE, BOB, type Desk, openDesk, orderId, START_MS, type Subject, subjects } from '../harness.ts';

/** A desk under the fifth rules, where Alice has a buy. */
function deskOf(make: () => Subject): Desk {
  const desk = openDesk(make);
  desk.send('set-rules', { version: 5 });
  desk.deposit('1000', BOB);
  desk.open('buy');
  return desk;
}

const DAY_MS = 86_400_000;
const own = { orderId: orderId(1), userId: ALICE };
const set = (desk: Desk, settings: object) => desk.send('set-account', { userId: ALICE, ...settings });
const pause = (desk: Desk, pausedUntil: unknown) => desk.outcome('set-account', { userId: ALICE, pausedUntil });
const another = { orderId: orderId(2) };

describe.each(subjects)('restrictions (%s)', (_, make) => {
  test.each([
    ['full', 'created', 'closed'],
    ['close_only', 'account_restricted', 'closed'],
    ['none', 'account_restricted', 'account_restricted'],
  ])('rights %s: opening is %s, closing %s', (rights, opening, closing) => {
    const desk = deskOf(make);
    expect(set(desk, { requestId: 'q', rights })).toEqual({
      ...{ type: 'account-set', requestId: 'q', userId: ALICE, rights },
    });
    expect(desk.account().rights).toBe(rights);
    expect(desk.tryToOpen('buy', another)).toBe(opening);
    expect(desk.tryToOpen('buy', { ...another, userId: BOB, orderId: orderId(3) })).toBe('created');
    expect(desk.outcome('update-order', { ...own, takeProfit: '110.00' })).toBe('updated');
    expect(desk.outcome('close-order', own)).toBe(closing);
    set(desk, { rights: 'full' });
    expect(desk.tryToOpen('buy', { orderId: orderId(4) })).toBe('created');
  });

  test('a tick closes what it triggers, whatever the rights are', () => {
    const desk = deskOf(make);
    set(desk, { rights: 'none' });
    expect(desk.tick('80.00', '80.00')).toMatchObject([{ type: 'closed', reason: 'liquidation' }]);
  });

  test('whoever repeats an order is told that it is there, and not that opening is refused', () => {
    const desk = deskOf(make);
    set(desk, { rights: 'none' });
    expect(desk.tryToOpen('buy')).toBe('duplicate_order');
    expect(desk.outcome('close-order', { ...own, orderId: orderId(9) })).toBe('unknown_order');
    expect(desk.outcome('close-order', { ...own, userId: BOB })).toBe('unknown_order');
    expect(desk.outcome('close-order', { ...own, validUntil: 0 })).toBe('account_restricted');
  });

  test('a pause refuses opening until its end, and closing goes on', () => {
    const desk = deskOf(make);
    expect(set(desk, { pausedUntil: START_MS + 1_000 })).toMatchObject({
      pausedUntil: START_MS + 1_000,
      rights: 'full',
    });
    desk.wait(999);
    expect(desk.account()).toMatchObject({ pausedUntil: START_MS + 1_000 });
    expect(desk.tryToOpen('buy', another)).toBe('account_restricted');
    expect(desk.outcome('close-order', own)).toBe('closed');
    desk.wait(1);
    expect(desk.account()).not.toHaveProperty('pausedUntil');
    expect(desk.tryToOpen('buy', another)).toBe('created');
    expect(set(desk, {})).not.toHaveProperty('pausedUntil');
  });

  test('nobody ends a pause early, and anybody makes it longer', () => {
    const desk = deskOf(make);
    const end = START_MS + 5_000;
    expect(pause(desk, end)).toBe('account-set');
    expect(pause(desk, end - 1)).toBe('account_restricted');
    expect(pause(desk, null)).toBe('invalid_command');
    expect(pause(desk, 0)).toBe('invalid_command');
    expect(desk.outcome('set-account', { userId: ALICE, rights: 'full', limits: {} })).toBe('account-set');
    expect(desk.account().pausedUntil).toBe(end);
    expect(pause(desk, end)).toBe('account-set');
    expect(pause(desk, end + 1)).toBe('account-set');
    desk.wait(5_000);
    expect(desk.tryToOpen('buy', another)).toBe('account_restricted');
    desk.wait(1);
    expect(pause(desk, end + 500)).toBe('account-set');
  });

  test.each([
    [START_MS - 1, 'invalid_command'],
    [START_MS, 'invalid_command'],
    [START_MS + 1, 'account-set'],
    [START_MS + 366 * DAY_MS, 'account-set'],
    [START_MS + 366 * DAY_MS + 1, 'invalid_command'],
    [1.5, 'invalid_command'],
    ['tomorrow', 'invalid_command'],
    [2 ** 53, 'invalid_command'],
  ])('a pause until %j: %s', (end, outcome) => {
    const desk = deskOf(make);
    expect(pause(desk, end)).toBe(outcome);
    if (outcome !== 'account-set') expect(desk.tryToOpen('buy', another)).toBe('created');
  });

  test('what one setting refuses changes no other', () => {
    const desk = deskOf(make);
    set(desk, { pausedUntil: START_MS + 9 });
    expect(
      desk.outcome('set-account', {
        userId: ALICE,
        rights: 'none',
        limits: { maxOpenOrders: 1 },
        pausedUntil: START_MS + 8,
      }),
    ).toBe('account_restricted');
    expect(desk.account()).toMatchObject({ rights: 'full' });
    expect(desk.account()).not.toHaveProperty('ownLimits');
  });
});
