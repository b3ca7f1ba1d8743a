import { describe, expect, test } from 'vitest';
import { ALICE, type Desk, GOLD, openDesk, orderId, subjects } from '../harness.ts';

type Fields = { [field: string]: unknown };

const OWNED = { orderId: orderId(1), userId: ALICE };

const good: { [type: string]: Fields } = {
  'set-instrument': GOLD,
  'create-account': { userId: ALICE, deposit: '5' },
  'price-update': { asset: GOLD.asset, bid: '101.00', ask: '101.00', exchangeTime: 1 },
  'create-order': {
    ...OWNED,
    orderId: orderId(2),
    asset: GOLD.asset,
    side: 'buy',
    quantity: '1',
    leverage: 10,
    takeProfit: '110',
    stopLoss: '95',
    expectedPrice: '100',
    maxSlippageBps: 0,
  },
  'update-order': { ...OWNED, takeProfit: '110', stopLoss: '95' },
  'close-order': OWNED,
  'get-account': { userId: ALICE },
  'get-order': OWNED,
  'void-order': OWNED,
};

const notStrings = [null, true, 5, 1.5, [], ['x'], {}];
const notNumbers = [null, true, '5', [], [5], {}];
const notIds = [
  ...notStrings,
  '',
  'x',
  orderId(1).toUpperCase().replace('0', 'A'),
  `${ALICE} `,
  ALICE.replaceAll('-', ''),
];
const notDecimals = [...notStrings, '', 'x', '1e5', '+1', '.5', '1.', ' 1', '1\n', '0x1', '1,5', '--1', 'NaN', '٣'];
const notNaturals = [...notNumbers, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY];

/** Fields of which only the shape is checked, with values that no command may have there. */
const badValues: { [field: string]: readonly unknown[] } = {
  requestId: [...notStrings, 'x'.repeat(65)],
  orderId: notIds,
  userId: notIds,
  asset: notStrings,
  side: [...notStrings, '', 'BUY', 'long'],
  bid: notDecimals,
  ask: notDecimals,
  deposit: notDecimals,
  minQuantity: notDecimals,
  maxQuantity: notDecimals,
  priceDecimals: notNaturals,
  quantityDecimals: notNaturals,
  maxLeverage: notNaturals,
  maxQuoteAgeMs: notNaturals,
  exchangeTime: [...notNaturals.filter((value) => typeof value !== 'string'), '', '-1', '1.5', '1'.repeat(21), 'x'],
  quantity: notStrings,
  leverage: notNumbers,
  expectedPrice: notDecimals,
  maxSlippageBps: notNaturals,
};

const optional = ['exchangeTime', 'takeProfit', 'stopLoss', 'expectedPrice', 'maxSlippageBps'];

/** A level may be null in update-order, but not in create-order. */
function badValuesOf(type: string, field: string): readonly unknown[] {
  if (field !== 'takeProfit' && field !== 'stopLoss') return badValues[field] ?? [];
  return notStrings.filter((value) => type === 'create-order' || value !== null);
}

const wrong = Object.entries(good).flatMap(([type, data]) =>
  Object.keys(data).flatMap((field) => badValuesOf(type, field).map((value) => ({ type, field, value }))),
);

const missing = Object.entries(good).flatMap(([type, data]) =>
  Object.keys(data).flatMap((field) => (optional.includes(field) ? [] : [{ type, field }])),
);

function without(data: Fields, field: string): Fields {
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== field));
}

/** The account with its orders: all that a command could have changed. */
function stateOf(desk: Desk): Fields {
  return without(desk.account(), 'requestId');
}

describe.each(subjects)('invalid commands (%s)', (_, make) => {
  function deskWithOrder(): Desk {
    const desk = openDesk(make);
    desk.open('buy');
    return desk;
  }

  function expectInvalid(type: string, data: unknown, event: Fields | null): void {
    const desk = deskWithOrder();
    const before = stateOf(desk);
    const message = expect.stringMatching(/./);
    const rejected = { type: 'rejected', code: 'invalid_command', message, ...event };
    expect(desk.sendRaw(type, data)).toEqual(event ? [rejected] : []);
    expect(stateOf(desk)).toEqual(before);
  }

  /** The well-formed ids among these. They stand in the answer. */
  function wellFormed(data: Fields): Fields {
    const named = Object.entries(data).filter(([name]) => name === 'orderId' || name === 'userId');
    return Object.fromEntries(named.filter(([, value]) => value === ALICE || /^0{8}-/.test(String(value))));
  }

  test.each(Object.keys(good))('the good %s of this page is accepted', (type) => {
    const answers = deskWithOrder().sendRaw(type, { requestId: 'q', ...good[type] });
    expect(answers.map((event) => event.type)).not.toContain('rejected');
  });

  test.each(wrong)('$type with $field $value', ({ type, field, value }) => {
    const data = { ...good[type], [field]: value };
    const named = wellFormed(field === 'orderId' || field === 'userId' ? without(data, field) : data);
    expectInvalid(type, { requestId: 'q', ...data }, { requestId: 'q', ...named });
    expectInvalid(type, data, null);
  });

  test.each(missing)('$type without $field', ({ type, field }) => {
    const data = without(good[type] ?? {}, field);
    expectInvalid(type, { requestId: 'q', ...data }, { requestId: 'q', ...wellFormed(data) });
    expectInvalid(type, data, null);
  });

  const asking = Object.keys(good).filter((type) => type !== 'price-update');
  test.each(asking)('%s with a request id that is none is not answered', (type) => {
    for (const requestId of badValues.requestId ?? []) expectInvalid(type, { ...good[type], requestId }, null);
    if (type !== 'set-instrument') expectInvalid(type, good[type], null);
  });

  test.each(['', 'x'.repeat(64), '\u{1f600}'.repeat(32), '"\\\n\u0000'])('a request id may be %j', (requestId) => {
    const [answer] = deskWithOrder().sendRaw('get-account', { requestId, userId: ALICE });
    expect(answer).toMatchObject({ type: 'account', requestId });
  });

  test('a request id is measured in UTF-16 units', () => {
    expectInvalid('get-account', { requestId: `${'\u{1f600}'.repeat(32)}x`, userId: ALICE }, null);
  });

  test.each([null, [], ['requestId'], [{ requestId: 'q' }], 'x', '', 5, true])('data %j', (data) => {
    for (const type of [...Object.keys(good), 'nonsense']) expectInvalid(type, data, null);
  });

  test.each(['', 'nonsense', 'Close-Order', 'close-order ', '__proto__', 'constructor', 'toString'])(
    'type "%s"',
    (type) => {
      expectInvalid(type, { requestId: 'q', ...OWNED }, { requestId: 'q', ...OWNED });
      expectInvalid(type, OWNED, null);
    },
  );

  test('ids that are malformed are not repeated in the answer', () => {
    expectInvalid('close-order', { requestId: 'q', orderId: 'x', userId: 5 }, { requestId: 'q' });
    expectInvalid('close-order', { requestId: 'q', orderId: null, userId: ALICE }, { requestId: 'q', userId: ALICE });
  });

  test('unknown fields are ignored, whatever they are called', () => {
    const extra = { more: null, ['__proto__']: { requestId: 'inner' }, constructor: 5, toString: [] };
    const desk = deskWithOrder();
    expect(desk.sendRaw('get-order', { requestId: 'q', ...OWNED, ...extra })).toMatchObject([{ status: 'open' }]);
    expect(desk.sendRaw('close-order', { requestId: 'q', ...OWNED, ...extra })).toMatchObject([{ type: 'closed' }]);
    expectInvalid('close-order', { ['__proto__']: { requestId: 'inner', ...OWNED } }, null);
  });

  test.each([
    ['ASCII', 'x'],
    ['two UTF-16 units a character', '\u{1f600}'],
  ])('data may have 16,384 characters, and is not even looked at beyond (%s)', (_name, filling) => {
    const desk = deskWithOrder();
    const question = { requestId: 'q', userId: ALICE, more: '' };
    const room = 16_384 - JSON.stringify(question).length;
    const more = filling.repeat(Math.floor(room / filling.length)).padEnd(room, 'x');
    expect(desk.sendRaw('get-account', { ...question, more })).toMatchObject([{ type: 'account', requestId: 'q' }]);
    expectInvalid('get-account', { ...question, more: `${more}x` }, null);
    expectInvalid('create-account', { ...question, deposit: '5', more }, null);
  });

  test('a tick does not ask, so its request id does not matter', () => {
    const desk = deskWithOrder();
    expect(desk.sendRaw('price-update', { ...good['price-update'], requestId: 5 })).toEqual([]);
    expect(desk.account()).toMatchObject({ orders: [{ currentPrice: '101.00' }] });
  });
});
