import { describe, expect, test } from 'vitest';
import { ALICE, BOB, type Desk, openDesk, orderId, START_MS, subjects } from '../harness.ts';

const OWN = { orderId: orderId(1), userId: ALICE };

/** A desk under the third rules, where Alice has a buy. */
function deskOf(make: Parameters<typeof openDesk>[0], version = 3): Desk {
  const desk = openDesk(make);
  desk.deposit('1000', BOB);
  desk.send('set-rules', { version });
  desk.open('buy');
  return desk;
}

/** Commands that would be carried out, by their type. */
const commands: [type: string, data: { [field: string]: unknown }, done: string][] = [
  [
    'create-order',
    { ...OWN, orderId: orderId(2), asset: 'GOLD_USDC', side: 'buy', quantity: '1', leverage: 10 },
    'created',
  ],
  ['update-order', { ...OWN, takeProfit: '110.00' }, 'updated'],
  ['close-order', OWN, 'closed'],
];

/** The rules that version 3 switches on, from its entry on and not earlier. */
describe.each(subjects)('validUntil (%s)', (_, make) => {
  const times: [validUntil: number, isInTime: boolean][] = [
    [0, false],
    [START_MS + 999, false],
    [START_MS + 1_000, true],
    [START_MS + 1_001, true],
    [Number.MAX_SAFE_INTEGER, true],
  ];

  describe.each(commands)('of %s', (type, data, done) => {
    test.each(times)('%i, a second after the start: in time is %s', (validUntil, isInTime) => {
      const desk = deskOf(make);
      desk.wait(1_000);
      expect(desk.outcome(type, { ...data, validUntil })).toBe(isInTime ? done : 'expired');
    });

    test('that has passed: the command changes nothing, and may be sent again', () => {
      const desk = deskOf(make);
      const { requestId: _before, ...before } = desk.account();
      expect(desk.send(type, { ...data, validUntil: START_MS - 7 })).toMatchObject({
        ...{ type: 'rejected', code: 'expired', orderId: data.orderId, userId: ALICE },
        message: expect.stringMatching(/./),
      });
      const { requestId: _after, ...after } = desk.account();
      expect(after).toEqual(before);
      expect(desk.outcome(type, { ...data, validUntil: START_MS })).toBe(done);
    });

    test.each([null, '', '1732000000000', -1, 1.5, 2 ** 53, true, [], {}, Number.POSITIVE_INFINITY, 'malformed'])(
      'may not be %j',
      (validUntil) => {
        const desk = deskOf(make);
        expect(desk.outcome(type, { ...data, validUntil })).toBe('invalid_command');
        expect(desk.outcome(type, { ...data, userId: orderId(99), validUntil })).toBe('invalid_command');
      },
    );

    test.each([1, 2])('is not looked at under rules version %i', (version) => {
      for (const validUntil of [0, START_MS - 1, -1, 'malformed', null])
        expect(deskOf(make, version).outcome(type, { ...data, validUntil })).toBe(done);
    });
  });

  test('is looked at once it is known whose order it is, and that it is open', () => {
    const desk = deskOf(make);
    const late = { validUntil: 0 };
    for (const type of ['update-order', 'close-order']) {
      expect(desk.outcome(type, { ...OWN, userId: BOB, ...late })).toBe('unknown_order');
      expect(desk.outcome(type, { ...OWN, orderId: orderId(7), ...late })).toBe('unknown_order');
      expect(desk.outcome(type, { ...OWN, userId: orderId(7), ...late })).toBe('unknown_account');
    }
    expect(desk.outcome('update-order', { ...OWN, takeProfit: 'x', ...late })).toBe('expired');
    expect(desk.tryToOpen('buy', late)).toBe('duplicate_order');
    desk.setInstrument({ mode: 'closed' });
    expect(desk.outcome('close-order', { ...OWN, ...late })).toBe('expired');
    desk.wait(5_001);
    expect(desk.outcome('close-order', { ...OWN, ...late })).toBe('expired');
  });

  test('is in time by log time, which stands still while nothing comes', () => {
    const desk = deskOf(make);
    expect(desk.outcome('close-order', { ...OWN, validUntil: START_MS })).toBe('closed');
  });

  test('means nothing to a command that has none', () => {
    const desk = deskOf(make);
    expect(desk.outcome('get-order', { ...OWN, validUntil: 0 })).toBe('order');
    expect(desk.outcome('void-order', { ...OWN, validUntil: 'x' })).toBe('order');
    expect(desk.outcome('create-account', { userId: ALICE, deposit: '1', validUntil: 0 })).toBe('account-created');
  });

  test('frees no id: an order that came too late may come again', () => {
    const desk = deskOf(make);
    const order = { orderId: orderId(5) };
    expect(desk.tryToOpen('buy', { ...order, validUntil: START_MS - 1 })).toBe('expired');
    expect(desk.send('get-order', { ...OWN, ...order }).status).toBe('unknown');
    expect(desk.tryToOpen('buy', order)).toBe('created');
  });
});
