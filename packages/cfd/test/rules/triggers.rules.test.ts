import { describe, expect, test } from 'vitest';
import { ALICE, BOB, GOLD, openDesk, orderId, START_MS, subjects } from '../harness.ts';

const NOTHING: unknown[] = [];

describe.each(subjects)('triggers (%s)', (_, make) => {
  test.each([
    // Bought at 100.00 and 1:10, take-profit 105.00, stop-loss 95.00, margin call at 90.50. Only the bid counts.
    { bid: '104.99', ask: '105.50', reason: null },
    { bid: '105.00', ask: '105.50', reason: 'take_profit' },
    { bid: '105.01', ask: '105.50', reason: 'take_profit' },
    { bid: '133.70', ask: '133.70', reason: 'take_profit' },
    { bid: '95.01', ask: '95.01', reason: null },
    { bid: '95.00', ask: '100.00', reason: 'stop_loss' },
    { bid: '94.99', ask: '100.00', reason: 'stop_loss' },
    { bid: '90.51', ask: '90.51', reason: 'stop_loss' },
    { bid: '90.50', ask: '99.00', reason: 'liquidation' },
    { bid: '0.01', ask: '0.01', reason: 'liquidation' },
  ])('a buy on $bid/$ask: $reason', ({ bid, ask, reason }) => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '105.00', stopLoss: '95.00' });
    const closed = { type: 'closed', requestId: null, reason, closePrice: bid, liquidated: reason === 'liquidation' };
    expect(desk.tick(bid, ask)).toMatchObject(reason === null ? NOTHING : [closed]);
  });

  test.each([
    // Sold at 100.00 and 1:10, take-profit 95.00, stop-loss 105.00, margin call at 109.50. Only the ask counts.
    { bid: '94.50', ask: '95.01', reason: null },
    { bid: '94.50', ask: '95.00', reason: 'take_profit' },
    { bid: '94.50', ask: '94.99', reason: 'take_profit' },
    { bid: '60.00', ask: '60.00', reason: 'take_profit' },
    { bid: '104.99', ask: '104.99', reason: null },
    { bid: '100.00', ask: '105.00', reason: 'stop_loss' },
    { bid: '100.00', ask: '105.01', reason: 'stop_loss' },
    { bid: '109.49', ask: '109.49', reason: 'stop_loss' },
    { bid: '101.00', ask: '109.50', reason: 'liquidation' },
    { bid: '999.00', ask: '999.00', reason: 'liquidation' },
  ])('a sell on $bid/$ask: $reason', ({ bid, ask, reason }) => {
    const desk = openDesk(make);
    desk.open('sell', { takeProfit: '95.00', stopLoss: '105.00' });
    const closed = { type: 'closed', requestId: null, reason, closePrice: ask, liquidated: reason === 'liquidation' };
    expect(desk.tick(bid, ask)).toMatchObject(reason === null ? NOTHING : [closed]);
  });

  test.each([
    // The stop lies beyond the margin call, so the margin call always comes first.
    { side: 'buy', stopLoss: '80.00', beside: '90.51', at: '90.50', beyond: '79.00' },
    { side: 'sell', stopLoss: '120.00', beside: '109.49', at: '109.50', beyond: '121.00' },
  ] as const)('a margin call beats the stop-loss of a $side', ({ side, stopLoss, beside, at, beyond }) => {
    for (const price of [at, beyond]) {
      const desk = openDesk(make);
      desk.open(side, { stopLoss });
      expect(desk.tick(beside, beside)).toEqual([]);
      expect(desk.tick(price, price)).toMatchObject([{ reason: 'liquidation', liquidated: true }]);
    }
  });

  test('an order closed by a tick tells its whole story', () => {
    const desk = openDesk(make);
    desk.open('sell', { quantity: '2', takeProfit: '95', expectedPrice: '101.50' });
    desk.wait(90);
    expect(desk.tick('94.00', '94.50')).toEqual([
      {
        type: 'closed',
        requestId: null,
        orderId: orderId(1),
        userId: ALICE,
        asset: GOLD.asset,
        side: 'sell',
        quantity: '2.000',
        leverage: 10,
        openPrice: '100.00',
        closePrice: '94.50',
        margin: '20.000000',
        pnl: '11.000000',
        payout: '31.000000',
        reason: 'take_profit',
        liquidated: false,
        slippage: '1.50',
        balance: '1011.000000',
        openedAt: START_MS,
        closedAt: START_MS + 90,
      },
    ]);
    expect(desk.tick('94.00', '94.50')).toEqual([]);
  });

  test('several on one tick close in the order in which they were opened, buys and sells mixed', () => {
    const desk = openDesk(make);
    desk.deposit('500', BOB);
    // The ids run against the order of opening, and so do the targets.
    desk.open('buy', { orderId: orderId(9), takeProfit: '105.00' });
    desk.open('sell', { orderId: orderId(8), leverage: 20 });
    desk.open('buy', { orderId: orderId(7), leverage: 20 });
    desk.open('buy', { orderId: orderId(6), userId: BOB, takeProfit: '103.00' });
    desk.open('sell', { orderId: orderId(5), stopLoss: '102.00' });
    desk.open('buy', { orderId: orderId(4), takeProfit: '101.00' });
    // Alice starts with 1000 - 10 - 5 - 5 - 10 - 10, Bob with 500 - 10.
    const closed = [
      { orderId: orderId(9), reason: 'take_profit', pnl: '6.000000', balance: '976.000000' },
      { orderId: orderId(8), reason: 'liquidation', pnl: '-6.000000', balance: '976.000000' },
      { orderId: orderId(6), reason: 'take_profit', pnl: '6.000000', balance: '506.000000' },
      { orderId: orderId(5), reason: 'stop_loss', pnl: '-6.000000', balance: '980.000000' },
      { orderId: orderId(4), reason: 'take_profit', pnl: '6.000000', balance: '996.000000' },
    ];
    expect(desk.tick('106.00', '106.00')).toMatchObject(closed);
    expect(desk.account()).toMatchObject({ orders: [{ orderId: orderId(7) }] });
  });

  test('orders at the very same price close in the order in which they were opened', () => {
    const desk = openDesk(make);
    const numbers = [5, 3, 8, 1, 9, 2];
    for (const number of numbers) desk.open('buy', { orderId: orderId(number), stopLoss: '99.00' });
    desk.send('close-order', { orderId: orderId(8), userId: ALICE });
    desk.send('update-order', { orderId: orderId(5), userId: ALICE, stopLoss: '98.00' });
    desk.send('update-order', { orderId: orderId(5), userId: ALICE, stopLoss: '99.00' });
    const ids = desk.tick('99.00', '99.00').map((event) => event.orderId);
    expect(ids).toEqual([5, 3, 1, 9, 2].map(orderId));
  });

  test('another instrument closes nothing', () => {
    const desk = openDesk(make);
    desk.setInstrument({ asset: 'SILVER_USDC' });
    desk.open('buy', { takeProfit: '105.00', stopLoss: '95.00' });
    expect(desk.tick('105.00', '105.00', 'SILVER_USDC')).toEqual([]);
    expect(desk.tick('1.00', '1.00', 'SILVER_USDC')).toEqual([]);
    expect(desk.tick('105.00', '105.00')).toHaveLength(1);
  });

  test.each([
    ['crossed', '105.01', '105.00'],
    ['with a bid of zero', '0', '1.00'],
    ['with a bid of zero and an ask of zero', '0.00', '0.00'],
    ['with a negative bid', '-1.00', '1.00'],
    ['with too many decimals in the bid', '105.001', '106.00'],
    ['with too many decimals in the ask', '105.00', '106.001'],
    ['with an ask beyond 2^52 - 1 steps', '105.00', '45035996273704.96'],
  ])('a tick %s changes nothing', (_, bid, ask) => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '105.00', stopLoss: '95.00' });
    desk.wait(10);
    const named = desk.sendRaw('price-update', { requestId: 'tick', asset: GOLD.asset, bid, ask });
    expect(named).toEqual([]);
    expect(desk.account()).toMatchObject({ orders: [{ currentPrice: '100.00' }] });
  });

  test.each([
    ['bid and ask may be equal', '101.00', '101.00', '101.00'],
    ['trailing zeros are fine', '101.00000', '102.000', '101.00'],
    ['decimals may be missing', '101', '102', '101.00'],
    ['the ask may be 2^52 - 1 steps', '101.00', '45035996273704.95', '101.00'],
    ['the bid may be one step', '0.01', '102.00', '0.01'],
  ])('%s', (_, bid, ask, currentPrice) => {
    const desk = openDesk(make);
    desk.open('buy', { leverage: 1, quantity: '0.001' });
    const closed = desk.tick(bid, ask);
    const [order] = [...closed, ...(desk.account().orders as { [field: string]: unknown }[])];
    expect(order?.currentPrice ?? order?.closePrice).toBe(currentPrice);
  });

  test('a tick may tell the time of its exchange, which decides nothing', () => {
    const desk = openDesk(make);
    desk.open('buy', { takeProfit: '105.00' });
    const tick = { asset: GOLD.asset, bid: '105.00', ask: '105.00', exchangeTime: 0 };
    expect(desk.sendRaw('price-update', tick)).toMatchObject([{ reason: 'take_profit', closedAt: START_MS }]);
  });
});
