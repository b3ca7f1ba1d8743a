import { describe, expect, test } from 'vitest';
import { type Subject, subjects } from '../../harness.ts';
import { ALICE, BOB, deskWith, GOLD, type OrderDesk, orderId, story, tradingDesk } from './order-desk.ts';

function nettingDesk(make: () => Subject, settings: object = {}): OrderDesk {
  const desk = tradingDesk(make, settings);
  desk.netting();
  return desk;
}

const BOTH = [
  ['buy', 'sell'],
  ['sell', 'buy'],
] as const;

describe.each(subjects)('netting (%s)', (_, make) => {
  test('a worked example', () => {
    const desk = deskWith(make, '30');
    desk.netting();
    desk.tick('100.0', '100.2');
    expect(desk.enter(1, 'sell', { quantity: '0.4', leverage: 5 })).toMatchObject([{ margin: '8.000000' }]);
    desk.tick('104.0', '104.2');
    expect(desk.enter(2, 'sell', { quantity: '0.5', leverage: 20 })).toMatchObject([{ margin: '2.600000' }]);
    desk.tick('105.0', '105.2');
    const how = { reason: 'netting', requestId: null, nettedBy: orderId(3), closePrice: '105.2' };
    expect(desk.enter(3, 'buy', { requestId: 'q', quantity: '0.7', leverage: 5 })).toMatchObject([
      { orderId: orderId(1), quantity: '0.400', pnl: '-2.080000', ...how },
      {
        ...{ orderId: orderId(2), quantity: '0.300', margin: '1.560000', pnl: '-0.360000', ...how },
        ...{ remaining: '0.200', remainingMargin: '1.040000' },
      },
      {
        ...{ type: 'reduced', requestId: 'q', orderId: orderId(3), side: 'buy', quantity: '0.700' },
        ...{ closedQuantity: '0.700', balance: '26.520000' },
      },
    ]);
    expect(desk.enter(4, 'buy', { quantity: '2.0', leverage: 5 })).toMatchObject([{ code: 'insufficient_balance' }]);
    expect(desk.account()).toMatchObject({ orders: [{ orderId: orderId(2), quantity: '0.200' }] });
    expect(desk.enter(5, 'buy', { quantity: '0.9', leverage: 5 })).toMatchObject([
      { orderId: orderId(2), quantity: '0.200', pnl: '-0.240000', reason: 'netting', nettedBy: orderId(5) },
      { type: 'created', orderId: orderId(5), quantity: '0.700', margin: '14.728000', balance: '12.592000' },
    ]);
    expect(desk.enter(6, 'sell', { quantity: '5', reduceOnly: true })).toMatchObject([
      { orderId: orderId(5), quantity: '0.700', closePrice: '105.0', reason: 'netting', nettedBy: orderId(6) },
      { type: 'reduced', quantity: '5.000', closedQuantity: '0.700', balance: '27.180000' },
    ]);
  });

  test.each([
    // Three of one ounce each, in this order. The oldest close first, the last one in part.
    ['0.4', ['1 closed netting', '9 reduced'], '0.600 1.000 1.000'],
    ['1', ['1 closed netting', '9 reduced'], '1.000 1.000'],
    ['1.5', ['1 closed netting', '2 closed netting', '9 reduced'], '0.500 1.000'],
    ['3', ['1 closed netting', '2 closed netting', '3 closed netting', '9 reduced'], ''],
    ['3.5', ['1 closed netting', '2 closed netting', '3 closed netting', '9 created'], '0.500'],
  ])('%s against three of the other side of one each: %j', (quantity, events, left) => {
    for (const [side, other] of BOTH) {
      const desk = nettingDesk(make);
      for (const number of [1, 2, 3]) desk.enter(number, other);
      expect(story(desk.enter(9, side, { quantity }))).toEqual(events);
      const orders = desk.account().orders as { quantity: string }[];
      expect(orders.map((order) => order.quantity).join(' ')).toBe(left);
    }
  });

  test('the same side, another asset and another account are left alone', () => {
    const desk = nettingDesk(make);
    desk.setInstrument({ asset: 'SILVER_USDC', priceDecimals: 1 });
    desk.tick('10.0', '10.0', 'SILVER_USDC');
    desk.enter(1, 'sell', { userId: BOB });
    desk.enter(2, 'sell', { asset: 'SILVER_USDC' });
    desk.enter(3, 'buy');
    expect(story(desk.enter(4, 'buy'))).toEqual(['4 created']);
    expect([1, 2, 3].map((number) => desk.statusOf(number, number === 1 ? BOB : ALICE))).toEqual(Array(3).fill('open'));
  });

  test('where accounts hedge, both sides stay', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell');
    expect(story(desk.enter(2, 'buy'))).toEqual(['2 created']);
    expect(desk.account().orders).toHaveLength(2);
  });

  test('the closings and the rest tell who asked for what', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'buy', { quantity: '0.4' });
    desk.tick('102.0', '102.1');
    const how = { orderId: orderId(2), userId: ALICE, asset: GOLD.asset };
    const events = desk.enter(2, 'sell', { requestId: 'q', expectedPrice: '102.5', takeProfit: '90', stopLoss: '110' });
    expect(events).toMatchObject([
      {
        ...{ type: 'closed', requestId: null, reason: 'netting', nettedBy: orderId(2), liquidated: false },
        ...{ closePrice: '102.0', pnl: '0.720000', slippage: '0.0', balance: '1000.720000' },
      },
      {
        ...{ type: 'created', requestId: 'q', ...how, side: 'sell', quantity: '0.600', openPrice: '102.0' },
        ...{ margin: '6.120000', takeProfit: '90.0', stopLoss: '110.0', slippage: '0.5', balance: '994.600000' },
      },
    ]);
    expect(desk.enter(3, 'buy', { requestId: 'q', quantity: '0.6' })[1]).toEqual({
      ...{ type: 'reduced', requestId: 'q', ...how, orderId: orderId(3), side: 'buy', quantity: '0.600' },
      ...{ closedQuantity: '0.600', balance: '1000.660000' },
    });
    expect(desk.close(2)).toMatchObject({ code: 'unknown_order' });
  });

  test('a closing by hand is netted by nobody', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'buy');
    expect(desk.close(1)).not.toHaveProperty('nettedBy');
  });

  test.each([
    // At least 0.1 may stay or be opened.
    ['0.9', 'reduced'],
    ['0.901', 'invalid_quantity'],
    ['1', 'reduced'],
    ['1.099', 'invalid_quantity'],
    ['1.1', 'created'],
    ['0.1', 'reduced'],
    ['0.099', 'invalid_quantity'],
  ])('%s against one: what is left is enough, or nothing (%s)', (quantity, outcome) => {
    for (const [side, other] of BOTH) {
      const desk = nettingDesk(make, { minQuantity: '0.1' });
      desk.enter(1, other);
      expect(desk.tryToEnter(2, side, { quantity })).toBe(outcome);
    }
  });

  test.each([
    // What is wrong counts where something is left to open, and does not where nothing is.
    [{ leverage: 0 }, 'invalid_leverage'],
    [{ leverage: 1e300 }, 'invalid_leverage'],
    [{ takeProfit: 'reached' }, 'invalid_take_profit'],
    [{ stopLoss: 'x' }, 'invalid_stop_loss'],
    [{ trailingDistance: '0' }, 'invalid_trailing_distance'],
    [{ guaranteed: true }, 'invalid_stop_loss'],
  ])('%j: %s, or nothing at all', (terms, code) => {
    for (const [side, other] of BOTH) {
      const desk = nettingDesk(make);
      desk.enter(1, other);
      const named = 'takeProfit' in terms ? { takeProfit: side === 'buy' ? '100.2' : '100.0' } : terms;
      expect(desk.tryToEnter(2, side, { quantity: '1.5', ...named })).toBe(code);
      expect(desk.account()).toMatchObject({ orders: [{ quantity: '1.000' }] });
      expect(desk.tryToEnter(2, side, { quantity: '1', ...named })).toBe('reduced');
    }
  });

  test.each([
    [{ expectedPrice: '100.1', maxSlippageBps: 9 }, 'slippage_exceeded'],
    [{ validUntil: 0 }, 'expired'],
    [{ quantity: '1.0001' }, 'invalid_quantity'],
    [{ quantity: '0' }, 'invalid_quantity'],
    [{ side: 'up' }, 'invalid_command'],
    [{ expectedPrice: '100.15' }, 'invalid_command'],
  ])('%j counts always: %s', (terms, code) => {
    const desk = nettingDesk(make);
    desk.enter(1, 'sell', { quantity: '5' });
    expect(desk.tryToEnter(2, 'buy', terms)).toBe(code);
    expect(desk.statusOf(2)).toBe('unknown');
  });

  test.each([
    // What keeps from opening, and what keeps from closing, by what the order comes to.
    [{ rights: 'close_only' }, {}, 'account_restricted', 'reduced'],
    [{ rights: 'none' }, {}, 'account_restricted', 'account_restricted'],
    [{ pausedUntil: 1_732_000_000_001 }, {}, 'account_restricted', 'reduced'],
    [{}, { mode: 'close_only' }, 'close_only', 'reduced'],
    [{}, { mode: 'closed' }, 'market_closed', 'market_closed'],
  ])('with %j and %j an order that opens is %s, and one that only closes %s', (account, settings, opens, closes) => {
    const desk = nettingDesk(make);
    desk.enter(1, 'sell');
    desk.send('set-account', { userId: ALICE, ...account });
    desk.setInstrument({ priceDecimals: 1, ...settings });
    expect(desk.tryToEnter(2, 'buy', { quantity: '1.5' })).toBe(opens);
    expect(desk.tryToEnter(2, 'buy', { quantity: '1' })).toBe(closes);
  });

  test('a stale quote stops it as it stops a closing', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'sell');
    desk.wait(5_001);
    expect(desk.tryToEnter(2, 'buy')).toBe('stale_price');
  });

  test.each([
    // Sold at 100.0 with a margin of 10 of 12 USDC; bought back at 100.2 that leaves 11.8.
    // Bought at 100.2 with one of 10.02, and sold at 100.0, likewise: 11.8 are enough for 1.18 at 100.0.
    ['buy', 'sell', '2.177', 'created'],
    ['buy', 'sell', '2.178', 'insufficient_balance'],
    ['sell', 'buy', '2.18', 'created'],
    ['sell', 'buy', '2.181', 'insufficient_balance'],
  ] as const)('the rest of a %s is paid out of the balance after the closing of the %s: %s is %s', (...row) => {
    const [side, other, quantity, outcome] = row;
    const desk = nettingDesk(make);
    desk.send('hold', { transferId: orderId(99), userId: ALICE, amount: '988' });
    desk.enter(1, other);
    expect(desk.tryToEnter(2, side, { quantity })).toBe(outcome);
    expect(desk.statusOf(1)).toBe(outcome === 'created' ? 'closed' : 'open');
  });

  test.each([
    ['250', 'created'],
    ['249.999999', 'position_limit'],
  ])('limits count what is open after the closings: with %s it is %s', (maxNotional, outcome) => {
    for (const [side, other] of BOTH) {
      const desk = nettingDesk(make);
      desk.price('100.0');
      desk.enter(1, other, { quantity: '2' });
      desk.send('set-account', { userId: ALICE, limits: { maxNotional, maxOpenOrders: 1 } });
      expect(desk.tryToEnter(2, side, { quantity: '4.5' })).toBe(outcome);
    }
  });

  test('its own limit of open orders counts those that the closings leave', () => {
    const desk = nettingDesk(make);
    for (const number of [1, 2]) desk.enter(number, 'sell');
    desk.enter(3, 'buy');
    desk.send('set-account', { userId: ALICE, limits: { maxOpenOrders: 1 } });
    expect(desk.tryToEnter(4, 'sell')).toBe('position_limit');
    expect(desk.tryToEnter(4, 'buy', { quantity: '2' })).toBe('created');
    expect(desk.account().orders).toHaveLength(1);
  });

  test('there is room for what is left where the closings make it', () => {
    const desk = nettingDesk(make);
    const small = { quantity: '0.001' };
    for (let number = 1; number < 1_000; number++)
      desk.enter(number, 'buy', { ...small, orderType: 'limit', price: '50' });
    desk.enter(1_000, 'sell', small);
    expect(desk.tryToEnter(1_001, 'sell', small)).toBe('too_many_orders');
    expect(story(desk.enter(1_001, 'buy', { quantity: '0.002' }))).toEqual(['1000 closed netting', '1001 created']);
    expect(desk.tryToEnter(1_002, 'buy', small)).toBe('too_many_orders');
  });

  test.each([
    // At 1:100 95 percent of 1.002 are lost at 99.2, of the 1.00 of a sell at 101.0.
    { side: 'buy', other: 'sell', bad: ['99.2', '100.2'], good: ['99.3', '100.2'] },
    { side: 'sell', other: 'buy', bad: ['100.0', '101.0'], good: ['100.0', '100.9'] },
  ] as const)('a $side that would be liquidated at once leaves all as it was', ({ side, other, bad, good }) => {
    const desk = nettingDesk(make);
    desk.enter(1, other);
    desk.tick(...bad);
    expect(desk.tryToEnter(2, side, { quantity: '2', leverage: 100 })).toBe('immediate_liquidation');
    expect(desk.statusOf(1)).toBe('open');
    desk.tick(...good);
    expect(desk.tryToEnter(2, side, { quantity: '2', leverage: 100 })).toBe('created');
    expect(desk.tryToEnter(3, other, { quantity: '1', leverage: 100 })).toBe('reduced');
  });

  test('a guarantee is paid for the new part alone', () => {
    const desk = nettingDesk(make, { guaranteedStopPpm: 1_000 });
    desk.enter(1, 'sell');
    expect(desk.enter(2, 'buy', { quantity: '3', guaranteed: true, stopLoss: '95' })).toMatchObject([
      { reason: 'netting' },
      { type: 'created', quantity: '2.000', guaranteedExecutionFee: '0.200400', margin: '20.040000' },
    ]);
  });

  test('a netted part keeps its levels and closes at the market, whatever it was guaranteed', () => {
    const desk = nettingDesk(make, { guaranteedStopPpm: 1_000 });
    desk.enter(1, 'sell', { quantity: '2', guaranteed: true, stopLoss: '105' });
    desk.tick('104.0', '104.2');
    expect(desk.enter(2, 'buy')).toMatchObject([{ closePrice: '104.2', remaining: '1.000' }, { type: 'reduced' }]);
    expect(desk.price('110.0')).toMatchObject([{ reason: 'guaranteed_stop', closePrice: '105.0', quantity: '1.000' }]);
  });

  test('what is left of the last position keeps its place and its price of opening', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'buy', { stopLoss: '90.7' });
    desk.enter(2, 'buy', { stopLoss: '90.7' });
    desk.tick('102.0', '102.1');
    expect(story(desk.enter(3, 'sell', { quantity: '0.5' }))).toEqual(['1 closed netting', '3 reduced']);
    const left = { quantity: '0.500', openPrice: '100.2', stopLoss: '90.7', liquidationPrice: '90.6' };
    expect(desk.account()).toMatchObject({ orders: [left, { orderId: orderId(2) }] });
    expect(story(desk.enter(4, 'sell', { quantity: '0.6' }))).toEqual([
      ...['1 closed netting', '2 closed netting', '4 reduced'],
    ]);
  });

  test('what it only reduced has an id like a closed order', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'sell');
    desk.enter(2, 'buy');
    expect([desk.statusOf(2), desk.statusOf(2, BOB)]).toEqual(['closed', 'unknown']);
    expect(desk.tryToEnter(2, 'buy')).toBe('duplicate_order');
    desk.wait(600_001);
    desk.price('100.0');
    expect([desk.statusOf(2), desk.tryToEnter(2, 'buy')]).toEqual(['unknown', 'created']);
  });

  test('an order that waited nets when it is reached', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'sell');
    desk.enter(2, 'buy', { orderType: 'limit', price: '95', quantity: '0.4' });
    desk.enter(3, 'buy', { orderType: 'limit', price: '95', quantity: '2' });
    expect(desk.price('95.0')).toMatchObject([
      { orderId: orderId(1), reason: 'netting', nettedBy: orderId(2), quantity: '0.400', remaining: '0.600' },
      { type: 'reduced', requestId: null, orderId: orderId(2), closedQuantity: '0.400' },
      { orderId: orderId(1), reason: 'netting', nettedBy: orderId(3), quantity: '0.600' },
      { type: 'created', requestId: null, orderId: orderId(3), quantity: '1.400' },
    ]);
    expect(desk.statusOf(2)).toBe('closed');
  });

  test('what a tick closes is not there to be netted', () => {
    const desk = nettingDesk(make);
    desk.enter(1, 'sell', { takeProfit: '95' });
    desk.enter(2, 'buy', { orderType: 'limit', price: '95' });
    expect(story(desk.price('95.0'))).toEqual(['1 closed take_profit', '2 created']);
  });

  test.each([
    ['a position', {}],
    ['another account’s position', { userId: BOB }],
    ['an order that waits', { orderType: 'limit', price: '95' }],
  ])('the mode does not change while there is %s', (_of, terms) => {
    const desk = tradingDesk(make);
    const set = (settings: object) => desk.outcome('set-group', { group: 'default', ...settings });
    expect([set({ positionMode: 'netting' }), set({}), set({ positionMode: 'hedging' })]).toEqual(
      Array(3).fill('group-set'),
    );
    desk.enter(1, 'buy', terms);
    expect(set({ positionMode: 'hedging', maxOpenOrders: 5 })).toBe('group-set');
    expect(set({ positionMode: 'netting', maxOpenOrders: 6 })).toBe('group_in_use');
    expect(desk.sendRaw('set-group', { group: 'default', positionMode: 'netting' })).toEqual([]);
    expect(desk.account()).toMatchObject({ groupLimits: { maxOpenOrders: 5 } });
    expect(desk.account()).not.toHaveProperty('positionMode');
    desk.sendForAll('cancel-all', { userId: ALICE });
    for (const userId of [ALICE, BOB]) desk.sendForAll('close-all', { userId });
    expect(set({ positionMode: 'netting' })).toBe('group-set');
    expect(desk.account()).toMatchObject({ positionMode: 'netting' });
    desk.enter(2, 'buy', terms);
    expect(set({})).toBe('group_in_use');
  });

  test.each([
    ['net', 'invalid_command'],
    [null, 'invalid_command'],
    [true, 'invalid_command'],
    [undefined, 'group-set'],
  ])('a mode of %j is %s', (positionMode, outcome) => {
    expect(tradingDesk(make).outcome('set-group', { group: 'default', positionMode })).toBe(outcome);
  });

  test('a mode is told where it is not what all begin with', () => {
    const desk = tradingDesk(make);
    const answer = { type: 'group-set', requestId: 'q', group: 'default' };
    const set = (positionMode: string) => desk.send('set-group', { requestId: 'q', group: 'default', positionMode });
    expect(set('netting')).toEqual({ ...answer, positionMode: 'netting' });
    expect(set('hedging')).toEqual(answer);
  });
});
