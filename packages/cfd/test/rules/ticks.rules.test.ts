import { describe, expect, test } from 'vitest';
import { type Desk, GOLD, openDesk, orderId, quietDesk, subjects } from '../harness.ts';
import type { JsonEvent } from '../json.ts';

/**
 * Which ticks count (docs/rules.md), as tables. A row has the milliseconds since the tick before, bid, ask, and the
 * outcome: "quote" for a tick that is taken without an event, else the types of its events, in short.
 */
type Row = readonly [ms: number, bid: string, ask: string, outcome: string, exchangeTime?: string];

function told(events: readonly JsonEvent[]): string {
  const words = events.map(({ type, outcome, reason, bid, ask, heldSince }) => {
    if (type === 'price-held') return `held ${bid}/${ask}`;
    if (type === 'price-released') return `${outcome} ${bid}/${ask} of ${Number(heldSince) - 1_732_000_000_000}`;
    return String(reason ?? type);
  });
  return words.join(', ') || 'nothing';
}

function tick(desk: Desk, bid: string, ask: string, exchangeTime?: string): JsonEvent[] {
  const time = exchangeTime === undefined ? {} : { exchangeTime };
  return desk.sendRaw('price-update', { asset: GOLD.asset, bid, ask, ...time });
}

/** The present quote, worked out from an account with one order, which is valued at it. */
function quoteOf(desk: Desk): string {
  const [order] = desk.account().orders as JsonEvent[];
  return String(order?.currentPrice);
}

/** Plays the rows on gold that stands at 100, with a 2x long from there. */
function play(desk: Desk, rows: readonly Row[]): void {
  desk.open('buy', { leverage: 2 });
  let quote = '100.00';
  for (const [ms, bid, ask, outcome, exchangeTime] of rows) {
    desk.wait(ms);
    const events = tick(desk, bid, ask, exchangeTime);
    const isTaken = !events.some(({ type }) => type === 'price-held') && outcome !== 'nothing';
    if (isTaken) quote = bid;
    expect([bid, ask, told(events) === 'nothing' && isTaken ? 'quote' : told(events)]).toEqual([bid, ask, outcome]);
    if (Array.isArray(desk.account().orders) && quoteOf(desk) !== 'undefined') expect(quoteOf(desk)).toBe(quote);
  }
}

describe.each(subjects)('which ticks count (%s)', (_, make) => {
  const guarded = (guards: object) => {
    const desk = openDesk(make);
    desk.setInstrument({ maxQuoteAgeMs: 60_000, ...guards });
    return desk;
  };

  test('a 2x long at 61,001: one wrong print is held, then released, and nobody is touched', () => {
    const desk = quietDesk(make);
    desk.setInstrument({ maxQuoteAgeMs: 60_000, maxSpreadBps: 100, maxJumpBps: 500 });
    desk.tick('61000.00', '61001.00');
    expect(desk.open('buy', { quantity: '0.01', leverage: 2 })).toMatchObject({ openPrice: '61001.00' });
    const held = { asset: GOLD.asset, bid: '1.00', ask: '61001.00', source: 'backpack', heldSince: desk.nowMs };
    const print = { asset: GOLD.asset, bid: '1.00', ask: '61001.00', source: 'backpack' };
    expect(desk.sendRaw('price-update', print)).toEqual([{ type: 'price-held', ...held }]);
    desk.wait(100);
    expect(desk.tick('61000.00', '61001.00')).toEqual([{ type: 'price-released', ...held, outcome: 'dropped' }]);
    expect(desk.account()).toMatchObject({ orders: [{ currentPrice: '61000.00', unrealizedPnl: '-0.010000' }] });
  });

  test('a 2x long at 61,001: a fall that stays goes through with its second tick', () => {
    const desk = quietDesk(make);
    desk.setInstrument({ maxQuoteAgeMs: 60_000, maxSpreadBps: 100, maxJumpBps: 500 });
    desk.tick('61000.00', '61001.00');
    desk.open('buy', { quantity: '0.01', leverage: 2 });
    expect(told(desk.tick('30000.00', '30001.00'))).toBe('held 30000.00/30001.00');
    desk.wait(5);
    expect(told(desk.tick('30010.00', '30011.00'))).toBe('confirmed 30000.00/30001.00 of 0, liquidation');
  });

  test.each<[string, object, Row[]]>([
    [
      'without guards every tick counts',
      {},
      [
        [0, '1000.00', '5000.00', 'quote'],
        [0, '60.00', '60.00', 'quote'],
      ],
    ],
    [
      'a jump of exactly the limit is near, one step more is far',
      { maxJumpBps: 500 },
      [
        [0, '105.00', '105.00', 'quote'],
        [0, '110.25', '110.25', 'quote'],
        [0, '115.77', '115.77', 'held 115.77/115.77'],
      ],
    ],
    [
      'either side may be too far',
      { maxJumpBps: 500 },
      [
        [0, '100.00', '105.01', 'held 100.00/105.01'],
        [0, '94.99', '100.00', 'held 94.99/100.00'],
        [0, '95.00', '105.00', 'dropped 94.99/100.00 of 0'],
      ],
    ],
    [
      'a spread of exactly the limit is not wide; a wide market trades on once it is confirmed',
      { maxSpreadBps: 100 },
      [
        [0, '100.00', '101.00', 'quote'],
        [0, '100.00', '101.01', 'held 100.00/101.01'],
        [7, '60.00', '99.00', 'confirmed 100.00/101.01 of 0'],
        [0, '100.00', '150.00', 'quote'],
        [0, '100.00', '100.50', 'quote'],
        [0, '100.00', '101.01', 'held 100.00/101.01'],
      ],
    ],
    [
      'a confirmation waits; the first of those that are near each other counts, and the last one is compared with',
      { maxJumpBps: 500, confirmJumpMs: 100 },
      [
        [0, '120.00', '120.00', 'held 120.00/120.00'],
        [99, '125.00', '125.00', 'nothing'],
        [0, '131.00', '131.00', 'nothing'],
        [1, '131.00', '131.00', 'confirmed 131.00/131.00 of 0'],
      ],
    ],
    [
      'another jump is held from its own time on: nothing confirms itself, nor two wrong prints each other',
      { maxJumpBps: 500, confirmJumpMs: 100 },
      [
        [0, '120.00', '120.00', 'held 120.00/120.00'],
        [200, '80.00', '80.00', 'held 80.00/80.00'],
        [99, '80.00', '80.00', 'nothing'],
        [1, '80.00', '80.00', 'confirmed 80.00/80.00 of 200'],
      ],
    ],
    [
      'the same print again, by the venue clock, confirms nothing, and nor does an older one',
      { maxJumpBps: 500 },
      [
        [0, '120.00', '120.00', 'held 120.00/120.00', '9007199254740993'],
        [9, '120.00', '120.00', 'nothing', '9007199254740993'],
        [9, '120.00', '120.00', 'nothing', '9007199254740992'],
        [9, '120.00', '120.00', 'confirmed 120.00/120.00 of 0', '9007199254740994'],
      ],
    ],
    [
      'without a time on both it confirms',
      { maxJumpBps: 500 },
      [
        [0, '120.00', '120.00', 'held 120.00/120.00', '5'],
        [0, '120.00', '120.00', 'confirmed 120.00/120.00 of 0'],
        [0, '150.00', '150.00', 'held 150.00/150.00'],
        [0, '150.00', '150.00', 'confirmed 150.00/150.00 of 0', '1'],
      ],
    ],
    [
      'a malformed tick neither confirms nor drops',
      { maxJumpBps: 500 },
      [
        [0, '120.00', '120.00', 'held 120.00/120.00'],
        [0, '120.00', '119.00', 'nothing'],
        [0, '0.00', '119.00', 'nothing'],
        [0, '100.001', '101.00', 'nothing'],
        [0, '100.00', '100.00', 'dropped 120.00/120.00 of 0'],
      ],
    ],
    ['a closed market takes no tick', { mode: 'closed' }, [[0, '60.00', '60.00', 'nothing']]],
    ['one that only closes does', { mode: 'close_only' }, [[0, '90.00', '90.00', 'quote']]],
  ])('%s', (_name, guards, rows) => {
    const desk = openDesk(make);
    desk.open('buy', { leverage: 2 });
    desk.setInstrument({ maxQuoteAgeMs: 60_000, ...guards });
    play(desk, rows);
  });

  test('is far from the quote however old that is', () => {
    const desk = guarded({ maxJumpBps: 500 });
    desk.wait(10_000_000);
    expect(told(desk.tick('106.00', '106.00'))).toBe('held 106.00/106.00');
  });

  test('the first tick of all is far from nothing, but may be wide', () => {
    const desk = quietDesk(make);
    desk.setInstrument({ maxJumpBps: 1, maxSpreadBps: 100 });
    expect(told(desk.tick('50.00', '100.00'))).toBe('held 50.00/100.00');
    expect(desk.tryToOpen('buy')).toBe('no_price');
    expect(told(desk.tick('50.00', '50.10'))).toBe('dropped 50.00/100.00 of 0');
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test('while a tick is held nobody opens or closes, and levels can be changed', () => {
    const desk = guarded({ maxJumpBps: 500 });
    desk.open('buy');
    desk.tick('120.00', '120.00');
    expect(desk.tryToOpen('buy', { orderId: orderId(2) })).toBe('stale_price');
    const named = { orderId: orderId(1), userId: desk.order('buy').userId };
    expect(desk.outcome('close-order', named)).toBe('stale_price');
    expect(desk.outcome('update-order', { ...named, stopLoss: '95.00' })).toBe('updated');
    expect(desk.account()).toMatchObject({ orders: [{ currentPrice: '100.00' }] });
    desk.tick('100.00', '100.00');
    expect(desk.outcome('close-order', named)).toBe('closed');
  });

  test('set-instrument drops a held tick and says so', () => {
    const desk = guarded({ maxJumpBps: 500 });
    desk.tick('120.00', '120.00');
    const events = desk.sendRaw('set-instrument', { requestId: 's', ...GOLD, maxJumpBps: 500 });
    expect(events.map(({ type }) => type)).toEqual(['instrument-set', 'price-released']);
    expect(told(events.slice(1))).toBe('dropped 120.00/120.00 of 0');
    expect(desk.tryToOpen('buy')).toBe('created');
    expect(told(desk.tick('120.00', '120.00'))).toBe('held 120.00/120.00');
  });

  test('a refused set-instrument drops nothing', () => {
    const desk = guarded({ maxJumpBps: 500 });
    desk.tick('120.00', '120.00');
    expect(desk.outcome('set-instrument', { ...GOLD, priceDecimals: 3 })).toBe('invalid_command');
    expect(told(desk.tick('120.00', '120.00'))).toBe('confirmed 120.00/120.00 of 0');
  });

  test.each([
    ['open', 'created', 'closed'],
    ['close_only', 'close_only', 'closed'],
    ['closed', 'market_closed', 'market_closed'],
  ])('mode %s: opening is %s, closing %s', (mode, opening, closing) => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.setInstrument({ mode });
    const named = { orderId: orderId(1), userId: desk.order('buy').userId };
    expect(desk.outcome('update-order', { ...named, stopLoss: '90.60' })).toBe('updated');
    expect(desk.tryToOpen('buy', { orderId: orderId(1) })).toBe('duplicate_order');
    // Its place among the checks: before the quantity, and before the age of the quote.
    const isOpen = mode === 'open';
    const size = { orderId: orderId(2), quantity: '0' };
    expect(desk.tryToOpen('buy', size)).toBe(isOpen ? 'invalid_quantity' : opening);
    expect(desk.tryToOpen('buy', { orderId: orderId(2) })).toBe(opening);
    desk.wait(6_000);
    expect(desk.outcome('close-order', named)).toBe(mode === 'closed' ? 'market_closed' : 'stale_price');
    if (mode === 'closed') desk.setInstrument({ mode: 'close_only' });
    desk.tick('100.00', '100.00');
    if (mode === 'closed') desk.setInstrument({ mode });
    expect(desk.outcome('close-order', named)).toBe(closing);
  });

  test('prices near 2^52 are compared exactly', () => {
    const desk = quietDesk(make);
    desk.setInstrument({ priceDecimals: 2, maxJumpBps: 1 });
    desk.tick('30000000000000.00', '30000000000000.00');
    expect(told(desk.tick('30003000000000.01', '30003000000000.01'))).toBe('held 30003000000000.01/30003000000000.01');
    expect(told(desk.tick('30003000000000.00', '30003000000000.00'))).toBe(
      'dropped 30003000000000.01/30003000000000.01 of 0',
    );
  });
});
