import { describe, expect, test } from 'vitest';
import { ALICE, BOB, GOLD, openDesk, orderId, START_MS, subjects } from '../harness.ts';

const FIRST = { orderId: orderId(1), userId: ALICE };

describe.each(subjects)('closing (%s)', (_, make) => {
  test.each([
    // One ounce at 100.00 and 1:10: the margin is 10. A buy closes at the bid, a sell at the ask.
    {
      side: 'buy',
      bid: '110.00',
      ask: '110.50',
      closePrice: '110.00',
      pnl: '10.000000',
      payout: '20.000000',
      balance: '1010.000000',
    },
    {
      side: 'buy',
      bid: '100.00',
      ask: '100.50',
      closePrice: '100.00',
      pnl: '0.000000',
      payout: '10.000000',
      balance: '1000.000000',
    },
    {
      side: 'buy',
      bid: '95.00',
      ask: '96.00',
      closePrice: '95.00',
      pnl: '-5.000000',
      payout: '5.000000',
      balance: '995.000000',
    },
    {
      side: 'sell',
      bid: '89.50',
      ask: '90.00',
      closePrice: '90.00',
      pnl: '10.000000',
      payout: '20.000000',
      balance: '1010.000000',
    },
    {
      side: 'sell',
      bid: '99.50',
      ask: '100.00',
      closePrice: '100.00',
      pnl: '0.000000',
      payout: '10.000000',
      balance: '1000.000000',
    },
    {
      side: 'sell',
      bid: '104.00',
      ask: '105.00',
      closePrice: '105.00',
      pnl: '-5.000000',
      payout: '5.000000',
      balance: '995.000000',
    },
  ] as const)('a $side closes on $bid/$ask at $closePrice with $pnl', ({ side, bid, ask, ...expected }) => {
    const desk = openDesk(make);
    desk.open(side);
    expect(desk.tick(bid, ask)).toEqual([]);
    expect(desk.send('close-order', FIRST)).toMatchObject(expected);
    expect(desk.account()).toMatchObject({ balance: expected.balance, usedMargin: '0.000000', orders: [] });
  });

  test('the answer tells the whole story of the order, with the slippage of its opening', () => {
    const desk = openDesk(make);
    desk.open('buy', { expectedPrice: '99.00', takeProfit: '120' });
    desk.wait(1_000);
    desk.tick('101.00', '102.00');
    desk.wait(5);
    expect(desk.send('close-order', { ...FIRST, requestId: 'enough' })).toEqual({
      type: 'closed',
      requestId: 'enough',
      ...FIRST,
      asset: GOLD.asset,
      side: 'buy',
      quantity: '1.000',
      leverage: 10,
      openPrice: '100.00',
      closePrice: '101.00',
      margin: '10.000000',
      pnl: '1.000000',
      payout: '11.000000',
      reason: 'manual',
      liquidated: false,
      slippage: '1.00',
      balance: '1001.000000',
      openedAt: START_MS,
      closedAt: START_MS + 1_005,
    });
  });

  test.each([
    // A step of 0.0001 on a quantity of 0.0001 is a hundredth of a millionth. A gain is rounded to zero, a loss to a millionth.
    { side: 'buy', price: '1.0001', pnl: '0.000000', payout: '0.000100' },
    { side: 'buy', price: '0.9999', pnl: '-0.000001', payout: '0.000099' },
    { side: 'sell', price: '0.9999', pnl: '0.000000', payout: '0.000100' },
    { side: 'sell', price: '1.0001', pnl: '-0.000001', payout: '0.000099' },
    { side: 'buy', price: '1.0100', pnl: '0.000001', payout: '0.000101' },
    { side: 'buy', price: '1.0199', pnl: '0.000001', payout: '0.000101' },
    { side: 'sell', price: '1.0101', pnl: '-0.000002', payout: '0.000098' },
  ] as const)('a $side of 0.0001 from 1.0000 to $price makes $pnl', ({ side, price, pnl, payout }) => {
    const desk = openDesk(make);
    const fine = { asset: 'FINE', priceDecimals: 4, quantityDecimals: 4, minQuantity: '0.0001' };
    desk.setInstrument(fine);
    desk.tick('1.0000', '1.0000', 'FINE');
    desk.open(side, { asset: 'FINE', quantity: '0.0001', leverage: 1 });
    desk.tick(price, price, 'FINE');
    expect(desk.send('close-order', FIRST)).toMatchObject({ pnl, payout });
  });

  test.each([
    // The client never owes more than the margin of 10, however far the price jumps; the house carries the rest.
    { side: 'buy', price: '90.50', pnl: '-9.500000', payout: '0.500000', balance: '990.500000' },
    { side: 'buy', price: '90.00', pnl: '-10.000000', payout: '0.000000', balance: '990.000000' },
    { side: 'buy', price: '50.00', pnl: '-50.000000', payout: '0.000000', balance: '990.000000' },
    { side: 'sell', price: '109.50', pnl: '-9.500000', payout: '0.500000', balance: '990.500000' },
    { side: 'sell', price: '110.00', pnl: '-10.000000', payout: '0.000000', balance: '990.000000' },
    { side: 'sell', price: '900.00', pnl: '-800.000000', payout: '0.000000', balance: '990.000000' },
  ] as const)('a $side liquidated at $price pays out $payout', ({ side, price, ...expected }) => {
    const desk = openDesk(make);
    desk.open(side);
    expect(desk.tick(price, price)).toMatchObject([{ ...expected, reason: 'liquidation', liquidated: true }]);
  });

  test('only its owner can close an order, once', () => {
    const desk = openDesk(make);
    desk.deposit('1000', BOB);
    desk.open('buy');
    expect(desk.outcome('close-order', { ...FIRST, userId: BOB })).toBe('unknown_order');
    expect(desk.outcome('close-order', { ...FIRST, orderId: orderId(2) })).toBe('unknown_order');
    expect(desk.outcome('close-order', FIRST)).toBe('closed');
    expect(desk.outcome('close-order', FIRST)).toBe('unknown_order');
  });

  test('the payout can be put at stake again at once', () => {
    const desk = openDesk(make);
    desk.open('buy', { quantity: '10', leverage: 1 });
    expect(desk.tryToOpen('buy', { orderId: orderId(2), quantity: '0.001' })).toBe('insufficient_balance');
    desk.send('close-order', FIRST);
    expect(desk.tryToOpen('buy', { orderId: orderId(2), quantity: '10', leverage: 1 })).toBe('created');
  });
});
