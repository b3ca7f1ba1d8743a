import { describe, expect, test } from 'vitest';
import { Desk, GOLD, GUARDS, openDesk, orderId, quietDesk, type Subject, subjects } from '../harness.ts';

const YEAR_MS = 31_536_000_000;

describe.each(subjects)('set-instrument (%s)', (_, make) => {
  test('the answer names all settings, and the request if there was one', () => {
    const desk = new Desk(make());
    const settings = { ...GOLD, minQuantity: '0.001', maxQuantity: '1000.000' };
    expect(desk.setInstrument({ requestId: 'q' })).toEqual({ type: 'instrument-set', requestId: 'q', ...settings });
    expect(desk.sendRaw('set-instrument', GOLD)).toEqual([{ type: 'instrument-set', ...settings }]);
  });

  test.each([
    ['asset', 'A', 'instrument-set'],
    ['asset', '!~'.repeat(16), 'instrument-set'],
    ['asset', '__proto__', 'instrument-set'],
    ['asset', 'constructor', 'instrument-set'],
    ['asset', '', 'invalid_command'],
    ['asset', 'x'.repeat(33), 'invalid_command'],
    ['asset', 'WITH SPACE', 'invalid_command'],
    ['asset', 'LINE\n', 'invalid_command'],
    ['asset', 'Ö', 'invalid_command'],
    ['asset', 5, 'invalid_command'],
    ['priceDecimals', 0, 'instrument-set'],
    ['priceDecimals', 12, 'instrument-set'],
    ['priceDecimals', 13, 'invalid_command'],
    ['priceDecimals', -1, 'invalid_command'],
    ['priceDecimals', 1.5, 'invalid_command'],
    ['priceDecimals', '2', 'invalid_command'],
    ['quantityDecimals', 12, 'instrument-set'],
    ['quantityDecimals', 13, 'invalid_command'],
    ['quantityDecimals', 2, 'invalid_command'],
    ['quantityDecimals', null, 'invalid_command'],
    ['minQuantity', '0.001', 'instrument-set'],
    ['minQuantity', '1000', 'instrument-set'],
    ['minQuantity', '1000.001', 'invalid_command'],
    ['minQuantity', '0', 'invalid_command'],
    ['minQuantity', '-1', 'invalid_command'],
    ['minQuantity', '0.0001', 'invalid_command'],
    ['minQuantity', 'x', 'invalid_command'],
    ['minQuantity', 1, 'invalid_command'],
    ['maxQuantity', '0.001', 'instrument-set'],
    ['maxQuantity', '9007199254740.991', 'instrument-set'],
    ['maxQuantity', '9007199254740.992', 'invalid_command'],
    ['maxQuantity', '1000.0001', 'invalid_command'],
    ['maxQuantity', null, 'invalid_command'],
    ['maxLeverage', 1, 'instrument-set'],
    ['maxLeverage', 1_000_000, 'instrument-set'],
    ['maxLeverage', 1_000_001, 'invalid_command'],
    ['maxLeverage', 0, 'invalid_command'],
    ['maxLeverage', 1.5, 'invalid_command'],
    ['maxQuoteAgeMs', 0, 'instrument-set'],
    ['maxQuoteAgeMs', YEAR_MS, 'instrument-set'],
    ['maxQuoteAgeMs', YEAR_MS + 1, 'invalid_command'],
    ['maxQuoteAgeMs', -1, 'invalid_command'],
    ['maxQuoteAgeMs', Number.POSITIVE_INFINITY, 'invalid_command'],
    ['assetClass', 'crypto', 'instrument-set'],
    ['assetClass', '', 'invalid_command'],
    ['assetClass', 'x'.repeat(33), 'invalid_command'],
    ['assetClass', 'Metals', 'invalid_command'],
    ['mode', 'close_only', 'instrument-set'],
    ['mode', 'closing', 'invalid_command'],
    ['mode', null, 'invalid_command'],
    ['maxSpreadBps', 1, 'instrument-set'],
    ['maxSpreadBps', 1_000_000, 'instrument-set'],
    ['maxSpreadBps', 1_000_001, 'invalid_command'],
    ['maxSpreadBps', 0, 'invalid_command'],
    ['maxJumpBps', 1, 'instrument-set'],
    ['maxJumpBps', 1_000_001, 'invalid_command'],
    ['maxJumpBps', 0, 'invalid_command'],
    ['maxJumpBps', '5', 'invalid_command'],
    ['confirmJumpMs', 0, 'instrument-set'],
    ['confirmJumpMs', 86_400_000, 'instrument-set'],
    ['confirmJumpMs', 86_400_001, 'invalid_command'],
    ['confirmJumpMs', -1, 'invalid_command'],
  ])('%s %j: %s', (setting, value, outcome) => {
    const settings = { ...GOLD, asset: 'NEW', [setting]: value };
    expect(openDesk(make).outcome('set-instrument', settings)).toBe(outcome);
  });

  test('tells the settings that may be absent where they are set, and replaces them all', () => {
    const desk = quietDesk(make);
    expect(desk.setInstrument(GUARDS)).toMatchObject(GUARDS);
    expect(Object.keys(desk.setInstrument({ maxJumpBps: 7 }))).toEqual([
      'type',
      'requestId',
      ...Object.keys(GOLD),
      'maxJumpBps',
    ]);
  });

  test.each([
    ['priceDecimals', 3],
    ['priceDecimals', 1],
    ['quantityDecimals', 4],
  ])('%s of a known instrument never changes', (setting, value) => {
    const desk = openDesk(make);
    expect(desk.outcome('set-instrument', { ...GOLD, maxLeverage: 7, [setting]: value })).toBe('invalid_command');
    expect(desk.open('buy')).toMatchObject({ type: 'created', openPrice: '100.00', quantity: '1.000' });
  });

  test('other settings hold for later commands, and the quote and open orders stay', () => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.setInstrument({ minQuantity: '2', maxQuantity: '3', maxLeverage: 5, maxQuoteAgeMs: 10 });
    expect(desk.tryToOpen('buy', { orderId: orderId(2), quantity: '1.999', leverage: 5 })).toBe('invalid_quantity');
    expect(desk.tryToOpen('buy', { orderId: orderId(2), quantity: '3.001', leverage: 5 })).toBe('invalid_quantity');
    expect(desk.tryToOpen('buy', { orderId: orderId(2), quantity: '2', leverage: 6 })).toBe('invalid_leverage');
    expect(desk.tryToOpen('buy', { orderId: orderId(2), quantity: '2', leverage: 5 })).toBe('created');
    desk.wait(11);
    expect(desk.tryToOpen('buy', { orderId: orderId(3), quantity: '2', leverage: 5 })).toBe('stale_price');
    expect(desk.account()).toMatchObject({ orders: [{ leverage: 10, quantity: '1.000' }, { leverage: 5 }] });
    expect(desk.tick('90.50', '90.50')).toMatchObject([{ orderId: orderId(1), reason: 'liquidation' }]);
  });

  test.each(['__proto__', 'constructor', 'toString'])('"%s" is a name like any other', (asset) => {
    const desk = quietDesk(make);
    expect(desk.tryToOpen('buy', { asset })).toBe('unknown_asset');
    expect(desk.tick('100.00', '100.00', asset)).toEqual([]);
    desk.setInstrument({ asset });
    expect(desk.tryToOpen('buy', { asset })).toBe('no_price');
    desk.tick('100.00', '100.00', asset);
    expect(desk.open('buy', { asset })).toMatchObject({ type: 'created', asset });
    expect(desk.tick('1.00', '1.00', asset)).toMatchObject([{ asset, reason: 'liquidation' }]);
  });
});

/** The wording. The naive model has none. */
test.each([
  ['46116860414', '0.01', 'maxQuantity is too large: with 8 decimals it is at most 90071992.54740991'],
  ['90071992.54740992', '0.01', 'maxQuantity is too large: with 8 decimals it is at most 90071992.54740991'],
  ['1.000000001', '0.01', 'maxQuantity has 9 decimals, and may have at most 8'],
  ['1.0000000010', '0.01', 'maxQuantity has 9 decimals, and may have at most 8'],
  ['1', '0.0000000001', 'minQuantity has 10 decimals, and may have at most 8'],
  ['1', '99999999999', 'minQuantity is too large: with 8 decimals it is at most 90071992.54740991'],
])('a quantity limit of %s and %s: %s', (maxQuantity, minQuantity, message) => {
  const [, makeCore] = subjects.find(([name]) => name === 'core') ?? [];
  const desk = new Desk((makeCore as () => Subject)());
  expect(desk.setInstrument({ quantityDecimals: 8, minQuantity, maxQuantity })).toMatchObject({ message });
});

test.each([
  ['9007199254.740992', 'deposit is too large: with 6 decimals it is at most 9007199254.740991.'],
  ['1.0000001', 'deposit has 7 decimals, and may have at most 6.'],
  ['-1', 'deposit is negative.'],
])('a deposit of %s: %s', (deposit, message) => {
  const [, makeCore] = subjects.find(([name]) => name === 'core') ?? [];
  expect(new Desk((makeCore as () => Subject)()).deposit(deposit)).toMatchObject({ message });
});
