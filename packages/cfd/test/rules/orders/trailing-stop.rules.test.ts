import { describe, expect, test } from 'vitest';
import { subjects } from '../../harness.ts';
import { orderId, story, tradingDesk } from './order-desk.ts';

const trailing = (distance: unknown, terms: object = {}) => ({ trailingDistance: distance, ...terms });
const CLOSED = { type: 'closed', requestId: null, reason: 'trailing_stop', liquidated: false };

describe.each(subjects)('trailing stops (%s)', (_, make) => {
  test.each([
    // Opened on 100.0/100.2 with a distance of 3.0: from 100.0 down for a buy, from 100.2 up for a sell.
    { side: 'buy', path: [], stop: '97.0', quiet: '97.1', at: '97.0' },
    { side: 'buy', path: [], stop: '97.0', quiet: '97.1', at: '92.0' },
    { side: 'buy', path: ['104.0'], stop: '101.0', quiet: '101.1', at: '101.0' },
    { side: 'buy', path: ['104.0', '102.0', '103.9'], stop: '101.0', quiet: '101.1', at: '100.9' },
    { side: 'buy', path: ['104.0', '101.1', '104.1'], stop: '101.1', quiet: '101.2', at: '101.1' },
    { side: 'sell', path: [], stop: '103.2', quiet: '103.1', at: '103.2' },
    { side: 'sell', path: [], stop: '103.2', quiet: '103.1', at: '108.0' },
    { side: 'sell', path: ['96.0'], stop: '99.0', quiet: '98.9', at: '99.0' },
    { side: 'sell', path: ['96.0', '98.0', '96.1'], stop: '99.0', quiet: '98.9', at: '99.1' },
    { side: 'sell', path: ['96.0', '98.9', '95.9'], stop: '98.9', quiet: '98.8', at: '98.9' },
  ] as const)('a $side after $path has its stop at $stop', ({ side, path, stop, quiet, at }) => {
    const desk = tradingDesk(make);
    const began = side === 'buy' ? '97.0' : '103.2';
    expect(desk.open(side, trailing('3'))).toMatchObject({
      trailingDistance: '3.0',
      trailingStop: began,
      stopLoss: null,
    });
    for (const price of path) expect(desk.price(price)).toEqual([]);
    const told = { trailingDistance: '3.0', trailingStop: stop, stopLoss: null };
    expect(desk.account()).toMatchObject({ orders: [told] });
    expect(desk.send('get-order', desk.order(side))).toMatchObject({ order: told });
    expect(desk.price(quiet)).toEqual([]);
    expect(desk.price(at)).toMatchObject([{ ...CLOSED, closePrice: at }]);
  });

  test.each([
    ['buy', '99.9', 'a step below the bid'],
    ['sell', '100.3', 'a step above the ask'],
  ] as const)('the least distance of a %s has its stop at %s, %s', (side, stop) => {
    const desk = tradingDesk(make);
    expect(desk.tryToOpen(side, trailing('0.1'))).toBe('created');
    expect(desk.tick('100.0', '100.2')).toEqual([]);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: stop }] });
    expect(desk.price(stop)).toMatchObject([{ ...CLOSED, closePrice: stop }]);
  });

  test.each([
    // Only the price at which it would close counts.
    { side: 'buy', moved: ['103.0', '109.0'], stop: '100.0', quiet: ['100.1', '100.1'], at: ['100.0', '109.0'] },
    { side: 'sell', moved: ['91.0', '97.0'], stop: '100.0', quiet: ['99.9', '99.9'], at: ['91.0', '100.0'] },
  ] as const)('the other side of the quote moves no stop of a $side', ({ side, moved, stop, quiet, at }) => {
    const desk = tradingDesk(make);
    desk.open(side, trailing('3'));
    desk.tick(...moved);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: stop }] });
    expect(desk.tick(...quiet)).toEqual([]);
    expect(desk.tick(...at)).toMatchObject([CLOSED]);
  });

  test('prices of before the opening do not count', () => {
    const desk = tradingDesk(make);
    desk.price('150.0');
    desk.price('100.0');
    desk.open('buy', trailing('3'));
    expect(desk.price('97.1')).toEqual([]);
    expect(desk.price('97.0')).toMatchObject([CLOSED]);
  });

  test.each([
    ['buy', '100', '0.0'],
    ['buy', '100.1', '-0.1'],
    ['buy', '439804651110.4', '-439804651010.4'],
    ['sell', '439804651110.4', '439804651210.6'],
  ] as const)('a %s with a distance of %s: its stop at %s is out of reach', (side, distance, trailingStop) => {
    const desk = tradingDesk(make);
    expect(desk.open(side, trailing(distance, { leverage: 1 }))).toMatchObject({ trailingStop });
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop }] });
    expect(story(desk.price(side === 'buy' ? '0.1' : '300.0'))).toEqual(['1 closed liquidation']);
  });

  test.each(['', 'x', '0', '-3', '3.05', '1e1', '439804651110.5'])('"%s" is no distance', (distance) => {
    const desk = tradingDesk(make);
    expect(desk.tryToOpen('buy', trailing(distance))).toBe('invalid_trailing_distance');
    expect(desk.tryToEnter(1, 'buy', trailing(distance, { orderType: 'limit', price: '95' }))).toBe(
      'invalid_trailing_distance',
    );
    desk.open('sell', trailing('3'));
    expect(desk.tryToUpdate(1, trailing(distance))).toBe('invalid_trailing_distance');
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '103.2' }] });
  });

  test.each([[trailing('3', { stopLoss: '90' })], [trailing('x', { stopLoss: 'x' })], [trailing(3)], [trailing(null)]])(
    '%j makes no sense of an order',
    (terms) => {
      expect(tradingDesk(make).tryToOpen('buy', terms)).toBe('invalid_command');
    },
  );

  test.each([
    // Opened with a stop-loss of 90.0. What is set removes the other; null removes itself alone.
    [{ trailingDistance: '3' }, { stopLoss: null, trailingDistance: '3.0', trailingStop: '97.0' }],
    [
      { trailingDistance: '3', stopLoss: null },
      { stopLoss: null, trailingDistance: '3.0', trailingStop: '97.0' },
    ],
    [{ trailingDistance: null }, { stopLoss: '90.0' }],
    [{ trailingDistance: null, stopLoss: '91' }, { stopLoss: '91.0' }],
    [{ stopLoss: null }, { stopLoss: null }],
  ])('a stop-loss and then %j: %j', (changes, stops) => {
    const desk = tradingDesk(make);
    desk.open('buy', { stopLoss: '90' });
    expect(desk.update(1, changes)).toEqual({
      ...{ type: 'updated', requestId: expect.anything(), orderId: orderId(1), userId: desk.order('buy').userId },
      ...{ takeProfit: null, ...stops },
    });
    const [order] = desk.account().orders as object[];
    expect(order).toMatchObject(stops);
    if (!('trailingStop' in stops)) expect(order).not.toHaveProperty('trailingStop');
  });

  test.each([
    [{ stopLoss: '95' }, '95.0', 'stop_loss', '95.1', '95.0'],
    [{ stopLoss: '95', trailingDistance: null }, '95.0', 'stop_loss', '95.1', '95.0'],
    [{ stopLoss: null }, null, 'trailing_stop', '97.1', '97.0'],
    [{ trailingDistance: null }, null, 'liquidation', '90.7', '90.6'],
  ])('a trailing stop and then %j: stop-loss %s', (changes, stopLoss, reason, quiet, at) => {
    const desk = tradingDesk(make);
    desk.open('buy', trailing('3'));
    expect(desk.update(1, changes)).toMatchObject({ stopLoss });
    expect(desk.price(quiet)).toEqual([]);
    expect(story(desk.price(at))).toEqual([`1 closed ${reason}`]);
  });

  test('both in one change make no sense', () => {
    const desk = tradingDesk(make);
    desk.open('buy', { stopLoss: '90' });
    expect(desk.tryToUpdate(1, { stopLoss: '91', trailingDistance: '3' })).toBe('invalid_command');
    expect(desk.tryToUpdate(9, { stopLoss: 'x', trailingDistance: 'x' })).toBe('invalid_command');
    expect(desk.account()).toMatchObject({ orders: [{ stopLoss: '90.0' }] });
  });

  test('a new distance starts anew, also the same one', () => {
    const desk = tradingDesk(make);
    desk.open('buy', trailing('3'));
    desk.price('110.0');
    desk.price('108.0');
    expect(desk.update(1, { takeProfit: '150' })).toMatchObject({ trailingStop: '107.0' });
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '107.0' }] });
    expect(desk.update(1, trailing('3'))).toMatchObject({ trailingStop: '105.0' });
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '105.0' }] });
    desk.update(1, trailing('2.5'));
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '105.5' }] });
    expect(desk.price('105.6')).toEqual([]);
    expect(desk.price('105.5')).toMatchObject([CLOSED]);
  });

  test('a new distance of a sell starts anew as well', () => {
    const desk = tradingDesk(make);
    desk.open('sell', trailing('3'));
    for (const price of ['95.0', '97.0']) desk.price(price);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '98.0' }] });
    desk.update(1, trailing('3'));
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '100.0' }] });
    desk.update(1, trailing('2.5'));
    expect(desk.price('99.4')).toEqual([]);
    expect(desk.price('99.5')).toMatchObject([CLOSED]);
  });

  test.each([
    // After a new extreme of long ago. A part that closes leaves it where it is, by hand or by netting.
    ['buy', '106.0', '104.0', '103.1', '103.0'],
    ['sell', '94.0', '96.0', '96.9', '97.0'],
  ] as const)('what is left of a %s after a part trails the same extreme', (side, extreme, back, quiet, at) => {
    const desk = tradingDesk(make);
    desk.open(side, trailing('3'));
    for (const price of [extreme, back]) desk.price(price);
    desk.close(1, { quantity: '0.4', openQuantity: '1' });
    expect(desk.tryToEnter(2, side === 'buy' ? 'sell' : 'buy', { quantity: '0.4', reduceOnly: true })).toBe('reduced');
    expect(desk.account()).toMatchObject({ orders: [{ quantity: '0.200', trailingStop: at }] });
    expect(desk.price(quiet)).toEqual([]);
    expect(desk.price(at)).toMatchObject([{ ...CLOSED, quantity: '0.200' }]);
  });

  test.each([
    ['buy', '90', '97.1', '97.0', '95'],
    ['sell', '110', '103.1', '103.2', '105'],
  ] as const)('of a %s either stop takes the place of the other', (side, stopLoss, quiet, at, nearer) => {
    const desk = tradingDesk(make);
    desk.open(side, { stopLoss });
    expect(desk.update(1, trailing('3'))).toMatchObject({ stopLoss: null, trailingDistance: '3.0' });
    expect(desk.update(1, { stopLoss: nearer })).not.toHaveProperty('trailingDistance');
    expect([desk.price(at), desk.account()]).toMatchObject([[], { orders: [{ stopLoss: `${nearer}.0` }] }]);
    desk.tick('100.0', '100.2');
    desk.update(1, trailing('3'));
    expect(desk.price(quiet)).toEqual([]);
    expect(desk.price(at)).toMatchObject([CLOSED]);
  });

  test('a trailing stop may be set on a stale quote, from the last price on', () => {
    const desk = tradingDesk(make);
    desk.open('buy');
    desk.wait(86_400_000);
    expect(desk.tryToUpdate(1, trailing('3'))).toBe('updated');
    expect(story(desk.price('97.0'))).toEqual(['1 closed trailing_stop']);
  });

  test.each([
    ['buy', '90.6', 'liquidation'],
    ['buy', '90.7', null],
    ['sell', '109.5', 'liquidation'],
    ['sell', '109.4', null],
  ] as const)('the margin call of a %s comes first at %s: %s', (side, price, reason) => {
    const desk = tradingDesk(make);
    desk.open(side, trailing('9.4'));
    desk.update(1, trailing('9.6'));
    expect(story(desk.price(price))).toEqual(reason === null ? [] : [`1 closed ${reason}`]);
  });

  test.each([
    ['buy', '90.7', '90.6'],
    ['sell', '109.4', '109.5'],
  ] as const)('one price beyond both stops of a %s: the margin call counts', (side, short, called) => {
    for (const [price, reason] of [
      [short, 'trailing_stop'],
      [called, 'liquidation'],
    ] as const) {
      const desk = tradingDesk(make);
      desk.open(side, trailing('3'));
      expect(story(desk.price(price))).toEqual([`1 closed ${reason}`]);
    }
  });

  test.each([
    ['buy', '104', '103.9', '104.0'],
    ['sell', '96', '96.1', '96.0'],
  ] as const)('a take-profit of a %s beside it stays', (side, takeProfit, quiet, at) => {
    const desk = tradingDesk(make);
    desk.open(side, trailing('3', { takeProfit }));
    expect(desk.price(quiet)).toEqual([]);
    expect(story(desk.price(at))).toEqual(['1 closed take_profit']);
  });

  test('a held tick moves no stop, a dropped one neither, a confirmed one does', () => {
    const desk = tradingDesk(make, { maxJumpBps: 500 });
    desk.open('buy', trailing('3'));
    expect(story(desk.price('120.0'))).toEqual(['price-held']);
    expect(story(desk.price('100.0'))).toEqual(['price-released dropped']);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '97.0' }] });
    expect(story(desk.price('120.0'))).toEqual(['price-held']);
    expect(story(desk.price('121.0'))).toEqual(['price-released confirmed']);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '118.0' }] });
  });

  test('nor does a tick while the market is closed', () => {
    const desk = tradingDesk(make);
    desk.open('buy', trailing('3'));
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    desk.price('120.0');
    desk.setInstrument({ priceDecimals: 1 });
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '97.0' }] });
  });

  test('on an order that waits, it starts when that opens', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'buy', trailing('3', { orderType: 'limit', price: '99' }));
    desk.price('120.0');
    expect(desk.tick('98.0', '99.0')).toMatchObject([
      { type: 'created', trailingDistance: '3.0', trailingStop: '95.0' },
    ]);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '95.0' }] });
    expect(desk.price('95.1')).toEqual([]);
    expect(story(desk.price('95.0'))).toEqual(['1 closed trailing_stop']);
  });

  test('on a sell that waits as well', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell', trailing('3', { orderType: 'stop', price: '99' }));
    expect(desk.tick('99.0', '100.0')).toMatchObject([{ type: 'created', trailingDistance: '3.0' }]);
    expect(desk.account()).toMatchObject({ orders: [{ trailingStop: '103.0' }] });
    expect(desk.price('102.9')).toEqual([]);
    expect(story(desk.price('103.0'))).toEqual(['1 closed trailing_stop']);
  });

  test('orders of many extremes and distances close by their numbers', () => {
    const desk = tradingDesk(make);
    const open = (number: number, distance: string) => desk.enter(number, 'buy', trailing(distance));
    for (const [number, distance] of [
      [9, '3'],
      [8, '1'],
      [7, '2'],
    ] as const)
      open(number, distance);
    desk.price('101.0');
    for (const [number, distance] of [
      [6, '3'],
      [5, '1'],
      [4, '2'],
    ] as const)
      open(number, distance);
    desk.price('102.0');
    // All have seen 102.0. Then one starts anew from 100.5.
    expect(story(desk.price('101.0'))).toEqual(['8 closed trailing_stop', '5 closed trailing_stop']);
    desk.price('100.5');
    desk.update(9, trailing('3'));
    expect(story(desk.price('100.0'))).toEqual(['7 closed trailing_stop', '4 closed trailing_stop']);
    expect(story(desk.price('99.0'))).toEqual(['6 closed trailing_stop']);
    expect(desk.price('97.6')).toEqual([]);
    expect(story(desk.price('97.5'))).toEqual(['9 closed trailing_stop']);
  });

  test('those that met at one extreme and part again at the next change each keep their own stop', () => {
    const desk = tradingDesk(make);
    desk.enter(1, 'sell', trailing('2'));
    desk.price('98.0');
    desk.enter(2, 'sell', trailing('2'));
    desk.enter(3, 'sell', trailing('3'));
    desk.price('97.0');
    desk.price('98.0');
    desk.enter(4, 'sell', trailing('2'));
    desk.price('97.5');
    expect(desk.account()).toMatchObject({
      orders: ['99.0', '99.0', '100.0', '99.5'].map((trailingStop) => ({ trailingStop })),
    });
    expect(story(desk.price('99.0'))).toEqual(['1 closed trailing_stop', '2 closed trailing_stop']);
    expect(story(desk.price('99.9'))).toEqual(['4 closed trailing_stop']);
    desk.price('90.0');
    expect(story(desk.price('93.0'))).toEqual(['3 closed trailing_stop']);
  });
});
