import { describe, expect, test } from 'vitest';
import { ALICE, BOB, type Desk, openDesk, orderId, type Subject, subjects, userId } from '../harness.ts';

/** A desk under the fifth rules, where an ounce of gold costs 100 USDC and one of silver 10. Both have 1,000 USDC. */
export function settingsDesk(make: () => Subject): Desk {
  const desk = openDesk(make);
  desk.send('set-rules', { version: 5 });
  desk.setInstrument({ asset: 'SILVER_USDC' });
  desk.tick('10.00', '10.00', 'SILVER_USDC');
  desk.deposit('1000', BOB);
  return desk;
}

const setGroup = (desk: Desk, limits: object = {}) => desk.send('set-group', { group: 'default', ...limits });
const setOwn = (desk: Desk, limits: object, user = ALICE) => desk.send('set-account', { userId: user, limits });
let opened = 0;
const open = (desk: Desk, quantity = '1', terms: object = {}) => {
  opened += 1;
  return desk.tryToOpen('buy', { orderId: orderId(opened), quantity, ...terms });
};
const silver = { asset: 'SILVER_USDC' };

describe.each(subjects)('limits (%s)', (_, make) => {
  test('a group has all the settings that were set last, and tells them', () => {
    const desk = settingsDesk(make);
    const limits = { maxOpenOrders: 3, maxNotional: '250', maxTotalNotional: '300.5' };
    const told = { maxOpenOrders: 3, maxNotional: '250.000000', maxTotalNotional: '300.500000' };
    expect(desk.send('set-group', { requestId: 'q', group: 'default', ...limits })).toEqual({
      ...{ type: 'group-set', requestId: 'q', group: 'default', ...told },
    });
    expect(desk.account()).toMatchObject({ limits: told, groupLimits: told });
    expect(desk.account()).not.toHaveProperty('ownLimits');
    expect(desk.sendRaw('set-group', { group: 'default', maxNotional: '7' })).toEqual([
      { type: 'group-set', group: 'default', maxNotional: '7.000000' },
    ]);
    expect(desk.account().limits).toEqual({ maxNotional: '7.000000' });
    setGroup(desk);
    expect(desk.account()).not.toHaveProperty('limits');
  });

  test.each([
    [{ group: 'gold' }, 'unknown_group'],
    [{ group: '' }, 'unknown_group'],
    [{ group: '__proto__' }, 'unknown_group'],
    [{ group: 7 }, 'invalid_command'],
    [{ group: undefined }, 'invalid_command'],
    [{ maxOpenOrders: 0 }, 'invalid_command'],
    [{ maxOpenOrders: 1 }, 'group-set'],
    [{ maxOpenOrders: 1_000 }, 'group-set'],
    [{ maxOpenOrders: 1_001 }, 'invalid_command'],
    [{ maxOpenOrders: '5' }, 'invalid_command'],
    [{ maxOpenOrders: null }, 'invalid_command'],
    [{ maxNotional: '0' }, 'invalid_command'],
    [{ maxNotional: '-1' }, 'invalid_command'],
    [{ maxNotional: '0.000001' }, 'group-set'],
    [{ maxNotional: '0.0000001' }, 'invalid_command'],
    [{ maxNotional: '9007199254.740991' }, 'group-set'],
    [{ maxNotional: '9007199254.740992' }, 'invalid_command'],
    [{ maxTotalNotional: 'x' }, 'invalid_command'],
    [{ maxTotalNotional: 5 }, 'invalid_command'],
    [{ maxTotalNotional: null }, 'invalid_command'],
  ])('set-group %j: %s', (settings, outcome) => {
    expect(settingsDesk(make).outcome('set-group', { group: 'default', ...settings })).toBe(outcome);
  });

  test('an account changes its own limits one by one: null removes one', () => {
    const desk = settingsDesk(make);
    expect(setOwn(desk, { maxOpenOrders: 2, maxNotional: '50' })).toMatchObject({
      ...{ type: 'account-set', userId: ALICE, rights: 'full' },
      limits: { maxOpenOrders: 2, maxNotional: '50.000000' },
    });
    expect(setOwn(desk, { maxOpenOrders: null, maxTotalNotional: '70' }).limits).toEqual({
      ...{ maxNotional: '50.000000', maxTotalNotional: '70.000000' },
    });
    const none = desk.send('set-account', { requestId: 'q', userId: ALICE, limits: { maxNotional: null } });
    expect(none.limits).toEqual({ maxTotalNotional: '70.000000' });
    expect(setOwn(desk, {}).limits).toEqual({ maxTotalNotional: '70.000000' });
    expect(setOwn(desk, { maxTotalNotional: null })).not.toHaveProperty('limits');
    expect(desk.account(BOB)).not.toHaveProperty('ownLimits');
  });

  test.each([
    [{ maxOpenOrders: 0 }],
    [{ maxOpenOrders: 1_001 }],
    [{ maxOpenOrders: 1.5 }],
    [{ maxNotional: '0' }],
    [{ maxTotalNotional: '1.0000001' }],
    [null],
    ['all'],
    [[]],
  ])('limits of an account cannot be %j', (limits) => {
    expect(settingsDesk(make).outcome('set-account', { userId: ALICE, limits })).toBe('invalid_command');
  });

  test('set-account asks for the account, after the shape', () => {
    const desk = settingsDesk(make);
    expect(desk.outcome('set-account', { userId: userId(9), rights: 'none' })).toBe('unknown_account');
    expect(desk.outcome('set-account', { userId: userId(9), rights: 'some' })).toBe('invalid_command');
    expect(desk.outcome('set-account', { userId: ALICE })).toBe('account-set');
  });

  test.each([
    ['the group', (desk: Desk, limits: object) => setGroup(desk, limits)],
    ['the account', (desk: Desk, limits: object) => setOwn(desk, limits)],
  ])('of %s hold for what is opened from then on', (_of, set) => {
    const desk = settingsDesk(make);
    set(desk, { maxOpenOrders: 2 });
    expect([open(desk), open(desk), open(desk)]).toEqual(['created', 'created', 'position_limit']);
    set(desk, { maxOpenOrders: 1 });
    expect(desk.account().orders).toHaveLength(2);
    desk.send('close-order', { orderId: orderId(opened - 1), userId: ALICE });
    expect(open(desk)).toBe('position_limit');
    set(desk, { maxOpenOrders: 2 });
    expect(open(desk)).toBe('created');
  });

  test.each([
    ['1', 'created'],
    ['1.001', 'position_limit'],
  ])('the notional of an asset counts both sides, at the prices of opening: %s more is %s', (quantity, outcome) => {
    const desk = settingsDesk(make);
    setGroup(desk, { maxNotional: '310' });
    open(desk);
    desk.tick('110.00', '110.00');
    expect(desk.tryToOpen('sell', { orderId: orderId(500) })).toBe('created');
    desk.tick('100.00', '100.00');
    expect(open(desk, '50', silver)).toBe('position_limit');
    expect(open(desk, '31', silver)).toBe('created');
    expect(open(desk, quantity)).toBe(outcome);
  });

  test('the notional of all assets has a limit of its own', () => {
    const desk = settingsDesk(make);
    setGroup(desk, { maxTotalNotional: '150' });
    expect([open(desk), open(desk, '5.001', silver), open(desk, '5', silver)]).toEqual([
      ...['created', 'position_limit', 'created'],
    ]);
    expect(open(desk, '0.001')).toBe('position_limit');
    expect(open(desk, '0.001', { userId: BOB })).toBe('created');
  });

  test('notionals are compared exactly: a part of a millionth is too much', () => {
    const desk = settingsDesk(make);
    desk.setInstrument({ asset: 'DUST', priceDecimals: 12, quantityDecimals: 12, minQuantity: '0.000000000001' });
    desk.tick('0.000001000001', '0.000001000001', 'DUST');
    setGroup(desk, { maxNotional: '0.000001' });
    expect(open(desk, '1', { asset: 'DUST', leverage: 1 })).toBe('position_limit');
    expect(open(desk, '0.999999', { asset: 'DUST', leverage: 1 })).toBe('created');
    // It would be more than the limit by 10^-24.
    expect(open(desk, '0.000000000001', { asset: 'DUST', leverage: 1 })).toBe('position_limit');
    expect(desk.send('get-account', { userId: ALICE, exposure: true }).exposure).toMatchObject({
      totalNotional: '0.000001',
    });
  });

  test('of the group’s and an own limit the lower one holds', () => {
    const desk = settingsDesk(make);
    setGroup(desk, { maxOpenOrders: 5, maxNotional: '100' });
    setOwn(desk, { maxOpenOrders: 1, maxNotional: '1000', maxTotalNotional: '70' });
    expect(desk.account()).toMatchObject({
      limits: { maxOpenOrders: 1, maxNotional: '100.000000', maxTotalNotional: '70.000000' },
      groupLimits: { maxOpenOrders: 5, maxNotional: '100.000000' },
      ownLimits: { maxOpenOrders: 1, maxNotional: '1000.000000', maxTotalNotional: '70.000000' },
    });
    expect(open(desk)).toBe('position_limit');
    expect([open(desk, '0.5'), open(desk, '0.1')]).toEqual(['created', 'position_limit']);
  });

  test('an account tells what it uses of its limits, if it is asked', () => {
    const desk = settingsDesk(make);
    open(desk, '2');
    open(desk, '3', silver);
    desk.tryToOpen('sell', { orderId: orderId(600), quantity: '0.5' });
    expect(desk.account()).not.toHaveProperty('exposure');
    expect(desk.send('get-account', { userId: ALICE, exposure: false })).not.toHaveProperty('exposure');
    expect(desk.send('get-account', { userId: ALICE, exposure: true }).exposure).toEqual({
      ...{ openOrders: 3, totalNotional: '280.000000' },
      notionals: [
        { asset: 'GOLD_USDC', notional: '250.000000' },
        { asset: 'SILVER_USDC', notional: '30.000000' },
      ],
    });
    expect(desk.outcome('get-account', { userId: ALICE, exposure: 'x' })).toBe('invalid_command');
  });

  test.each([1, 2, 3, 4])('rules %i know no settings of groups and accounts', (version) => {
    const desk = openDesk(make);
    desk.send('set-rules', { version });
    for (const type of ['set-group', 'set-account', 'reset-account']) {
      const named = { userId: ALICE, transferId: orderId(7), deposit: '1', group: 'default', maxOpenOrders: 1 };
      expect(desk.outcome(type, { ...named, rights: 'none' })).toBe('invalid_command');
    }
    expect(desk.sendRaw('set-group', { group: 'default', maxOpenOrders: 1 })).toEqual([]);
    const account = desk.send('get-account', { userId: ALICE, exposure: 'x' });
    for (const name of ['rights', 'limits', 'exposure']) expect(account).not.toHaveProperty(name);
    expect([open(desk), open(desk)]).toEqual(['created', 'created']);
  });
});
