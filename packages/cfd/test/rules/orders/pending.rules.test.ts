import { describe, expect, test } from 'vitest';
import { START_MS, subjects } from '../../harness.ts';
import { ALICE, BOB, GOLD, type OrderDesk, orderDesk, orderId, story, tradingDesk } from './order-desk.ts';

const WAITING = {
  ...{ orderId: orderId(1), userId: ALICE, asset: GOLD.asset, side: 'buy', orderType: 'limit', price: '95.0' },
  ...{ quantity: '1.000', leverage: 10, takeProfit: '120.0', stopLoss: '90.0', trailingDistance: null },
  ...{ guaranteed: false, reduceOnly: false, maxSlippageBps: 50, expiresAt: START_MS + 9, placedAt: START_MS },
};
const TERMS = { takeProfit: '120', stopLoss: '90', maxSlippageBps: 50, expiresAt: START_MS + 9 };
const limit = (price: unknown, terms: object = {}) => ({ orderType: 'limit', price, ...terms });
const stop = (price: unknown, terms: object = {}) => ({ orderType: 'stop', price, ...terms });

describe.each(subjects)('pending orders (%s)', (_, make) => {
  test.each([
    // A price that is reached already is none to wait for. A buy looks at the ask, a sell at the bid.
    ['buy', 'limit', '100.1', 'placed'],
    ['buy', 'limit', '100.2', 'invalid_price'],
    ['buy', 'limit', '100.3', 'invalid_price'],
    ['buy', 'stop', '100.3', 'placed'],
    ['buy', 'stop', '100.2', 'invalid_price'],
    ['buy', 'stop', '100.1', 'invalid_price'],
    ['sell', 'limit', '100.1', 'placed'],
    ['sell', 'limit', '100.0', 'invalid_price'],
    ['sell', 'limit', '99.9', 'invalid_price'],
    ['sell', 'stop', '99.9', 'placed'],
    ['sell', 'stop', '100.0', 'invalid_price'],
    ['sell', 'stop', '100.1', 'invalid_price'],
  ] as const)('on 100.0/100.2 a %s %s of %s is %s', (side, orderType, price, outcome) => {
    expect(tradingDesk(make).tryToEnter(1, side, { orderType, price })).toBe(outcome);
  });

  test.each([
    // What it waits for, the last quote at which it waits, and one at which it opens.
    { side: 'buy', type: 'limit', price: '95.0', quiet: ['94.0', '95.1'], at: ['94.9', '95.0'], openPrice: '95.0' },
    { side: 'buy', type: 'limit', price: '95.0', quiet: ['95.1', '95.1'], at: ['93.5', '94.0'], openPrice: '94.0' },
    {
      side: 'buy',
      type: 'stop',
      price: '105.0',
      quiet: ['104.9', '104.9'],
      at: ['104.0', '105.0'],
      openPrice: '105.0',
    },
    {
      side: 'buy',
      type: 'stop',
      price: '105.0',
      quiet: ['104.0', '104.9'],
      at: ['105.9', '106.0'],
      openPrice: '106.0',
    },
    {
      side: 'sell',
      type: 'limit',
      price: '105.0',
      quiet: ['104.9', '106.0'],
      at: ['105.0', '106.0'],
      openPrice: '105.0',
    },
    {
      side: 'sell',
      type: 'limit',
      price: '105.0',
      quiet: ['104.9', '104.9'],
      at: ['107.0', '107.1'],
      openPrice: '107.0',
    },
    { side: 'sell', type: 'stop', price: '95.0', quiet: ['95.1', '95.1'], at: ['95.0', '96.0'], openPrice: '95.0' },
    { side: 'sell', type: 'stop', price: '95.0', quiet: ['95.1', '99.0'], at: ['93.0', '94.0'], openPrice: '93.0' },
  ] as const)('a $side $type of $price waits on $quiet, and opens on $at at $openPrice', (row) => {
    const desk = tradingDesk(make);
    desk.enter(1, row.side, { orderType: row.type, price: row.price });
    expect(desk.tick(...row.quiet)).toEqual([]);
    expect(desk.tick(...row.at)).toMatchObject([{ type: 'created', requestId: null, openPrice: row.openPrice }]);
    expect(desk.tick(...row.at)).toEqual([]);
  });

  test('placing names every term, and takes no money', () => {
    const desk = tradingDesk(make);
    const terms = desk.order('buy', limit('95', TERMS));
    expect(desk.send('create-order', { ...terms, requestId: 'mine' })).toEqual({
      ...{ type: 'placed', requestId: 'mine', ...WAITING },
    });
    expect(desk.send('get-order', { requestId: 'q', orderId: orderId(1), userId: ALICE })).toEqual({
      ...{ type: 'order', requestId: 'q', orderId: orderId(1), userId: ALICE, status: 'pending' },
      pendingOrder: WAITING,
    });
    expect(desk.account()).toMatchObject({
      ...{ balance: '1000.000000', usedMargin: '0.000000', marginLevel: null, orders: [], pendingOrders: [WAITING] },
    });
  });

  test('opening tells what an opening tells, and how much worse than its price it was', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', stop('105', { stopLoss: '90', takeProfit: '120' }));
    desk.wait(7);
    expect(desk.tick('105.0', '105.3')).toEqual([
      {
        ...{ type: 'created', requestId: null, orderId: orderId(1), userId: ALICE, asset: GOLD.asset, side: 'buy' },
        ...{ quantity: '1.000', leverage: 10, openPrice: '105.3', margin: '10.530000', takeProfit: '120.0' },
        ...{ stopLoss: '90.0', liquidationPrice: '95.2', slippage: '0.3', balance: '989.470000', cash: '1000.000000' },
        openedAt: START_MS + 7,
      },
    ]);
    expect(desk.statusOf(1)).toBe('open');
    expect(desk.account()).not.toHaveProperty('pendingOrders');
    expect(desk.close(1)).toMatchObject({ slippage: '0.3', openedAt: START_MS + 7 });
  });

  test('a better fill than the price is a slippage below zero', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell', limit('105'));
    expect(desk.tick('105.4', '105.5')).toMatchObject([{ slippage: '-0.4' }]);
  });

  test.each([
    // Levels lie right of the price at which it opens, wherever the quote is now.
    ['buy', limit('95.0', { takeProfit: '95.1' }), 'placed'],
    ['buy', limit('95.0', { takeProfit: '95.0' }), 'invalid_take_profit'],
    ['buy', limit('95.0', { stopLoss: '94.9' }), 'placed'],
    ['buy', limit('95.0', { stopLoss: '95.0' }), 'invalid_stop_loss'],
    ['buy', stop('105.0', { stopLoss: '104.9' }), 'placed'],
    ['buy', stop('105.0', { stopLoss: '105.0' }), 'invalid_stop_loss'],
    ['buy', stop('105.0', { takeProfit: '105.1' }), 'placed'],
    ['buy', stop('105.0', { takeProfit: '105.0' }), 'invalid_take_profit'],
    ['buy', stop('105.0', { takeProfit: '104.9' }), 'invalid_take_profit'],
    ['sell', limit('105.0', { takeProfit: '104.9' }), 'placed'],
    ['sell', limit('105.0', { takeProfit: '105.0' }), 'invalid_take_profit'],
    ['sell', limit('105.0', { stopLoss: '105.1' }), 'placed'],
    ['sell', limit('105.0', { stopLoss: '105.0' }), 'invalid_stop_loss'],
    ['sell', stop('95.0', { takeProfit: '94.9' }), 'placed'],
    ['sell', stop('95.0', { takeProfit: '95.0' }), 'invalid_take_profit'],
    ['sell', stop('95.0', { stopLoss: '95.1' }), 'placed'],
    ['sell', stop('95.0', { stopLoss: '95.0' }), 'invalid_stop_loss'],
    ['sell', stop('95.0', { stopLoss: 'x' }), 'invalid_stop_loss'],
    ['sell', stop('95.0', { takeProfit: '0' }), 'invalid_take_profit'],
  ] as const)('a %s with %j: %s', (side, terms, outcome) => {
    expect(tradingDesk(make).tryToEnter(1, side, terms)).toBe(outcome);
  });

  test.each(['', 'x', '0', '-1', '95.01', '1e2', '439804651110.5'])('"%s" is no price to wait for', (price) => {
    const desk = tradingDesk(make);
    expect(desk.tryToEnter(1, 'buy', limit(price))).toBe('invalid_price');
    expect(desk.tryToEnter(1, 'sell', limit(price))).toBe('invalid_price');
  });

  test('the highest price, 2^42 steps, is one like any other', () => {
    expect(tradingDesk(make).tryToEnter(1, 'sell', limit('439804651110.4'))).toBe('placed');
  });

  test.each([
    [{ orderType: 'limit' }],
    [{ orderType: 'stop' }],
    [limit(95)],
    [limit(null)],
    [limit('95', { expectedPrice: '95' })],
    [stop('105', { expectedPrice: 'x' })],
    [{ orderType: 'stop limit', price: '95' }],
    [{ orderType: null, price: '95' }],
    [{ price: '95' }],
    [{ orderType: 'market', price: '95' }],
    [{ expiresAt: START_MS + 9 }],
    [{ orderType: 'market', expiresAt: START_MS + 9 }],
    [limit('95', { expiresAt: '9' })],
    [limit('95', { expiresAt: null })],
    [limit('95', { expiresAt: 1.5 })],
    [limit('95', { expiresAt: -1 })],
    [limit('95', { stopLoss: '90', trailingDistance: '3' })],
    [limit('95', { trailingDistance: 3 })],
    [limit('95', { guaranteed: 'yes' })],
    [limit('95', { reduceOnly: 1 })],
  ])('%j makes no sense, whatever the asset', (terms) => {
    const desk = tradingDesk(make);
    expect(desk.tryToEnter(1, 'buy', terms)).toBe('invalid_command');
    expect(desk.tryToEnter(1, 'buy', { ...terms, asset: 'NOWHERE', userId: BOB })).toBe('invalid_command');
  });

  test('"market" says what is meant without it', () => {
    expect(tradingDesk(make).tryToEnter(1, 'buy', { orderType: 'market', expectedPrice: '100.2' })).toBe('created');
  });

  test('placing takes a quote of any age, and one while a tick is held', () => {
    const desk = tradingDesk(make, { maxJumpBps: 500 });
    desk.wait(3_600_000);
    expect(desk.tryToEnter(1, 'buy')).toBe('stale_price');
    expect(desk.tryToEnter(1, 'buy', limit('95'))).toBe('placed');
    expect(story(desk.price('50.0'))).toEqual(['price-held']);
    expect(desk.tryToEnter(2, 'sell', stop('95'))).toBe('placed');
    expect(orderDesk(make).tryToEnter(1, 'buy', limit('95'))).toBe('no_price');
  });

  test.each([
    ['close_only', 'close_only'],
    ['closed', 'market_closed'],
  ])('in mode %s nothing is placed, and what waits stays', (mode, code) => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', limit('95'));
    desk.setInstrument({ priceDecimals: 1, mode });
    expect(desk.tryToEnter(2, 'buy', limit('95'))).toBe(code);
    expect(desk.statusOf(1)).toBe('pending');
  });

  test('a tick that does not count opens nothing, and a confirmed one does', () => {
    const desk = tradingDesk(make, { maxJumpBps: 500 });
    desk.enter(1, 'buy', limit('95'));
    expect(story(desk.price('94.0'))).toEqual(['price-held']);
    expect(story(desk.price('94.0'))).toEqual(['price-released confirmed', '1 created']);
    desk.enter(2, 'buy', limit('90'));
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    expect(desk.price('90.0')).toEqual([]);
    desk.setInstrument({ priceDecimals: 1, asset: 'SILVER_USDC' });
    expect(desk.tick('80.0', '80.0', 'SILVER_USDC')).toEqual([]);
  });

  /** A reason to cancel an order that is reached, which came up while it waited. */
  const faults: [code: string, spoil: (desk: OrderDesk) => unknown, terms?: object, price?: string][] = [
    ['account_restricted', (desk) => desk.send('set-account', { userId: ALICE, rights: 'close_only' })],
    ['account_restricted', (desk) => desk.send('set-account', { userId: ALICE, pausedUntil: desk.nowMs + 1 })],
    ['close_only', (desk) => desk.setInstrument({ priceDecimals: 1, mode: 'close_only' })],
    ['invalid_quantity', (desk) => desk.setInstrument({ priceDecimals: 1, minQuantity: '1.001' })],
    ['invalid_quantity', (desk) => desk.setInstrument({ priceDecimals: 1, maxQuantity: '0.999' })],
    ['invalid_leverage', (desk) => desk.setInstrument({ priceDecimals: 1, maxLeverage: 9 })],
    ['invalid_take_profit', () => {}, { orderType: 'stop', price: '105', takeProfit: '106.0' }, '106.0'],
    ['invalid_stop_loss', () => {}, { stopLoss: '94.0' }, '94.0'],
    ['slippage_exceeded', () => {}, { orderType: 'stop', price: '105', maxSlippageBps: 10 }, '105.2'],
    ['position_limit', (desk) => desk.send('set-account', { userId: ALICE, limits: { maxNotional: '94.999999' } })],
    ['insufficient_balance', (desk) => desk.send('hold', hold('990.500001'))],
  ];
  const hold = (amount: string) => ({ transferId: orderId(99), userId: ALICE, amount });
  test.each(faults)('when it is reached, what fails cancels it: %s', (code, spoil, terms = {}, price = '95.0') => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', { ...limit('95'), ...terms });
    spoil(desk);
    expect(desk.tick(price, price)).toMatchObject([
      { type: 'cancelled', requestId: null, orderId: orderId(1), userId: ALICE, quantity: '1.000', code },
    ]);
    expect([desk.statusOf(1), desk.tick(price, price)]).toEqual(['cancelled', []]);
    expect(desk.account()).toMatchObject({ orders: [] });
  });

  test.each([
    // One step beside: all of these open.
    [() => {}, { orderType: 'stop', price: '105', takeProfit: '106.1' }, '106.0'],
    [() => {}, { stopLoss: '93.9' }, '94.0'],
    [() => {}, { orderType: 'stop', price: '105', maxSlippageBps: 10 }, '105.1'],
    [(desk: OrderDesk) => desk.send('set-account', { userId: ALICE, limits: { maxNotional: '95' } }), {}, '95.0'],
    [(desk: OrderDesk) => desk.send('hold', hold('990.5')), {}, '95.0'],
    [(desk: OrderDesk) => desk.setInstrument({ priceDecimals: 1, minQuantity: '1', maxLeverage: 10 }), {}, '95.0'],
  ] as const)('and nothing fails one step beside (%#)', (prepare, terms, price) => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', { ...limit('95'), ...terms });
    prepare(desk);
    expect(story(desk.tick(price, price))).toEqual(['1 created']);
  });

  test.each([
    // At 1:100 the margin of 0.95 is called when 0.9025 are lost: nine steps are fine, ten are not.
    ['94.1', 'created'],
    ['94.0', 'cancelled immediate_liquidation'],
  ])('a wide spread would liquidate it at once: on %s/95.0 it is %s', (bid, outcome) => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', limit('95', { leverage: 100 }));
    expect(story(desk.tick(bid, '95.0'))).toEqual([`1 ${outcome}`]);
  });

  test('its own expiry, and the time until which it could be placed, do not keep it from opening', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', limit('95', { validUntil: desk.nowMs, expiresAt: desk.nowMs + 1_000 }));
    desk.wait(999);
    expect(story(desk.price('95.0'))).toEqual(['1 created']);
    expect(desk.tryToEnter(2, 'buy', limit('90', { validUntil: desk.nowMs - 1 }))).toBe('expired');
  });

  test('what one tick reaches opens in the order of placing, and the next one finds less money', () => {
    const desk = tradingDesk(make);
    // The ids and the prices run against the order of placing. Each takes 475 USDC.
    for (const [number, price] of [
      ['9', '95'],
      ['8', '97'],
      ['7', '99'],
    ] as const)
      desk.enter(Number(number), 'buy', limit(price, { quantity: '5', leverage: 1 }));
    desk.enter(6, 'sell', stop('96'));
    expect(story(desk.price('95.0'))).toEqual([
      ...['9 created', '8 created', '7 cancelled insufficient_balance', '6 created'],
    ]);
  });

  test('a tick first closes, then opens; what it opens is judged by the next one', () => {
    const desk = tradingDesk(make);
    desk.enter(3, 'sell', stop('95', { takeProfit: '94.0' }));
    desk.enter(1, 'buy', { quantity: '99', takeProfit: '120', stopLoss: '95' });
    // Its take-profit is not yet reached at the ask, and its margin is free only once the first has closed.
    desk.enter(2, 'buy', limit('94.9', { quantity: '60' }));
    expect(story(desk.tick('94.8', '94.9'))).toEqual([
      '1 closed stop_loss',
      '3 created',
      '2 cancelled insufficient_balance',
    ]);
    expect(story(desk.tick('93.9', '94.0'))).toEqual(['3 closed take_profit']);
  });
});
