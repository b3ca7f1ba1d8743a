import { describe, expect, test } from 'vitest';
import { ALICE, type Desk, openDesk, orderId, type Subject, subjects, transferId, userId } from '../harness.ts';

/** A desk under the fifth rules, with gold at 100 USDC and silver at 10. */
function deskOf(make: () => Subject): Desk {
  const desk = openDesk(make);
  desk.send('set-rules', { version: 5 });
  desk.setInstrument({ asset: 'SILVER_USDC' });
  desk.tick('10.00', '10.00', 'SILVER_USDC');
  return desk;
}

const named = { transferId: transferId(1), userId: ALICE };
const RESET = { requestId: 'q', ...named, deposit: '500' };
const reset = (desk: Desk, terms: object = {}) => desk.sendRaw('reset-account', { ...RESET, ...terms });
const codeOf = (desk: Desk, terms: object = {}) => reset(desk, terms)[0]?.code;
const silver = { orderId: orderId(2), asset: 'SILVER_USDC', side: 'sell' };

describe.each(subjects)('reset-account (%s)', (_, make) => {
  test('closes all positions, oldest first, and then brings the cash to the deposit', () => {
    const desk = deskOf(make);
    desk.open('buy');
    desk.open('sell', silver);
    desk.open('buy', { orderId: orderId(3) });
    desk.tick('103.00', '103.00');
    const [first, second, third, answer, ...others] = reset(desk);
    for (const [closed, number] of [first, second, third].map((event, index) => [event, index + 1] as const))
      expect(closed).toMatchObject({ type: 'closed', requestId: null, orderId: orderId(number), reason: 'manual' });
    expect(answer).toEqual({
      ...{ type: 'transferred', requestId: 'q', ...named, kind: 'adjustment', amount: '-506.000000' },
      ...{ cash: '500.000000', balance: '500.000000', note: 'The account was reset.' },
    });
    expect(others).toEqual([]);
    expect(desk.account()).toMatchObject({ balance: '500.000000', cash: '500.000000', orders: [] });
  });

  test.each([
    ['1000', '0.000000'],
    ['1000.000001', '0.000001'],
    ['0.000001', '-999.999999'],
  ])('brings the cash of an account without positions to %s: %s', (deposit, amount) => {
    expect(reset(deskOf(make), { deposit })).toMatchObject([{ type: 'transferred', amount }]);
  });

  test('closes more positions than one part of a result has', () => {
    const desk = deskOf(make);
    for (let number = 1; number <= 300; number += 1) desk.open('buy', { orderId: orderId(number), quantity: '0.001' });
    const events = reset(desk);
    expect(events).toHaveLength(301);
    expect(events.at(-1)).toMatchObject({ type: 'transferred', amount: '-500.000000' });
  });

  test.each([
    ['stale_price', (desk: Desk) => desk.wait(5_001)],
    ['market_closed', (desk: Desk) => desk.setInstrument({ asset: 'SILVER_USDC', mode: 'closed' })],
    [
      'stale_price',
      (desk: Desk) => {
        desk.setInstrument({ asset: 'SILVER_USDC', maxJumpBps: 100 });
        desk.tick('50.00', '50.00', 'SILVER_USDC');
      },
    ],
  ])('does nothing while a position cannot be closed, and names it: %s', (code, spoil) => {
    const desk = deskOf(make);
    desk.open('sell', silver);
    spoil(desk);
    desk.tick('100.00', '100.00');
    const rejected = { type: 'rejected', requestId: 'q', userId: ALICE, code };
    expect(reset(desk)).toEqual([{ ...rejected, message: expect.stringMatching(/./) }]);
    expect(desk.account().orders).toHaveLength(1);
    expect(desk.account().cash).toBe('1000.000000');
  });

  test('does nothing while the account may close nothing, or has money on hold', () => {
    const desk = deskOf(make);
    desk.open('buy');
    desk.send('hold', { ...named, amount: '5' });
    expect(codeOf(desk)).toBe('duplicate_transfer');
    expect(codeOf(desk, { transferId: transferId(2) })).toBe('account_in_use');
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    expect(codeOf(desk, { transferId: transferId(2) })).toBe('account_restricted');
    desk.send('set-account', { userId: ALICE, rights: 'close_only' });
    desk.send('settle-hold', { ...named, outcome: 'released' });
    expect(reset(desk, { transferId: transferId(2) })).toHaveLength(2);
  });

  test('is done once under one id, and may be repeated under another', () => {
    const desk = deskOf(make);
    reset(desk);
    expect(codeOf(desk)).toBe('duplicate_transfer');
    desk.open('buy', { orderId: orderId(4) });
    expect(codeOf(desk)).toBe('duplicate_transfer');
    expect(reset(desk, { transferId: transferId(2) })).toHaveLength(2);
    desk.wait(600_000);
    expect(codeOf(desk)).toBe('duplicate_transfer');
    desk.wait(1);
    expect(reset(desk)).toMatchObject([{ type: 'transferred' }]);
  });

  test.each([
    [{ deposit: '0' }, 'invalid_amount'],
    [{ deposit: '-5' }, 'invalid_amount'],
    [{ deposit: '1.0000001' }, 'invalid_amount'],
    [{ deposit: 'x' }, 'invalid_amount'],
    [{ deposit: 5 }, 'invalid_command'],
    [{ deposit: undefined }, 'invalid_command'],
    [{ transferId: 'x' }, 'invalid_command'],
    [{ userId: userId(9) }, 'unknown_account'],
  ])('%j: %s', (terms, code) => {
    expect(codeOf(deskOf(make), terms)).toBe(code);
  });
});
