import { COMMANDS, READS } from '@fulcrum/cfd';
import { describe, expect, test } from 'vitest';
import { type Desk, START_MS, type Subject, subjects, transferId } from '../../harness.ts';
import { ALICE, BOB, GOLD, type OrderDesk, orderId, story, type Terms, tradingDesk } from '../orders/order-desk.ts';

/** Who asked for a command: rights bind the owner of an account, and whoever asks in the owner's place is no owner. */

const STAFF = { actor: 'desk:ada' };

/** A desk under the seventh rules, where Alice has a buy of an ounce, and a limit order waits. */
function deskOf(make: () => Subject, settings: Terms = {}): OrderDesk {
  const desk = tradingDesk(make);
  desk.send('set-rules', { version: 7 });
  desk.enter(1, 'buy');
  desk.enter(2, 'buy', { orderType: 'limit', price: '90.0' });
  if (Object.keys(settings).length > 0) desk.send('set-account', { userId: ALICE, ...settings });
  return desk;
}

const own = (number: number) => ({ orderId: orderId(number), userId: ALICE });
const lastOf = (desk: Desk, type: string, data: Terms) => {
  const answer = desk.sendForAll(type, data).at(-1);
  return answer?.type === 'rejected' ? answer.code : answer?.type;
};

/** Each command that rights may refuse, what it does where they do not, and of which rights it is refused to the owner. */
const bound: [what: string, type: string, data: Terms, outcome: string, refusedBy: readonly string[]][] = [
  ['opening', 'create-order', order('buy'), 'created', ['close_only', 'none']],
  ['placing', 'create-order', order('buy', { orderType: 'stop', price: '200.0' }), 'placed', ['close_only', 'none']],
  ['reducing', 'create-order', order('sell', { reduceOnly: true, quantity: '0.5' }), 'reduced', ['none']],
  ['closing', 'close-order', own(1), 'closed', ['none']],
  ['closing a part', 'close-order', { ...own(1), quantity: '0.5', openQuantity: '1' }, 'closed', ['none']],
  ['closing all', 'close-all', { userId: ALICE }, 'all-closed', ['none']],
  [
    'starting over',
    'reset-account',
    { userId: ALICE, transferId: transferId(1), deposit: '5' },
    'transferred',
    ['none'],
  ],
  ['changing levels', 'update-order', { ...own(1), stopLoss: '95.0' }, 'updated', []],
  ['changing what waits', 'update-order', { ...own(2), price: '91.0' }, 'updated', []],
  ['cancelling', 'cancel-order', own(2), 'cancelled', []],
  ['cancelling all', 'cancel-all', { userId: ALICE }, 'all-cancelled', []],
];

function order(side: 'buy' | 'sell', terms: Terms = {}): Terms {
  return { orderId: orderId(9), userId: ALICE, asset: GOLD.asset, side, quantity: '1', leverage: 10, ...terms };
}

describe.each(subjects)('actors (%s)', (_, make) => {
  const cases = bound.flatMap(([what, type, data, outcome, refusedBy]) =>
    ['full', 'close_only', 'none'].map((rights) => ({ what, type, data, outcome, rights, refusedBy })),
  );
  test.each(cases)('$what with rights $rights', ({ type, data, outcome, rights, refusedBy }) => {
    const expected = refusedBy.includes(rights) ? 'account_restricted' : outcome;
    expect(lastOf(deskOf(make, { rights }), type, data)).toBe(expected);
    expect(lastOf(deskOf(make, { rights }), type, { ...data, ...STAFF })).toBe(outcome);
  });

  test('netting for an account that may do nothing', () => {
    const desk = tradingDesk(make);
    desk.send('set-rules', { version: 7 });
    desk.netting();
    desk.enter(1, 'buy');
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    expect(desk.tryToEnter(2, 'sell', { quantity: '3' })).toBe('account_restricted');
    expect(story(desk.enter(2, 'sell', { quantity: '3', ...STAFF }))).toEqual(['1 closed netting', '2 created']);
  });

  test('a pause binds an actor as well: nobody opens meanwhile, and nobody ends it early', () => {
    const end = START_MS + 1_000;
    const desk = deskOf(make, { pausedUntil: end });
    expect(desk.tryToEnter(3, 'buy', STAFF)).toBe('account_restricted');
    expect(desk.tryToEnter(3, 'buy', { ...STAFF, orderType: 'limit', price: '90.0' })).toBe('account_restricted');
    expect(desk.outcome('set-account', { userId: ALICE, pausedUntil: end - 1, ...STAFF })).toBe('account_restricted');
    expect(desk.outcome('set-account', { userId: ALICE, pausedUntil: null, ...STAFF })).toBe('invalid_command');
    expect(desk.send('close-order', { ...own(1), ...STAFF })).toMatchObject({ type: 'closed' });
    desk.wait(1_000);
    expect(desk.tryToEnter(3, 'buy', STAFF)).toBe('created');
  });

  test('limits bind an actor as well, of the group and of the account', () => {
    const desk = deskOf(make, { limits: { maxOpenOrders: 2 } });
    expect(desk.tryToEnter(3, 'buy', STAFF)).toBe('created');
    expect(desk.tryToEnter(4, 'buy', STAFF)).toBe('position_limit');
    desk.send('set-account', { userId: ALICE, limits: { maxOpenOrders: null } });
    desk.send('set-group', { group: 'default', maxNotional: '300' });
    expect(desk.tryToEnter(4, 'buy', STAFF)).toBe('position_limit');
  });

  test('nothing else gives way to an actor: the market, the price, the money, and whose order it is', () => {
    const desk = deskOf(make, { rights: 'none' });
    expect(desk.outcome('close-order', { ...own(1), userId: BOB, ...STAFF })).toBe('unknown_order');
    expect(desk.outcome('close-order', { ...own(1), validUntil: START_MS - 1, ...STAFF })).toBe('expired');
    expect(desk.tryToEnter(3, 'buy', { ...STAFF, quantity: '1000', leverage: 1 })).toBe('insufficient_balance');
    desk.setInstrument({ priceDecimals: 1, mode: 'close_only' });
    expect(desk.tryToEnter(3, 'buy', STAFF)).toBe('close_only');
    desk.wait(5_001);
    expect(desk.outcome('close-order', { ...own(1), ...STAFF })).toBe('stale_price');
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    expect(desk.outcome('close-order', { ...own(1), ...STAFF })).toBe('market_closed');
  });

  test('what an actor has placed waits as the owner’s own: it opens by the owner’s rights', () => {
    const desk = deskOf(make, { rights: 'close_only' });
    desk.enter(3, 'buy', { ...STAFF, orderType: 'limit', price: '95.0' });
    expect(story(desk.price('95.0'))).toEqual(['3 cancelled account_restricted']);
    desk.enter(4, 'buy', { ...STAFF, orderType: 'limit', price: '94.0' });
    desk.send('set-account', { userId: ALICE, rights: 'full', ...STAFF });
    expect(story(desk.price('94.0'))).toEqual(['4 created']);
  });

  test('an actor is told in no event, and leaves nothing in the state', () => {
    const [with_, without] = [deskOf(make), deskOf(make)];
    for (const [, type, data] of bound) {
      const told = with_.sendRaw(type, { requestId: 'q', ...data, ...STAFF });
      expect(told).toEqual(without.sendRaw(type, { requestId: 'q', ...data }));
    }
    expect(with_.account()).toEqual(without.account());
  });

  const names = ['x', 'desk:ada@example.com', 'Ädä Ünal', '\u{1f600}'.repeat(64), 'x'.repeat(64), ' '];
  test.each(names)('an actor may be called %j', (actor) => {
    expect(deskOf(make, { rights: 'none' }).outcome('close-order', { ...own(1), actor })).toBe('closed');
  });

  const nobodys = [null, 5, true, [], {}, '', 'x'.repeat(65), 'two\nlines', '\u0000', '\ud800', 'a\u202eb', '\u2028'];
  test.each([...nobodys, 'malformed'])('and not %j', (actor) => {
    const desk = deskOf(make);
    expect(desk.send('close-order', { ...own(1), actor })).toMatchObject({ code: 'invalid_command', ...own(1) });
    expect(desk.statusOf(1)).toBe('open');
  });

  test('each command that changes something may name one, but a tick', () => {
    const silent = Object.entries(COMMANDS).flatMap(([type, fields]) => ('actor' in fields ? [] : [type]));
    expect(silent.sort()).toEqual([...READS, 'price-update'].sort());
    const desk = deskOf(make);
    for (const type of Object.keys(COMMANDS)) {
      if (silent.includes(type)) continue;
      expect(desk.sendRaw(type, { requestId: 'q', actor: '' })).toMatchObject([{ code: 'invalid_command' }]);
    }
    expect(desk.outcome('set-rules', { version: 7, ...STAFF })).toBe('rules-set');
    expect(desk.outcome('void-order', { ...own(9), ...STAFF })).toBe('order');
    expect(desk.outcome('set-instrument', { ...GOLD, priceDecimals: 1, ...STAFF })).toBe('instrument-set');
    const named = { userId: ALICE, transferId: transferId(2), amount: '1' };
    expect(desk.outcome('transfer', { ...named, kind: 'deposit', ...STAFF })).toBe('transferred');
    expect(desk.outcome('hold', { ...named, transferId: transferId(3), ...STAFF })).toBe('held');
    expect(desk.outcome('settle-hold', { ...named, transferId: transferId(3), outcome: 'paid', ...STAFF })).toBe(
      'hold-settled',
    );
  });

  test.each([5, 6])('rules %i do not look at it', (version) => {
    const desk = tradingDeskOf(make, version);
    desk.open('buy');
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    for (const actor of ['desk:ada', '', 7, null])
      expect(desk.outcome('close-order', { ...own(1), actor })).toBe('account_restricted');
    desk.send('set-account', { userId: ALICE, rights: 'full', actor: [] });
    expect(desk.outcome('close-order', { ...own(1), actor: '' })).toBe('closed');
  });
});

function tradingDeskOf(make: () => Subject, version: number): Desk {
  const desk = tradingDesk(() => {
    const subject = make();
    subject.apply(`${START_MS - 1}-0`, 'set-rules', { version: 5 });
    return subject;
  });
  desk.send('set-rules', { version: Math.max(6, version) });
  return desk;
}
