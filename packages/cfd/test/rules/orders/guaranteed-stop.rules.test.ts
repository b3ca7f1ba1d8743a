import { describe, expect, test } from 'vitest';
import { subjects } from '../../harness.ts';
import { ALICE, orderId, story, tradingDesk } from './order-desk.ts';

const OFFERED = { guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 };
const guaranteed = (stopLoss: unknown, terms: object = {}) => ({ guaranteed: true, stopLoss, ...terms });

describe.each(subjects)('guaranteed stops (%s)', (_, make) => {
  test.each([
    // Two percent of 100.0 are 2.0 below the bid; of 100.2 they are 2.004 above the ask.
    ['buy', '98.0', 'created'],
    ['buy', '98.1', 'invalid_stop_loss'],
    ['buy', '100.0', 'invalid_stop_loss'],
    ['sell', '102.3', 'created'],
    ['sell', '102.2', 'invalid_stop_loss'],
    ['sell', '100.2', 'invalid_stop_loss'],
  ] as const)('a %s with its stop at %s is %s', (side, stopLoss, outcome) => {
    expect(tradingDesk(make, OFFERED).tryToOpen(side, guaranteed(stopLoss))).toBe(outcome);
  });

  test.each([
    ['buy', '98.0', '98.1'],
    ['sell', '102.0', '101.9'],
  ] as const)('exactly the distance is enough: on 100.0 for a %s %s, and not %s', (side, enough, near) => {
    const desk = tradingDesk(make, OFFERED);
    desk.price('100.0');
    expect(desk.tryToOpen(side, guaranteed(near))).toBe('invalid_stop_loss');
    expect(desk.tryToOpen(side, guaranteed(enough))).toBe('created');
  });

  test.each([
    [{}, 'invalid_stop_loss'],
    [{ guaranteedStopPpm: 0 }, 'created'],
    [{ guaranteedStopPpm: 1_000_000 }, 'created'],
    [{ guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 0 }, 'created'],
    [{ minGuaranteedDistanceBps: 0 }, 'invalid_stop_loss'],
  ])('an instrument with %j: a stop one step off is %s', (settings, outcome) => {
    expect(tradingDesk(make, settings).tryToOpen('buy', guaranteed('99.9'))).toBe(outcome);
    expect(tradingDesk(make, settings).tryToOpen('sell', guaranteed('100.3'))).toBe(outcome);
  });

  test.each([
    [{ guaranteed: true }, 'invalid_stop_loss'],
    [{ guaranteed: true, trailingDistance: '3' }, 'invalid_stop_loss'],
    [{ guaranteed: true, trailingDistance: 'x' }, 'invalid_stop_loss'],
    [{ guaranteed: true, trailingDistance: '3', stopLoss: '95' }, 'invalid_command'],
    [{ guaranteed: 'true', stopLoss: '95' }, 'invalid_command'],
    [{ guaranteed: null, stopLoss: '95' }, 'invalid_command'],
    [{ guaranteed: false, stopLoss: '99.9' }, 'created'],
    [{ guaranteed: false, trailingDistance: '3' }, 'created'],
  ])('an order with %j is %s', (terms, outcome) => {
    expect(tradingDesk(make, OFFERED).tryToOpen('buy', terms)).toBe(outcome);
  });

  test.each([
    // The fee is a thousandth of the notional at opening, rounded up: 100.2 × 0.007 × 0.001 = 0.0007014.
    ['buy', '1', '0.100200', '989.879800'],
    ['buy', '0.007', '0.000702', '999.929158'],
    ['sell', '1', '0.100000', '989.900000'],
  ] as const)('a %s of %s pays %s', (side, quantity, guaranteedExecutionFee, balance) => {
    const desk = tradingDesk(make, OFFERED);
    const stopLoss = side === 'buy' ? '95' : '105';
    const opened = desk.open(side, guaranteed(stopLoss, { quantity }));
    expect(opened).toMatchObject({ guaranteed: true, guaranteedExecutionFee, balance });
    expect(desk.account()).toMatchObject({ orders: [{ guaranteed: true }], cash: opened.cash });
  });

  test('one without it has no fee', () => {
    const opened = tradingDesk(make, OFFERED).open('buy', { stopLoss: '95', guaranteed: false });
    for (const name of ['guaranteed', 'guaranteedExecutionFee']) expect(opened).not.toHaveProperty(name);
  });

  test.each([
    ['buy', '95', '10.120200', 'created'],
    ['buy', '95', '10.120199', 'insufficient_balance'],
    ['sell', '105', '10.100000', 'created'],
    ['sell', '105', '10.099999', 'insufficient_balance'],
  ] as const)(
    'margin and fee of a %s to %s must be there together: with %s it is %s',
    (side, stopLoss, left, outcome) => {
      const desk = tradingDesk(make, OFFERED);
      const amount = (1_000 - Number(left)).toFixed(6);
      desk.send('hold', { transferId: orderId(99), userId: ALICE, amount });
      expect(desk.tryToOpen(side, guaranteed(stopLoss))).toBe(outcome);
    },
  );

  test.each([
    // It closes at exactly its own price. Beside it is a stop-loss that takes the tick's.
    { side: 'buy', stopLoss: '95.0', quiet: '95.1', at: '95.0', closePrice: '95.0', reason: 'guaranteed_stop' },
    { side: 'buy', stopLoss: '95.0', quiet: '95.1', at: '60.0', closePrice: '95.0', reason: 'guaranteed_stop' },
    { side: 'sell', stopLoss: '105.0', quiet: '104.9', at: '105.0', closePrice: '105.0', reason: 'guaranteed_stop' },
    { side: 'sell', stopLoss: '105.0', quiet: '104.9', at: '190.0', closePrice: '105.0', reason: 'guaranteed_stop' },
  ] as const)('a $side with its stop at $stopLoss closes on $at at $closePrice', (row) => {
    const desk = tradingDesk(make, OFFERED);
    desk.open(row.side, guaranteed(row.stopLoss));
    expect(desk.price(row.quiet)).toEqual([]);
    const { closePrice, reason } = row;
    expect(desk.price(row.at)).toMatchObject([{ reason, closePrice, requestId: null, liquidated: false }]);
  });

  test.each([
    // At 1:20 the margin of 5.01 is called at 95.4. On one tick the guaranteed stop comes first.
    ['95.4', 'liquidation', '95.4', '0.210000'],
    ['93.1', 'liquidation', '93.1', '0.000000'],
    ['93.0', 'guaranteed_stop', '93.0', '0.000000'],
    ['10.0', 'guaranteed_stop', '93.0', '0.000000'],
  ])('behind the liquidation price: on %s it is %s', (price, reason, closePrice, payout) => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', guaranteed('93', { leverage: 20 }));
    expect(desk.price(price)).toMatchObject([{ reason, closePrice, payout }]);
  });

  test.each([
    // Sold at 100.0, the margin of 5 is called at 104.8.
    ['104.7', [], '105.0'],
    ['104.8', ['1 closed liquidation'], '104.8'],
    ['106.9', ['1 closed liquidation'], '106.9'],
    ['107.0', ['1 closed guaranteed_stop'], '107.0'],
    ['190.0', ['1 closed guaranteed_stop'], '107.0'],
  ])('behind the liquidation price of a sell: on %s %j', (price, told, closePrice) => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('sell', guaranteed('107', { leverage: 20 }));
    const events = desk.price(price);
    expect(story(events)).toEqual(told);
    expect(events).toMatchObject(told.map(() => ({ closePrice })));
  });

  test('it takes its profit like any other', () => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', guaranteed('95', { takeProfit: '110' }));
    expect(desk.price('111.0')).toMatchObject([{ reason: 'take_profit', closePrice: '111.0' }]);
  });

  test.each([
    // Opened with 95.0 and now on 105.0/105.2: two percent of 105.0 are 2.1.
    [{ stopLoss: '95.1' }, 'updated'],
    [{ stopLoss: '102.9' }, 'updated'],
    [{ stopLoss: '103.0' }, 'invalid_stop_loss'],
    [{ stopLoss: '94.9' }, 'invalid_stop_loss'],
    [{ stopLoss: '105.0' }, 'invalid_stop_loss'],
    [{ stopLoss: null }, 'invalid_stop_loss'],
    [{ stopLoss: 'x' }, 'invalid_stop_loss'],
    [{ trailingDistance: '3' }, 'invalid_stop_loss'],
    [{ trailingDistance: null }, 'updated'],
    [{ stopLoss: '95.00', takeProfit: '120' }, 'updated'],
    [{ stopLoss: null, takeProfit: '1' }, 'invalid_take_profit'],
    [{ takeProfit: null }, 'updated'],
  ])('%j: %s', (changes, outcome) => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', guaranteed('95', { takeProfit: '130' }));
    desk.tick('105.0', '105.2');
    expect(desk.tryToUpdate(1, changes)).toBe(outcome);
    const { stopLoss } = { stopLoss: '95.0', ...changes };
    const expected = outcome === 'updated' && stopLoss ? Number(stopLoss).toFixed(1) : '95.0';
    expect(desk.account()).toMatchObject({ orders: [{ stopLoss: expected, guaranteed: true }] });
  });

  test.each([
    // Sold with 105.0, now on 95.0/95.2: two percent of 95.2 are 1.904.
    [{ stopLoss: '97.2' }, 'updated'],
    [{ stopLoss: '97.1' }, 'invalid_stop_loss'],
    [{ stopLoss: '104.9' }, 'updated'],
    [{ stopLoss: '105.1' }, 'invalid_stop_loss'],
    [{ stopLoss: '105.0' }, 'updated'],
    [{ stopLoss: null }, 'invalid_stop_loss'],
    [{ stopLoss: 'x' }, 'invalid_stop_loss'],
    [{ trailingDistance: '3' }, 'invalid_stop_loss'],
    [{ trailingDistance: null }, 'updated'],
    [{ takeProfit: '94.9' }, 'updated'],
  ])('a sell with %j: %s', (changes, outcome) => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('sell', guaranteed('105'));
    desk.tick('95.0', '95.2');
    expect(desk.tryToUpdate(1, changes)).toBe(outcome);
  });

  test('nothing is paid for a change, nor given back', () => {
    const desk = tradingDesk(make, OFFERED);
    const { balance } = desk.open('buy', guaranteed('95'));
    desk.update(1, { stopLoss: '97' });
    expect(desk.account()).toMatchObject({ balance });
    expect(desk.price('10.0')).toMatchObject([{ closePrice: '97.0' }]);
  });

  test.each([
    ['a stale quote', 'stale_price', (desk: ReturnType<typeof tradingDesk>) => desk.wait(5_001)],
    [
      'a held tick',
      'stale_price',
      (desk: ReturnType<typeof tradingDesk>) => [
        desk.setInstrument({ priceDecimals: 1, ...OFFERED, maxJumpBps: 100 }),
        desk.price('110.0'),
      ],
    ],
    [
      'a closed market',
      'market_closed',
      (desk: ReturnType<typeof tradingDesk>) => desk.setInstrument({ priceDecimals: 1, ...OFFERED, mode: 'closed' }),
    ],
  ] as const)('on %s its stop does not change: %s', (_of, code, spoil) => {
    const desk = tradingDesk(make, OFFERED);
    desk.enter(1, 'buy', guaranteed('95'));
    desk.enter(2, 'buy', { stopLoss: '95' });
    spoil(desk);
    for (const changes of [{ stopLoss: '96' }, { stopLoss: null }, { stopLoss: 'x' }, { trailingDistance: '3' }])
      expect(desk.tryToUpdate(1, { ...changes, takeProfit: '1' })).toBe(code);
    expect(desk.tryToUpdate(1, { stopLoss: '95.0', takeProfit: '120' })).toBe('updated');
    expect(desk.tryToUpdate(1, {})).toBe('updated');
    expect(desk.tryToUpdate(2, { stopLoss: '96' })).toBe('updated');
  });

  test('the last moment before the quote is stale is one to change it', () => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('sell', guaranteed('105'));
    desk.wait(5_000);
    expect(desk.tryToUpdate(1, { stopLoss: '104' })).toBe('updated');
    desk.wait(1);
    expect(desk.tryToUpdate(1, { stopLoss: '103' })).toBe('stale_price');
  });

  test.each([
    ['close_only', { rights: 'full' }],
    ['open', { rights: 'close_only' }],
    ['open', { rights: 'none' }],
  ])('in mode %s and with %j it may be moved nearer', (mode, account) => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', guaranteed('95'));
    desk.setInstrument({ priceDecimals: 1, ...OFFERED, mode });
    desk.send('set-account', { userId: ALICE, ...account });
    expect(desk.tryToUpdate(1, { stopLoss: '96' })).toBe('updated');
  });

  test('where the instrument offers none any more, what is guaranteed stays so, and does not change', () => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', guaranteed('95'));
    desk.setInstrument({ priceDecimals: 1 });
    expect(desk.tryToUpdate(1, { stopLoss: '96' })).toBe('invalid_stop_loss');
    expect(desk.tryToUpdate(1, { stopLoss: '95' })).toBe('updated');
    expect(desk.price('50.0')).toMatchObject([{ reason: 'guaranteed_stop', closePrice: '95.0' }]);
  });

  test('it cannot be added later', () => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', { stopLoss: '95' });
    expect(desk.tryToUpdate(1, { guaranteed: true, stopLoss: '96' })).toBe('updated');
    expect(story(desk.price('91.0'))).toEqual(['1 closed stop_loss']);
  });

  test.each([
    // Placed at 95.0 with a stop at 93.1. When it opens, two percent of the bid have to lie between.
    ['95.0', '95.0', '1 created'],
    ['94.9', '95.0', '1 cancelled invalid_stop_loss'],
  ])('on an order that waits, the distance is seen when it opens: on %s/%s %s', (bid, ask, told) => {
    const desk = tradingDesk(make, OFFERED);
    const waits = { orderType: 'limit', price: '95' };
    expect(desk.tryToEnter(1, 'buy', guaranteed('93.1', waits))).toBe('placed');
    expect(desk.enter(2, 'buy', guaranteed('94.9', waits))).toMatchObject([{ type: 'placed', guaranteed: true }]);
    expect(story(desk.tick(bid, ask))).toEqual([told, '2 cancelled invalid_stop_loss']);
  });

  test.each([
    // Two percent of the ask of 105.0 are 2.1, and of 105.1 2.102.
    ['105.0', '1 created'],
    ['105.1', '1 cancelled invalid_stop_loss'],
  ])('likewise of a sell: on 105.0/%s %s', (ask, told) => {
    const desk = tradingDesk(make, OFFERED);
    desk.enter(1, 'sell', guaranteed('107.1', { orderType: 'limit', price: '105' }));
    desk.enter(2, 'sell', guaranteed('105.1', { orderType: 'limit', price: '105' }));
    expect(story(desk.tick('105.0', ask))).toEqual([told, '2 cancelled invalid_stop_loss']);
  });

  test('such an order pays when it opens, by what the instrument asks then', () => {
    const desk = tradingDesk(make, OFFERED);
    desk.enter(1, 'buy', guaranteed('90', { orderType: 'limit', price: '95' }));
    desk.enter(2, 'buy', guaranteed('90', { orderType: 'limit', price: '94' }));
    desk.setInstrument({ priceDecimals: 1, guaranteedStopPpm: 2_000 });
    expect(desk.price('95.0')).toMatchObject([{ guaranteedExecutionFee: '0.190000', balance: '990.310000' }]);
    desk.setInstrument({ priceDecimals: 1 });
    expect(desk.price('94.0')).toMatchObject([{ type: 'cancelled', code: 'invalid_stop_loss' }]);
  });

  test.each([
    [{ orderType: 'limit', price: '95' }, {}, 'invalid_stop_loss'],
    [{ orderType: 'limit', price: '95', trailingDistance: '3' }, OFFERED, 'invalid_stop_loss'],
    [{ orderType: 'limit', price: '95', stopLoss: '90' }, {}, 'invalid_stop_loss'],
    [{ orderType: 'limit', price: '95', stopLoss: '90' }, { guaranteedStopPpm: 0 }, 'placed'],
  ])('placing %j guaranteed where %j is set: %s', (terms, settings, outcome) => {
    expect(tradingDesk(make, settings).tryToEnter(1, 'buy', { guaranteed: true, ...terms })).toBe(outcome);
  });

  test.each([
    [{ stopLoss: '80' }, 'updated'],
    [{ stopLoss: '94.9' }, 'updated'],
    [{ stopLoss: '95' }, 'invalid_stop_loss'],
    [{ stopLoss: null }, 'invalid_stop_loss'],
    [{ trailingDistance: '3' }, 'invalid_stop_loss'],
    [{ price: '90.0' }, 'invalid_stop_loss'],
    [{ price: '90.1' }, 'updated'],
  ])('while it waits its stop moves freely, also on a stale quote: %j is %s', (changes, outcome) => {
    const desk = tradingDesk(make, OFFERED);
    desk.enter(1, 'buy', guaranteed('90', { orderType: 'limit', price: '95' }));
    desk.wait(60_000);
    desk.setInstrument({ priceDecimals: 1, ...OFFERED, mode: 'closed' });
    expect(desk.tryToUpdate(1, changes)).toBe(outcome);
  });

  test('a part that closes by hand takes the market’s price, and the rest keeps its guarantee', () => {
    const desk = tradingDesk(make, OFFERED);
    desk.open('buy', guaranteed('95', { quantity: '2' }));
    desk.tick('96.0', '96.2');
    expect(desk.close(1, { quantity: '1', openQuantity: '2' })).toMatchObject({ closePrice: '96.0' });
    expect(desk.price('80.0')).toMatchObject([{ quantity: '1.000', closePrice: '95.0', pnl: '-5.200000' }]);
  });

  test.each([
    [{ guaranteedStopPpm: 0 }, 'instrument-set'],
    [{ guaranteedStopPpm: 1_000_000 }, 'instrument-set'],
    [{ guaranteedStopPpm: 1_000_001 }, 'invalid_command'],
    [{ guaranteedStopPpm: -1 }, 'invalid_command'],
    [{ guaranteedStopPpm: 1.5 }, 'invalid_command'],
    [{ guaranteedStopPpm: '1' }, 'invalid_command'],
    [{ minGuaranteedDistanceBps: 0 }, 'instrument-set'],
    [{ minGuaranteedDistanceBps: 1_000_000 }, 'instrument-set'],
    [{ minGuaranteedDistanceBps: 1_000_001 }, 'invalid_command'],
  ])('an instrument may have %j: %s', (settings, outcome) => {
    const desk = tradingDesk(make);
    const answer = desk.setInstrument({ priceDecimals: 1, ...settings });
    expect(answer.code ?? answer.type).toBe(outcome);
    if (outcome === 'instrument-set') expect(answer).toMatchObject(settings);
  });
});
