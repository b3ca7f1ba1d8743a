import { describe, expect, test } from 'vitest';
import { ALICE, type Desk, openDesk, orderId, type Subject, subjects } from '../harness.ts';
import { parseDecimal, printUnits, unitsOf } from '../model/rational.ts';

/** A desk where COIN is quoted at this price with so many decimals. */
function coinDesk(make: () => Subject, priceDecimals: number, price: string): Desk {
  const desk = openDesk(make);
  desk.setInstrument({ asset: 'COIN', priceDecimals });
  desk.tick(price, price, 'COIN');
  return desk;
}

function stepsFrom(price: string, steps: bigint, priceDecimals: number): string {
  const value = parseDecimal(price);
  const units = value && unitsOf(value, priceDecimals);
  return printUnits((units ?? 0n) + steps, priceDecimals);
}

const table = [
  // 95 % of the margin may be lost: 95 of 100 at 1:1, 47.50 of 50 at 1:2, 9.50 of 10 at 1:10, 0.95 of 1 at 1:100.
  { side: 'buy', price: '100.00', decimals: 2, quantity: '1', leverage: 1, liquidationPrice: '5.00' },
  { side: 'buy', price: '100.00', decimals: 2, quantity: '1', leverage: 2, liquidationPrice: '52.50' },
  { side: 'buy', price: '100.00', decimals: 2, quantity: '1', leverage: 10, liquidationPrice: '90.50' },
  { side: 'buy', price: '100.00', decimals: 2, quantity: '1', leverage: 100, liquidationPrice: '99.05' },
  { side: 'sell', price: '100.00', decimals: 2, quantity: '1', leverage: 1, liquidationPrice: '195.00' },
  { side: 'sell', price: '100.00', decimals: 2, quantity: '1', leverage: 2, liquidationPrice: '147.50' },
  { side: 'sell', price: '100.00', decimals: 2, quantity: '1', leverage: 10, liquidationPrice: '109.50' },
  { side: 'sell', price: '100.00', decimals: 2, quantity: '1', leverage: 100, liquidationPrice: '100.95' },
  // A third of 100 is 33.333334, and 31.6666673 of it may be lost: the next price on the grid beyond that.
  { side: 'buy', price: '100.00', decimals: 2, quantity: '1', leverage: 3, liquidationPrice: '68.33' },
  { side: 'sell', price: '100.00', decimals: 2, quantity: '1', leverage: 3, liquidationPrice: '131.67' },
  // The quantity does not matter, but for the rounding of the margin.
  { side: 'buy', price: '100.00', decimals: 2, quantity: '0.001', leverage: 10, liquidationPrice: '90.50' },
  { side: 'sell', price: '100.00', decimals: 2, quantity: '0.5', leverage: 10, liquidationPrice: '109.50' },
  // Whole prices: 19 of 20; 2.375 of 2.50; a sell at 5 may lose 4.75, which is first lost at 10.
  { side: 'buy', price: '20', decimals: 0, quantity: '1', leverage: 1, liquidationPrice: '1' },
  { side: 'buy', price: '5', decimals: 0, quantity: '1', leverage: 2, liquidationPrice: '2' },
  { side: 'sell', price: '5', decimals: 0, quantity: '1', leverage: 1, liquidationPrice: '10' },
  { side: 'sell', price: '1', decimals: 0, quantity: '1', leverage: 100, liquidationPrice: '2' },
  // The margin of one millionth is more than a hundredth of the notional; one step against it costs a whole millionth.
  { side: 'buy', price: '0.000100', decimals: 6, quantity: '0.001', leverage: 100, liquidationPrice: '0.000099' },
  { side: 'sell', price: '0.000100', decimals: 6, quantity: '0.001', leverage: 100, liquidationPrice: '0.000101' },
] as const;

describe.each(subjects)('liquidation price (%s)', (_, make) => {
  test.each(table)('a $side of $quantity at $price and 1:$leverage is called at $liquidationPrice', (row) => {
    const { side, price, decimals, quantity, leverage, liquidationPrice } = row;
    const beside = stepsFrom(liquidationPrice, side === 'buy' ? 1n : -1n, decimals);
    const beyond = stepsFrom(liquidationPrice, side === 'buy' ? -1n : 1n, decimals);
    for (const called of [liquidationPrice, beyond].filter((price) => Number(price) > 0)) {
      const desk = coinDesk(make, decimals, price);
      expect(desk.open(side, { asset: 'COIN', quantity, leverage })).toMatchObject({ liquidationPrice });
      expect(desk.tick(beside, beside, 'COIN')).toEqual([]);
      expect(desk.tick(called, called, 'COIN')).toMatchObject([{ reason: 'liquidation', closePrice: called }]);
    }
  });

  test.each([
    // At 1:1 a buy at 5 may lose 4.75: no whole price but zero is that low, and zero is never quoted.
    { price: '5', decimals: 0, liquidationPrice: '0', lowest: '1' },
    { price: '0.19', decimals: 2, liquidationPrice: '0.00', lowest: '0.01' },
  ])('a buy at $price and 1:1 is called at $liquidationPrice, so never', (row) => {
    const { price, decimals, liquidationPrice, lowest } = row;
    const desk = coinDesk(make, decimals, price);
    expect(desk.open('buy', { asset: 'COIN', leverage: 1 })).toMatchObject({ liquidationPrice });
    expect(desk.tick(lowest, lowest, 'COIN')).toEqual([]);
  });

  test('it stays when levels are changed, and is told with the account and the order', () => {
    const desk = coinDesk(make, 2, '100.00');
    desk.open('sell', { asset: 'COIN' });
    desk.send('update-order', { orderId: orderId(1), userId: ALICE, stopLoss: '120.00', takeProfit: '1.00' });
    desk.tick('105.00', '105.00', 'COIN');
    expect(desk.account()).toMatchObject({ orders: [{ liquidationPrice: '109.50' }] });
    const order = desk.send('get-order', { orderId: orderId(1), userId: ALICE });
    expect(order).toMatchObject({ order: { liquidationPrice: '109.50' } });
  });

  test('a greater leverage allowed later does not move it', () => {
    const desk = openDesk(make);
    desk.open('buy');
    desk.setInstrument({ maxLeverage: 5, minQuantity: '2', maxQuantity: '3', maxQuoteAgeMs: 0 });
    expect(desk.account()).toMatchObject({ orders: [{ liquidationPrice: '90.50', leverage: 10, quantity: '1.000' }] });
    expect(desk.tick('90.51', '90.51')).toEqual([]);
    expect(desk.tick('90.50', '90.50')).toMatchObject([{ reason: 'liquidation' }]);
  });
});
