import { describe, expect, test } from 'vitest';
import type { Subject } from '../../harness.ts';
import { subjects } from '../../harness.ts';
import { ALICE, GOLD, type OrderDesk, orderId, story, type Terms, tradingDesk } from '../orders/order-desk.ts';

/** Prices that people set when a feed is dead. */

function deskOf(make: () => Subject, settings: Terms = {}): OrderDesk {
  const desk = tradingDesk(make);
  desk.send('set-rules', { version: 7 });
  desk.setInstrument({ priceDecimals: 1, ...settings });
  return desk;
}

const PRICE = { requestId: 'q', asset: GOLD.asset, bid: '104.0', ask: '104.2' };
const SET = { type: 'price-set', ...PRICE, source: 'dealer' };
const setPrice = (desk: OrderDesk, terms: Terms = {}) => desk.sendRaw('set-price', { ...PRICE, ...terms });
const both = (price: string) => ({ bid: price, ask: price });

describe.each(subjects)('a price set by hand (%s)', (_, make) => {
  test('is the quote from then on, and fresh', () => {
    const desk = deskOf(make);
    desk.wait(60_000);
    expect(desk.tryToEnter(1, 'buy')).toBe('stale_price');
    expect(setPrice(desk)).toEqual([SET]);
    expect(desk.enter(1, 'buy')).toMatchObject([{ openPrice: '104.2' }]);
    desk.wait(5_001);
    expect(desk.outcome('close-order', { orderId: orderId(1), userId: ALICE })).toBe('stale_price');
  });

  test('is that of an instrument that had none', () => {
    const desk = deskOf(make);
    desk.setInstrument({ asset: 'SILVER_USDC', priceDecimals: 1 });
    expect(desk.tryToEnter(1, 'buy', { asset: 'SILVER_USDC' })).toBe('no_price');
    expect(setPrice(desk, { asset: 'SILVER_USDC' })).toEqual([{ ...SET, asset: 'SILVER_USDC' }]);
    expect(desk.tryToEnter(1, 'buy', { asset: 'SILVER_USDC' })).toBe('created');
  });

  test('is printed as its instrument prints prices', () => {
    expect(setPrice(deskOf(make), { bid: '104.00', ask: '105' })).toEqual([{ ...SET, bid: '104.0', ask: '105.0' }]);
  });

  test.each([
    ['far', { maxJumpBps: 1 }],
    ['wide', { maxSpreadBps: 1 }],
  ])('is held by no guard, though it is %s', (_what, guards) => {
    const desk = deskOf(make, guards);
    expect(setPrice(desk)).toEqual([SET]);
    expect(desk.enter(1, 'buy')).toMatchObject([{ openPrice: '104.2' }]);
  });

  test('drops a held tick, and says so behind its answer and before what follows', () => {
    const desk = deskOf(make, { maxJumpBps: 100 });
    desk.enter(1, 'buy', { takeProfit: '103.0' });
    desk.enter(2, 'sell', { orderType: 'limit', price: '104.0' });
    desk.enter(3, 'buy');
    const heldSince = desk.nowMs;
    desk.sendRaw('price-update', { asset: GOLD.asset, ...both('50.0'), source: 'backpack' });
    expect(desk.tryToEnter(4, 'buy')).toBe('stale_price');
    desk.wait(10);
    const events = setPrice(desk);
    expect(events.slice(0, 2)).toEqual([
      SET,
      {
        ...{ type: 'price-released', asset: GOLD.asset, ...both('50.0'), source: 'backpack', heldSince },
        outcome: 'dropped',
      },
    ]);
    expect(story(events)).toEqual(['price-set', 'price-released dropped', '1 closed take_profit', '2 created']);
    expect(desk.tryToEnter(4, 'buy')).toBe('created');
  });

  test('triggers all that a tick triggers, and asks nobody for it', () => {
    const desk = deskOf(make, { guaranteedStopPpm: 1_000 });
    desk.enter(1, 'buy', { stopLoss: '96.0' });
    desk.enter(2, 'buy', { stopLoss: '95.0', guaranteed: true });
    desk.enter(3, 'buy', { trailingDistance: '4.0' });
    desk.enter(4, 'buy', { leverage: 50 });
    desk.enter(5, 'sell', { takeProfit: '95.0' });
    desk.enter(6, 'buy', { orderType: 'limit', price: '94.0' });
    desk.enter(7, 'sell', { orderType: 'stop', price: '94.5' });
    const events = setPrice(desk, both('94.0'));
    expect(story(events)).toEqual([
      'price-set',
      ...['1 closed stop_loss', '2 closed guaranteed_stop', '3 closed trailing_stop', '4 closed liquidation'],
      ...['5 closed take_profit', '6 created', '7 created'],
    ]);
    expect(events.filter(({ requestId }) => requestId === 'q')).toHaveLength(1);
    expect(events[2]).toMatchObject({ closePrice: '95.0' });
  });

  test('moves the stops that trail', () => {
    const desk = deskOf(make);
    desk.enter(1, 'buy', { trailingDistance: '4.0' });
    setPrice(desk, both('110.0'));
    expect(story(desk.price('106.0'))).toEqual(['1 closed trailing_stop']);
  });

  test('stands behind the orders whose time is over', () => {
    const desk = deskOf(make);
    desk.enter(1, 'sell', { orderType: 'limit', price: '104.0', expiresAt: desk.nowMs + 1 });
    desk.wait(1);
    expect(story(setPrice(desk))).toEqual(['1 cancelled expired', 'price-set']);
  });

  test('is what the feed’s next tick is judged against', () => {
    const desk = deskOf(make, { maxJumpBps: 100 });
    setPrice(desk, both('150.0'));
    expect(desk.price('151.0')).toEqual([]);
    expect(desk.price('100.0')).toMatchObject([{ type: 'price-held' }]);
    expect(setPrice(desk, both('100.0'))).toMatchObject([{ type: 'price-set' }, { outcome: 'dropped' }]);
    expect(desk.price('100.5')).toEqual([]);
  });

  test.each([
    ['open', ['price-set']],
    ['close_only', ['price-set']],
    ['closed', ['rejected market_closed']],
  ])('in a market that is %s', (mode, told) => {
    const desk = deskOf(make, { mode });
    expect(story(setPrice(desk))).toEqual(told);
  });

  /** In the order of the checks: each fault comes before those below it. */
  const faults: [terms: Terms, code: string][] = [
    [{ bid: 104 }, 'invalid_command'],
    [{ bid: 'x' }, 'invalid_command'],
    [{ ask: '1e2' }, 'invalid_command'],
    [{ ask: undefined }, 'invalid_command'],
    [{ actor: '' }, 'invalid_command'],
    [{ asset: 'NOWHERE' }, 'unknown_asset'],
    [{ asset: 'CLOSED' }, 'market_closed'],
    [{ bid: '0' }, 'invalid_price'],
    [{ bid: '-1' }, 'invalid_price'],
    [{ bid: '104.3' }, 'invalid_price'],
    [{ bid: '104.01' }, 'invalid_price'],
    [{ ask: '104.21' }, 'invalid_price'],
    [both('439804651110.5'), 'invalid_price'],
    [{ ask: '9'.repeat(40) }, 'invalid_price'],
  ];
  test.each(faults)('with %j: %s', (terms, code) => {
    const desk = deskOf(make, { maxJumpBps: 1 });
    desk.setInstrument({ asset: 'CLOSED', priceDecimals: 1, mode: 'closed' });
    desk.price('50.0');
    const answer = setPrice(desk, terms);
    expect(answer).toEqual([{ type: 'rejected', requestId: 'q', code, message: expect.stringMatching(/./) }]);
    // What is refused drops nothing.
    desk.price('100.0');
    expect(desk.price('50.0')).toMatchObject([{ type: 'price-held' }]);
    expect(setPrice(desk, { ...both('1'), ...terms, asset: terms.asset ?? 'NOWHERE' })).toMatchObject([
      { code: code === 'invalid_price' ? 'unknown_asset' : code },
    ]);
  });

  test('may be the highest price, and have no spread', () => {
    expect(setPrice(deskOf(make), both('439804651110.4'))).toMatchObject([{ type: 'price-set' }]);
    expect(setPrice(deskOf(make), both('0.1'))).toMatchObject([{ type: 'price-set' }]);
  });

  test('is answered where it names a request, and nothing otherwise', () => {
    const desk = deskOf(make);
    expect(setPrice(desk, { requestId: undefined })).toEqual([]);
    expect(desk.tryToEnter(1, 'buy')).toBe('created');
  });

  test('may come from an actor, and is no tick: it has no time of a venue, and no source but people', () => {
    const told = setPrice(deskOf(make), { actor: 'desk:ada', source: 'backpack', exchangeTime: 'x' });
    expect(told).toEqual([SET]);
  });

  test.each([1, 6])('rules %i do not know the command', (version) => {
    const desk = tradingDesk(make);
    if (version === 6) expect(setPrice(desk)).toMatchObject([{ type: 'rejected', code: 'invalid_command' }]);
    const older = make();
    expect(older.apply('1732000000000-1', 'set-price', PRICE)).toMatchObject([{ code: 'invalid_command' }]);
  });
});
