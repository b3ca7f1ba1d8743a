import { describe, expect, test } from 'vitest';
import { ALICE, GOLD, openDesk, orderId, quietDesk, START_MS, subjects } from '../harness.ts';

describe.each(subjects)('opening (%s)', (_, make) => {
  test.each([
    // A buy pays the ask, a sell gets the bid; the margin is rounded up to a millionth.
    {
      side: 'buy',
      bid: '99.90',
      ask: '100.00',
      quantity: '1',
      leverage: 10,
      openPrice: '100.00',
      margin: '10.000000',
      balance: '990.000000',
    },
    {
      side: 'sell',
      bid: '99.90',
      ask: '100.00',
      quantity: '1',
      leverage: 10,
      openPrice: '99.90',
      margin: '9.990000',
      balance: '990.010000',
    },
    {
      side: 'buy',
      bid: '100.00',
      ask: '100.00',
      quantity: '3',
      leverage: 1,
      openPrice: '100.00',
      margin: '300.000000',
      balance: '700.000000',
    },
    {
      side: 'buy',
      bid: '100.00',
      ask: '100.00',
      quantity: '1',
      leverage: 3,
      openPrice: '100.00',
      margin: '33.333334',
      balance: '966.666666',
    },
    {
      side: 'sell',
      bid: '100.01',
      ask: '100.02',
      quantity: '0.001',
      leverage: 7,
      openPrice: '100.01',
      margin: '0.014288',
      balance: '999.985712',
    },
    {
      side: 'buy',
      bid: '0.01',
      ask: '0.01',
      quantity: '0.001',
      leverage: 100,
      openPrice: '0.01',
      margin: '0.000001',
      balance: '999.999999',
    },
  ] as const)(
    'a $side of $quantity at 1:$leverage on $bid/$ask takes $margin',
    ({ side, bid, ask, quantity, leverage, ...expected }) => {
      const desk = openDesk(make, bid, ask);
      expect(desk.open(side, { quantity, leverage })).toMatchObject(expected);
    },
  );

  test('the answer names every term of the order', () => {
    const desk = openDesk(make, '99.90', '100.00');
    desk.wait(7);
    const terms = { quantity: '2', takeProfit: '110', stopLoss: '95.5', expectedPrice: '99.9', maxSlippageBps: 100 };
    expect(desk.send('create-order', { ...desk.order('buy', terms), requestId: 'mine' })).toEqual({
      type: 'created',
      requestId: 'mine',
      orderId: orderId(1),
      userId: ALICE,
      asset: GOLD.asset,
      side: 'buy',
      quantity: '2.000',
      leverage: 10,
      openPrice: '100.00',
      margin: '20.000000',
      takeProfit: '110.00',
      stopLoss: '95.50',
      liquidationPrice: '90.50',
      slippage: '0.10',
      balance: '980.000000',
      openedAt: START_MS + 7,
    });
  });

  test('absent levels print as null, and slippage as zero', () => {
    const absent = { takeProfit: null, stopLoss: null, slippage: '0.00' };
    expect(openDesk(make).open('sell')).toMatchObject(absent);
  });

  test.each([
    ['10', 'created'],
    ['10.001', 'insufficient_balance'],
  ])('with 1000 USDC, %s ounces at 100.00 and 1:1 are %s', (quantity, outcome) => {
    expect(openDesk(make).tryToOpen('buy', { quantity, leverage: 1 })).toBe(outcome);
  });

  test.each([
    ['10', 'created'],
    ['10.001', 'insufficient_balance'],
  ])('a sell of %s needs its margin at the bid of 100.00, and is %s', (quantity, outcome) => {
    expect(openDesk(make, '100.00', '100.50').tryToOpen('sell', { quantity, leverage: 1 })).toBe(outcome);
  });

  test.each([
    ['0.001', 'created'],
    ['0.0010', 'created'],
    ['0001', 'created'],
    ['1000', 'created'],
    ['1000.001', 'invalid_quantity'],
    ['0.0011', 'invalid_quantity'],
    ['0.0005', 'invalid_quantity'],
    ['0', 'invalid_quantity'],
    ['-1', 'invalid_quantity'],
    ['', 'invalid_quantity'],
    ['1e1', 'invalid_quantity'],
    [' 1', 'invalid_quantity'],
    ['.5', 'invalid_quantity'],
    ['1.', 'invalid_quantity'],
    ['9007199254740.992', 'invalid_quantity'],
    ['99999999999999999999999999', 'invalid_quantity'],
  ])('within 0.001 and 1000, a quantity of "%s" is %s', (quantity, outcome) => {
    expect(openDesk(make, '1.00', '1.00').tryToOpen('buy', { quantity, leverage: 100 })).toBe(outcome);
  });

  test.each([
    [1, 'created'],
    [100, 'created'],
    [101, 'invalid_leverage'],
    [0, 'invalid_leverage'],
    [-0, 'invalid_leverage'],
    [-3, 'invalid_leverage'],
    [1.5, 'invalid_leverage'],
    [1e300, 'invalid_leverage'],
    [Number.POSITIVE_INFINITY, 'invalid_leverage'],
  ])('up to 100, a leverage of %d is %s', (leverage, outcome) => {
    expect(openDesk(make).tryToOpen('sell', { leverage })).toBe(outcome);
  });

  test.each([
    { side: 'buy', level: 'takeProfit', price: '100.01', outcome: 'created' },
    { side: 'buy', level: 'takeProfit', price: '100.00', outcome: 'invalid_take_profit' },
    { side: 'buy', level: 'takeProfit', price: '99.95', outcome: 'invalid_take_profit' },
    { side: 'buy', level: 'stopLoss', price: '99.89', outcome: 'created' },
    { side: 'buy', level: 'stopLoss', price: '99.90', outcome: 'invalid_stop_loss' },
    { side: 'buy', level: 'stopLoss', price: '99.95', outcome: 'invalid_stop_loss' },
    { side: 'sell', level: 'takeProfit', price: '99.89', outcome: 'created' },
    { side: 'sell', level: 'takeProfit', price: '99.90', outcome: 'invalid_take_profit' },
    { side: 'sell', level: 'takeProfit', price: '99.95', outcome: 'invalid_take_profit' },
    { side: 'sell', level: 'stopLoss', price: '100.01', outcome: 'created' },
    { side: 'sell', level: 'stopLoss', price: '100.00', outcome: 'invalid_stop_loss' },
    { side: 'sell', level: 'stopLoss', price: '99.95', outcome: 'invalid_stop_loss' },
  ] as const)('on 99.90/100.00 a $side with $level $price is $outcome', ({ side, level, price, outcome }) => {
    expect(openDesk(make, '99.90', '100.00').tryToOpen(side, { [level]: price })).toBe(outcome);
  });

  test.each(['', 'x', '0', '-1', '100.001', '1e3', '45035996273704.96'])('"%s" is no level', (price) => {
    const desk = openDesk(make);
    expect(desk.tryToOpen('buy', { takeProfit: price })).toBe('invalid_take_profit');
    expect(desk.tryToOpen('sell', { takeProfit: price })).toBe('invalid_take_profit');
    expect(desk.tryToOpen('buy', { stopLoss: price })).toBe('invalid_stop_loss');
    expect(desk.tryToOpen('sell', { stopLoss: price })).toBe('invalid_stop_loss');
  });

  test('the greatest price there is, 2^52 - 1 steps, is a level like any other', () => {
    expect(openDesk(make).open('buy', { takeProfit: '45035996273704.950' })).toMatchObject({
      takeProfit: '45035996273704.95',
    });
  });

  test.each([
    { side: 'buy', expectedPrice: '100.00', maxSlippageBps: 10, fill: '100.10', outcome: '0.10' },
    { side: 'buy', expectedPrice: '100.00', maxSlippageBps: 10, fill: '100.11', outcome: 'slippage_exceeded' },
    { side: 'buy', expectedPrice: '100.00', maxSlippageBps: 0, fill: '100.00', outcome: '0.00' },
    { side: 'buy', expectedPrice: '100.00', maxSlippageBps: 0, fill: '100.01', outcome: 'slippage_exceeded' },
    { side: 'buy', expectedPrice: '100.00', maxSlippageBps: 0, fill: '99.50', outcome: '-0.50' },
    { side: 'sell', expectedPrice: '100.00', maxSlippageBps: 10, fill: '99.90', outcome: '0.10' },
    { side: 'sell', expectedPrice: '100.00', maxSlippageBps: 10, fill: '99.89', outcome: 'slippage_exceeded' },
    { side: 'sell', expectedPrice: '100.00', maxSlippageBps: 0, fill: '100.50', outcome: '-0.50' },
    // Ten ten-thousandths of 99.99 are 0.09999: ten cents are too much.
    { side: 'buy', expectedPrice: '99.99', maxSlippageBps: 10, fill: '100.08', outcome: '0.09' },
    { side: 'buy', expectedPrice: '99.99', maxSlippageBps: 10, fill: '100.09', outcome: 'slippage_exceeded' },
    { side: 'buy', expectedPrice: '1.00', maxSlippageBps: undefined, fill: '100.00', outcome: '99.00' },
    { side: 'buy', expectedPrice: undefined, maxSlippageBps: 0, fill: '100.00', outcome: '0.00' },
    { side: 'buy', expectedPrice: '0.01', maxSlippageBps: Number.MAX_SAFE_INTEGER, fill: '100.00', outcome: '99.99' },
  ] as const)('a $side that expects $expectedPrice ± $maxSlippageBps bps and fills at $fill: $outcome', (row) => {
    const { side, expectedPrice, maxSlippageBps, fill, outcome } = row;
    const answer = openDesk(make, fill, fill).open(side, { expectedPrice, maxSlippageBps });
    expect(answer.code ?? answer.slippage).toBe(outcome);
  });

  test.each([
    // One ounce at 100.00 and 1:100 has a margin of 1.00 and is called when it has lost 0.95 of it.
    { side: 'buy', bid: '99.06', ask: '100.00', outcome: 'created' },
    { side: 'buy', bid: '99.05', ask: '100.00', outcome: 'immediate_liquidation' },
    { side: 'sell', bid: '100.00', ask: '100.94', outcome: 'created' },
    { side: 'sell', bid: '100.00', ask: '100.95', outcome: 'immediate_liquidation' },
  ] as const)('on $bid/$ask a $side at 1:100 is $outcome', ({ side, bid, ask, outcome }) => {
    expect(openDesk(make, bid, ask).tryToOpen(side, { leverage: 100 })).toBe(outcome);
  });

  test('a rejected order takes no money, and its id may be used again', () => {
    const desk = openDesk(make);
    expect(desk.tryToOpen('buy', { leverage: 0 })).toBe('invalid_leverage');
    expect(desk.account()).toMatchObject({ balance: '1000.000000', orders: [] });
    expect(desk.tryToOpen('buy')).toBe('created');
  });

  test('nothing opens before the first tick', () => {
    expect(quietDesk(make).tryToOpen('buy')).toBe('no_price');
  });

  test('an account may have 1,000 orders open, and another one when one of them has closed', () => {
    const desk = openDesk(make);
    for (let number = 1; number <= 1_000; number++) {
      expect(desk.tryToOpen('buy', { orderId: orderId(number), quantity: '0.001' })).toBe('created');
    }
    expect(desk.tryToOpen('buy', { orderId: orderId(1_001), quantity: '0.001' })).toBe('too_many_orders');
    desk.send('close-order', { orderId: orderId(500), userId: ALICE });
    expect(desk.tryToOpen('buy', { orderId: orderId(1_001), quantity: '0.001' })).toBe('created');
  });
});
