import { describe, expect, test } from 'vitest';
import { ALICE, BOB, GOLD, openDesk, orderId, quietDesk, START_MS, subjects } from '../harness.ts';

describe.each(subjects)('account figures (%s)', (_, make) => {
  test('without open orders there is no margin level', () => {
    expect(quietDesk(make).send('get-account', { userId: ALICE, requestId: 'q' })).toEqual({
      type: 'account',
      requestId: 'q',
      userId: ALICE,
      balance: '1000.000000',
      usedMargin: '0.000000',
      unrealizedPnl: '0.000000',
      equity: '1000.000000',
      freeMargin: '1000.000000',
      marginLevel: null,
      orders: [],
    });
  });

  test('a buy and a sell, in the order in which they were opened', () => {
    const desk = openDesk(make);
    desk.open('buy', { orderId: orderId(2), takeProfit: '120' });
    desk.wait(3);
    desk.open('sell', { orderId: orderId(1), quantity: '2', expectedPrice: '100.50' });
    desk.tick('103.00', '104.00');
    // The buy has won 3, the sell has lost 2 x 4. 100 x 995 / 30 = 3316.666...
    const shared = { userId: ALICE, asset: GOLD.asset, leverage: 10, openPrice: '100.00', stopLoss: null };
    expect(desk.send('get-account', { userId: ALICE, requestId: 'q' })).toEqual({
      type: 'account',
      requestId: 'q',
      userId: ALICE,
      balance: '970.000000',
      usedMargin: '30.000000',
      unrealizedPnl: '-5.000000',
      equity: '995.000000',
      freeMargin: '970.000000',
      marginLevel: '3316.66',
      orders: [
        {
          ...shared,
          orderId: orderId(2),
          side: 'buy',
          quantity: '1.000',
          margin: '10.000000',
          takeProfit: '120.00',
          liquidationPrice: '90.50',
          slippage: '0.00',
          openedAt: START_MS,
          currentPrice: '103.00',
          unrealizedPnl: '3.000000',
        },
        {
          ...shared,
          orderId: orderId(1),
          side: 'sell',
          quantity: '2.000',
          margin: '20.000000',
          takeProfit: null,
          liquidationPrice: '109.50',
          slippage: '0.50',
          openedAt: START_MS + 3,
          currentPrice: '104.00',
          unrealizedPnl: '-8.000000',
        },
      ],
    });
  });

  test.each([
    // The whole deposit of 10 is the margin at 1:10. Equity is the margin plus the profit.
    ['100.00', '10.000000', '100.00'],
    ['110.00', '20.000000', '200.00'],
    ['90.51', '0.510000', '5.10'],
  ])('at %s the equity is %s and the margin level %s', (price, equity, marginLevel) => {
    const desk = openDesk(make);
    desk.deposit('10', BOB);
    desk.open('buy', { userId: BOB });
    desk.tick(price, price);
    expect(desk.account(BOB)).toMatchObject({ balance: '0.000000', equity, marginLevel });
  });

  test('every order rounds its own loss', () => {
    const desk = openDesk(make);
    desk.setInstrument({ asset: 'FINE', priceDecimals: 4, quantityDecimals: 4, minQuantity: '0.0001' });
    desk.tick('1.0000', '1.0000', 'FINE');
    desk.open('buy', { orderId: orderId(1), asset: 'FINE', quantity: '0.0001', leverage: 1 });
    desk.open('buy', { orderId: orderId(2), asset: 'FINE', quantity: '0.0001', leverage: 1 });
    desk.tick('0.9999', '0.9999', 'FINE');
    expect(desk.account()).toMatchObject({ unrealizedPnl: '-0.000002', usedMargin: '0.000200' });
  });

  test('figures of several instruments add up, on quotes of any age', () => {
    const desk = openDesk(make);
    desk.setInstrument({ asset: 'SILVER_USDC' });
    desk.tick('20.00', '20.00', 'SILVER_USDC');
    desk.open('buy', { orderId: orderId(1) });
    desk.open('sell', { orderId: orderId(2), asset: 'SILVER_USDC' });
    desk.tick('19.00', '19.00', 'SILVER_USDC');
    desk.wait(3_600_000);
    desk.tick('105.00', '105.00');
    const figures = { usedMargin: '12.000000', unrealizedPnl: '6.000000', equity: '1006.000000' };
    expect(desk.account()).toMatchObject({ ...figures, freeMargin: '988.000000', marginLevel: '8383.33' });
  });

  test("the orders of one user do not show in another's account", () => {
    const desk = openDesk(make);
    desk.deposit('5', BOB);
    desk.open('buy');
    expect(desk.account(BOB)).toMatchObject({ equity: '5.000000', marginLevel: null, orders: [] });
  });

  test('get-order shows an open order as get-account does, and says whether an order was closed', () => {
    const desk = openDesk(make);
    desk.deposit('5', BOB);
    const question = { orderId: orderId(1), userId: ALICE, requestId: 'q' };
    const answer = { type: 'order', ...question };
    expect(desk.send('get-order', question)).toEqual({ ...answer, status: 'unknown' });
    desk.open('buy');
    desk.tick('101.00', '102.00');
    const [order] = desk.account().orders as unknown[];
    expect(desk.send('get-order', question)).toEqual({ ...answer, status: 'open', order });
    expect(desk.send('get-order', { ...question, userId: BOB })).toEqual({ ...answer, userId: BOB, status: 'unknown' });
    desk.send('close-order', { orderId: orderId(1), userId: ALICE });
    expect(desk.send('get-order', question)).toEqual({ ...answer, status: 'closed' });
    expect(desk.send('get-order', { ...question, userId: BOB })).toEqual({ ...answer, userId: BOB, status: 'unknown' });
  });

  test.each([
    ['0', '0.000000'],
    ['-0', '0.000000'],
    ['0.000001', '0.000001'],
    ['1.50000000', '1.500000'],
    ['9007199254.740991', '9007199254.740991'],
    ['9007199254.740992', 'invalid_command'],
    ['1.0000001', 'invalid_command'],
    ['-0.000001', 'invalid_command'],
    ['', 'invalid_command'],
    ['1e3', 'invalid_command'],
  ])('a deposit of "%s": %s', (deposit, outcome) => {
    const desk = openDesk(make);
    const answer = desk.deposit(deposit, BOB);
    expect(answer.code ?? answer.balance).toBe(outcome);
    expect(desk.outcome('get-account', { userId: BOB })).toBe(answer.code ? 'unknown_account' : 'account');
  });

  test('to create an account again changes nothing and tells its balance', () => {
    const desk = openDesk(make);
    desk.open('buy');
    expect(desk.send('create-account', { requestId: 'again', userId: ALICE, deposit: '5000' })).toEqual({
      type: 'account-created',
      requestId: 'again',
      userId: ALICE,
      balance: '990.000000',
    });
    expect(desk.outcome('create-account', { userId: ALICE, deposit: '-1' })).toBe('invalid_command');
    expect(desk.account()).toMatchObject({ balance: '990.000000' });
  });
});
