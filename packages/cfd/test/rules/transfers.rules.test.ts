import { describe, expect, test } from 'vitest';
import { ALICE, BOB, type Desk, openDesk, orderId, type Subject, subjects, transferId, userId } from '../harness.ts';

/** A desk under the fourth rules. Alice has 1,000 USDC, and Bob 50. */
function deskOf(make: () => Subject): Desk {
  const desk = openDesk(make);
  desk.send('set-rules', { version: 4 });
  desk.deposit('50', BOB);
  return desk;
}

const moved = { transferId: transferId(1), userId: ALICE };
const transfer = (desk: Desk, amount: unknown, terms: object = {}) =>
  desk.send('transfer', { ...moved, kind: 'deposit', amount, ...terms });
const hold = (desk: Desk, amount: unknown, terms: object = {}) => desk.send('hold', { ...moved, amount, ...terms });
const settle = (desk: Desk, outcome: unknown, terms: object = {}) =>
  desk.send('settle-hold', { ...moved, outcome, ...terms });
const figures = (desk: Desk, user = ALICE) => {
  const { cash, balance, holds, withdrawable, usedMargin } = desk.account(user);
  return { cash, balance, holds, withdrawable, usedMargin };
};

describe.each(subjects)('transfers (%s)', (_, make) => {
  test('a deposit raises cash and balance, and says so', () => {
    const desk = deskOf(make);
    expect(transfer(desk, '20.5', { requestId: 'q', note: 'by card' })).toEqual({
      ...{ type: 'transferred', requestId: 'q', ...moved, kind: 'deposit', amount: '20.500000' },
      ...{ cash: '1020.500000', balance: '1020.500000', note: 'by card' },
    });
    expect(figures(desk)).toEqual({
      ...{ cash: '1020.500000', balance: '1020.500000', holds: '0.000000' },
      ...{ withdrawable: '1020.500000', usedMargin: '0.000000' },
    });
  });

  test.each([
    ['deposit', '0.000001', '1000.000001'],
    ['deposit', '9007199254.740991', '9007200254.740991'],
    ['deposit', '9007199254.740992', 'invalid_amount'],
    ['deposit', '0', 'invalid_amount'],
    ['deposit', '-1', 'invalid_amount'],
    ['deposit', '1.0000001', 'invalid_amount'],
    ['deposit', '1e3', 'invalid_amount'],
    ['deposit', '', 'invalid_amount'],
    ['deposit', 5, 'invalid_command'],
    ['adjustment', '5', '1005.000000'],
    ['adjustment', '-5', '995.000000'],
    ['adjustment', '-1000', '0.000000'],
    ['adjustment', '-1000.000001', 'insufficient_balance'],
    ['adjustment', '-0', 'invalid_amount'],
    ['gift', '5', 'invalid_command'],
  ])('%s of %j: %s', (kind, amount, outcome) => {
    const answer = transfer(deskOf(make), amount, { kind });
    expect(answer.code ?? answer.cash).toBe(outcome);
  });

  test.each([
    ['x', 'transferred'],
    ['x'.repeat(200), 'transferred'],
    ['', 'invalid_command'],
    ['x'.repeat(201), 'invalid_command'],
    ['two\nlines', 'invalid_command'],
    ['\u0000', 'invalid_command'],
    ['\ud800', 'invalid_command'],
    [7, 'invalid_command'],
    [null, 'invalid_command'],
  ])('the note %j: %s', (note, outcome) => {
    const answer = transfer(deskOf(make), '1', { note });
    expect(answer.code ?? answer.type).toBe(outcome);
  });

  test('an account that is created says what was paid in with it, and once', () => {
    const desk = deskOf(make);
    const creation = { requestId: 'c', userId: userId(5), deposit: '7' };
    const created = {
      type: 'account-created',
      requestId: 'c',
      userId: userId(5),
      balance: '7.000000',
      cash: '7.000000',
    };
    expect(desk.send('create-account', creation)).toEqual({ ...created, deposit: '7.000000' });
    expect(desk.send('create-account', creation)).toEqual(created);
  });

  test('an adjustment takes out what is free, and not what a position binds', () => {
    const desk = deskOf(make);
    desk.open('buy');
    expect(transfer(desk, '-990.000001', { kind: 'adjustment' }).code).toBe('insufficient_balance');
    expect(transfer(desk, '-990', { kind: 'adjustment' })).toMatchObject({ cash: '10.000000', balance: '0.000000' });
    desk.tick('110.00', '110.00');
    expect(transfer(desk, '-1', { kind: 'adjustment', transferId: transferId(2) }).code).toBe('insufficient_balance');
    const closed = desk.send('close-order', { orderId: orderId(1), userId: ALICE });
    expect(closed).toMatchObject({ balance: '20.000000', cash: '20.000000' });
  });

  test('money on hold is out of the balance, and still cash until it is paid', () => {
    const desk = deskOf(make);
    expect(hold(desk, '300', { requestId: 'h' })).toEqual({
      ...{ type: 'held', requestId: 'h', ...moved, amount: '300.000000' },
      ...{ cash: '1000.000000', balance: '700.000000' },
    });
    const held = { cash: '1000.000000', balance: '700.000000', holds: '300.000000', withdrawable: '700.000000' };
    expect(figures(desk)).toMatchObject(held);
    expect(settle(desk, 'paid', { requestId: 's' })).toEqual({
      ...{ type: 'hold-settled', requestId: 's', ...moved, outcome: 'paid', amount: '300.000000' },
      ...{ cash: '700.000000', balance: '700.000000' },
    });
    expect(figures(desk)).toMatchObject({ cash: '700.000000', holds: '0.000000', withdrawable: '700.000000' });
  });

  test('money that is released comes back', () => {
    const desk = deskOf(make);
    hold(desk, '1000');
    expect(desk.tryToOpen('buy')).toBe('insufficient_balance');
    expect(settle(desk, 'released', { note: 'the bank refused it' })).toMatchObject({
      ...{ cash: '1000.000000', balance: '1000.000000', note: 'the bank refused it' },
    });
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test('no loss reaches what is on hold', () => {
    const desk = deskOf(make);
    desk.open('buy', { quantity: '5' });
    hold(desk, '950');
    const [closed] = desk.tick('1.00', '1.00');
    expect(closed).toMatchObject({ reason: 'liquidation', balance: '0.000000', cash: '950.000000' });
    expect(figures(desk)).toMatchObject({ cash: '950.000000', holds: '950.000000', withdrawable: '0.000000' });
    expect(settle(desk, 'paid')).toMatchObject({ cash: '0.000000', balance: '0.000000' });
  });

  test.each([
    ['1000', 'held'],
    ['1000.000001', 'insufficient_balance'],
    ['0', 'invalid_amount'],
    ['-1', 'invalid_amount'],
    ['x', 'invalid_amount'],
    [1, 'invalid_command'],
  ])('a hold of %j: %s', (amount, outcome) => {
    const answer = hold(deskOf(make), amount);
    expect(answer.code ?? answer.type).toBe(outcome);
  });

  test('an unrealized profit cannot be put on hold', () => {
    const desk = deskOf(make);
    desk.open('buy');
    desk.tick('200.00', '200.00');
    expect(hold(desk, '990.000001').code).toBe('insufficient_balance');
    expect(hold(desk, '990').type).toBe('held');
  });

  test('a hold is settled once, by its owner’s id alone', () => {
    const desk = deskOf(make);
    expect(settle(desk, 'paid').code).toBe('unknown_transfer');
    hold(desk, '10');
    expect(settle(desk, 'kept').code).toBe('invalid_command');
    expect(settle(desk, 'paid', { userId: BOB }).code).toBe('unknown_transfer');
    expect(settle(desk, 'paid', { userId: userId(9) }).code).toBe('unknown_account');
    expect(settle(desk, 'paid').type).toBe('hold-settled');
    expect(settle(desk, 'released').code).toBe('unknown_transfer');
  });

  test('an account has at most a hundred holds', () => {
    const desk = deskOf(make);
    const holdNumber = (number: number) => hold(desk, '1', { transferId: transferId(number) });
    for (let number = 1; number <= 100; number += 1) expect(holdNumber(number).type).toBe('held');
    expect(holdNumber(101)).toMatchObject({ code: 'too_many_holds' });
    expect(hold(desk, '1', { transferId: transferId(102), userId: BOB }).type).toBe('held');
    settle(desk, 'released');
    expect(holdNumber(101).type).toBe('held');
  });

  test('nothing is booked twice: an id that was used is refused for ten minutes', () => {
    const desk = deskOf(make);
    transfer(desk, '10');
    expect(transfer(desk, '10').code).toBe('duplicate_transfer');
    expect(transfer(desk, '10', { userId: BOB }).code).toBe('duplicate_transfer');
    expect(hold(desk, '10').code).toBe('duplicate_transfer');
    desk.wait(600_000);
    expect(transfer(desk, '10').code).toBe('duplicate_transfer');
    desk.wait(1);
    expect(transfer(desk, '10').type).toBe('transferred');
  });

  test('a hold keeps its id for as long as it waits, and ten minutes after', () => {
    const desk = deskOf(make);
    hold(desk, '10');
    desk.wait(3_600_000);
    expect(hold(desk, '10').code).toBe('duplicate_transfer');
    expect(transfer(desk, '10').code).toBe('duplicate_transfer');
    settle(desk, 'paid');
    desk.wait(600_000);
    expect(hold(desk, '10').code).toBe('duplicate_transfer');
    desk.wait(1);
    expect(hold(desk, '10').type).toBe('held');
  });

  test('orders and transfers share their ids', () => {
    const desk = deskOf(make);
    desk.open('buy');
    expect(transfer(desk, '1', { transferId: orderId(1) }).code).toBe('duplicate_transfer');
    desk.send('close-order', { orderId: orderId(1), userId: ALICE });
    expect(hold(desk, '1', { transferId: orderId(1) }).code).toBe('duplicate_transfer');
    hold(desk, '1', { transferId: orderId(2) });
    const second = { orderId: orderId(2), userId: ALICE };
    expect(desk.tryToOpen('buy', second)).toBe('duplicate_order');
    expect(desk.send('void-order', second)).toMatchObject({ type: 'order', status: 'unknown' });
    settle(desk, 'paid', { transferId: orderId(2) });
    expect(desk.tryToOpen('buy', second)).toBe('duplicate_order');
    expect(desk.send('get-order', second)).toMatchObject({ type: 'order', status: 'unknown' });
  });

  test.each(['transfer', 'hold', 'settle-hold'])('%s asks first for the account, then for the id', (type) => {
    const desk = deskOf(make);
    transfer(desk, '1', { transferId: transferId(2) });
    const wrong = { transferId: transferId(2), kind: 'deposit', amount: 'x', outcome: 'paid' };
    expect(desk.outcome(type, { ...wrong, userId: userId(9) })).toBe('unknown_account');
    const code = type === 'settle-hold' ? 'unknown_transfer' : 'duplicate_transfer';
    expect(desk.outcome(type, { ...wrong, userId: ALICE })).toBe(code);
    expect(desk.outcome(type, { ...wrong, userId: 'me' })).toBe('invalid_command');
    expect(desk.outcome(type, { ...wrong, userId: ALICE, transferId: undefined })).toBe('invalid_command');
  });

  test.each([1, 2, 3])('rules %i know no transfers, and tell no cash', (version) => {
    const desk = openDesk(make);
    desk.send('set-rules', { version });
    expect(transfer(desk, '1')).toEqual({
      ...{ type: 'rejected', requestId: expect.any(String), userId: ALICE, code: 'invalid_command' },
      message: expect.stringMatching(/./),
    });
    expect(hold(desk, '1').code).toBe('invalid_command');
    expect(settle(desk, 'paid').code).toBe('invalid_command');
    for (const event of [desk.open('buy'), desk.account(), desk.deposit('1', BOB)])
      expect(event).not.toHaveProperty('cash');
    desk.send('set-rules', { version: 4 });
    expect(figures(desk)).toMatchObject({ cash: '1000.000000', balance: '990.000000', holds: '0.000000' });
    const closed = desk.send('close-order', { orderId: orderId(1), userId: ALICE });
    expect(closed).toMatchObject({ cash: '1000.000000', balance: '1000.000000' });
  });
});
