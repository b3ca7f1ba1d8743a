import { describe, expect, test } from 'vitest';
import { subjects } from '../../harness.ts';
import { ALICE, BOB, type OrderDesk, orderId, story, tradingDesk } from './order-desk.ts';

const reduce = (desk: OrderDesk, number: number, side: 'buy' | 'sell', terms: object = {}) =>
  desk.enter(number, side, { reduceOnly: true, ...terms });
const outcome = (events: ReturnType<typeof reduce>) => events.at(-1)?.code ?? events.at(-1)?.type;

describe.each(subjects)('orders that only reduce (%s)', (_, make) => {
  test.each([
    ['hedging', '0.4', ['1 closed netting', '9 reduced'], '0.400', '0.600 1.000'],
    ['netting', '0.4', ['1 closed netting', '9 reduced'], '0.400', '0.600 1.000'],
    ['hedging', '1.5', ['1 closed netting', '2 closed netting', '9 reduced'], '1.500', '0.500'],
    ['hedging', '5', ['1 closed netting', '2 closed netting', '9 reduced'], '2.000', ''],
    ['netting', '5', ['1 closed netting', '2 closed netting', '9 reduced'], '2.000', ''],
  ])('where accounts are %s, %s of two of the other side', (positionMode, quantity, events, closedQuantity, left) => {
    for (const [side, other] of [
      ['buy', 'sell'],
      ['sell', 'buy'],
    ] as const) {
      const desk = tradingDesk(make);
      desk.send('set-group', { group: 'default', positionMode });
      for (const number of [1, 2]) desk.enter(number, other);
      const answer = reduce(desk, 9, side, { quantity });
      expect(story(answer)).toEqual(events);
      expect(answer.at(-1)).toMatchObject({ quantity: Number(quantity).toFixed(3), closedQuantity });
      const orders = desk.account().orders as { quantity: string }[];
      expect(orders.map((order) => order.quantity).join(' ')).toBe(left);
    }
  });

  test('with nothing of the other side there is nothing to reduce', () => {
    const desk = tradingDesk(make);
    expect(outcome(reduce(desk, 9, 'buy'))).toBe('nothing_to_reduce');
    desk.enter(1, 'buy');
    desk.enter(2, 'sell', { userId: BOB });
    expect(outcome(reduce(desk, 9, 'buy'))).toBe('nothing_to_reduce');
    expect(desk.statusOf(9)).toBe('unknown');
    expect(outcome(reduce(desk, 9, 'buy', { expectedPrice: '1', maxSlippageBps: 0 }))).toBe('nothing_to_reduce');
    expect(outcome(reduce(desk, 9, 'buy', { leverage: 0, asset: 'NOWHERE' }))).toBe('unknown_asset');
    expect(outcome(reduce(desk, 9, 'sell'))).toBe('reduced');
  });

  test.each([
    [{ takeProfit: '120' }],
    [{ stopLoss: '90' }],
    [{ trailingDistance: '3' }],
    [{ guaranteed: true }],
    [{ takeProfit: 'x', orderType: 'limit', price: '95' }],
  ])('with %j it makes no sense, as nothing is ever opened', (terms) => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell');
    expect(outcome(reduce(desk, 9, 'buy', terms))).toBe('invalid_command');
    expect(outcome(reduce(desk, 9, 'buy', { ...terms, asset: 'NOWHERE' }))).toBe('invalid_command');
  });

  test.each([
    [{ guaranteed: false }, 'reduced'],
    [{ leverage: 0 }, 'reduced'],
    [{ leverage: 1_000_000 }, 'reduced'],
    [{ quantity: '0' }, 'invalid_quantity'],
    [{ quantity: '1000.001' }, 'invalid_quantity'],
    [{ quantity: '1000' }, 'reduced'],
    [{ quantity: '0.95' }, 'invalid_quantity'],
    [{ quantity: '0.901' }, 'invalid_quantity'],
    [{ quantity: '0.9' }, 'reduced'],
    [{ quantity: '1.001' }, 'reduced'],
    [{ expectedPrice: '100.2', maxSlippageBps: 0 }, 'reduced'],
    [{ expectedPrice: '100.1', maxSlippageBps: 0 }, 'slippage_exceeded'],
    [{ validUntil: 0 }, 'expired'],
  ])('of one ounce, of which 0.1 may stay, with %j: %s', (terms, expected) => {
    const desk = tradingDesk(make, { minQuantity: '0.1' });
    desk.enter(1, 'sell');
    expect(outcome(reduce(desk, 9, 'buy', terms))).toBe(expected);
  });

  test('the checks come in their order', () => {
    const desk = tradingDesk(make);
    desk.wait(5_001);
    expect(outcome(reduce(desk, 9, 'buy'))).toBe('stale_price');
    expect(outcome(reduce(desk, 9, 'buy', { quantity: 'x' }))).toBe('invalid_quantity');
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    expect(outcome(reduce(desk, 9, 'buy', { quantity: '0' }))).toBe('market_closed');
    desk.send('set-account', { userId: ALICE, rights: 'none' });
    expect(outcome(reduce(desk, 9, 'buy'))).toBe('account_restricted');
    desk.setInstrument({ asset: 'NEW', priceDecimals: 1 });
    desk.send('set-account', { userId: ALICE, rights: 'close_only' });
    expect(outcome(reduce(desk, 9, 'buy', { asset: 'NEW' }))).toBe('no_price');
  });

  test.each([
    ['close_only', {}, 'reduced'],
    ['none', {}, 'account_restricted'],
    ['full', { mode: 'close_only' }, 'reduced'],
    ['full', { mode: 'closed' }, 'market_closed'],
  ])('it is kept back as a closing is: rights %s, %j: %s', (rights, settings, expected) => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell');
    desk.send('set-account', { userId: ALICE, rights });
    desk.setInstrument({ priceDecimals: 1, ...settings });
    expect(outcome(reduce(desk, 9, 'buy'))).toBe(expected);
  });

  test('with a quantity that nobody may trade it is judged as an opening', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell');
    desk.setInstrument({ priceDecimals: 1, mode: 'close_only' });
    expect(outcome(reduce(desk, 9, 'buy', { quantity: '1000.001' }))).toBe('close_only');
    expect(outcome(reduce(desk, 9, 'buy', { quantity: '1000' }))).toBe('reduced');
  });

  test('it needs no money, and no room', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell');
    desk.send('hold', { transferId: orderId(99), userId: ALICE, amount: '990' });
    desk.send('set-account', { userId: ALICE, limits: { maxOpenOrders: 1, maxNotional: '0.000001' } });
    expect(outcome(reduce(desk, 9, 'buy', { quantity: '7' }))).toBe('reduced');
    expect(desk.account()).toMatchObject({ balance: '9.800000', orders: [] });
  });

  test('it needs no place among a thousand orders', () => {
    const desk = tradingDesk(make);
    const small = { quantity: '0.001' };
    desk.enter(1, 'buy', small);
    for (let number = 2; number <= 1_000; number++)
      desk.enter(number, 'buy', { ...small, orderType: 'limit', price: '50' });
    expect(desk.tryToEnter(1_001, 'sell', small)).toBe('too_many_orders');
    expect(outcome(reduce(desk, 1_001, 'sell', small))).toBe('reduced');
    expect(desk.tryToEnter(1_002, 'sell', small)).toBe('created');
  });

  test('one that waits looks at what is there when it is reached', () => {
    const desk = tradingDesk(make);
    const waits = { orderType: 'stop', price: '105' };
    expect(reduce(desk, 1, 'buy', waits)).toMatchObject([{ type: 'placed', reduceOnly: true }]);
    reduce(desk, 2, 'buy', { ...waits, quantity: '5' });
    reduce(desk, 3, 'buy', waits);
    desk.enter(4, 'sell', { quantity: '2' });
    expect(desk.price('105.0')).toMatchObject([
      { orderId: orderId(4), reason: 'netting', nettedBy: orderId(1), quantity: '1.000', remaining: '1.000' },
      { type: 'reduced', requestId: null, orderId: orderId(1) },
      { orderId: orderId(4), reason: 'netting', nettedBy: orderId(2), quantity: '1.000' },
      { type: 'reduced', requestId: null, orderId: orderId(2), quantity: '5.000', closedQuantity: '1.000' },
      { type: 'cancelled', requestId: null, orderId: orderId(3), code: 'nothing_to_reduce' },
    ]);
  });

  test.each([
    [{ rights: 'close_only' }, {}, 'reduced'],
    [{ rights: 'none' }, {}, 'cancelled account_restricted'],
    [{}, { mode: 'close_only' }, 'reduced'],
    [{}, { minQuantity: '2' }, 'cancelled invalid_quantity'],
    [{}, { minQuantity: '0.6' }, 'cancelled invalid_quantity'],
    [{}, { minQuantity: '0.5' }, 'reduced'],
    [{}, { maxLeverage: 1 }, 'reduced'],
  ])('then with %j and %j it is %s', (account, settings, expected) => {
    const desk = tradingDesk(make);
    desk.enter(4, 'sell', { quantity: '1.5' });
    reduce(desk, 1, 'buy', { orderType: 'limit', price: '95' });
    desk.send('set-account', { userId: ALICE, ...account });
    desk.setInstrument({ priceDecimals: 1, ...settings });
    expect(story(desk.price('95.0')).at(-1)).toBe(`1 ${expected}`);
  });

  test.each([
    [{ leverage: 0 }, 'invalid_leverage'],
    [{ leverage: 101 }, 'invalid_leverage'],
    [{ quantity: '0' }, 'invalid_quantity'],
    [{}, 'placed'],
  ])('its placing is one like any other: %j is %s', (terms, expected) => {
    const desk = tradingDesk(make);
    expect(outcome(reduce(desk, 1, 'buy', { orderType: 'limit', price: '95', ...terms }))).toBe(expected);
  });

  test('nor is it placed where nothing may be placed', () => {
    const desk = tradingDesk(make, { mode: 'close_only' });
    expect(outcome(reduce(desk, 1, 'buy', { orderType: 'limit', price: '95' }))).toBe('close_only');
    desk.send('set-account', { userId: ALICE, rights: 'close_only' });
    expect(outcome(reduce(desk, 1, 'buy', { orderType: 'limit', price: '95' }))).toBe('account_restricted');
  });

  test.each([[{ takeProfit: '120' }], [{ stopLoss: '90' }], [{ trailingDistance: '3' }]])(
    'while it waits it takes no %j',
    (changes) => {
      const desk = tradingDesk(make);
      reduce(desk, 1, 'buy', { orderType: 'limit', price: '95' });
      expect(desk.tryToUpdate(1, changes)).toBe('invalid_command');
      expect(desk.tryToUpdate(1, { takeProfit: null, stopLoss: null, trailingDistance: null, price: '94' })).toBe(
        'updated',
      );
    },
  );
});
