import { expect, it } from 'vitest';
import { orderBody, type PlannedOrder } from './planned-order.ts';

const GRID = { priceDecimals: 2, quantityDecimals: 5 };
const PLANNED: PlannedOrder = { name: 'btc', asset: 'BTC_USDC', side: 'buy', usdc: 60_000, leverage: 20 };

it('orders no more than the plan is worth, on the grid of the instrument', () => {
  expect(orderBody(PLANNED, GRID, '61717.90', 'an-id')).toEqual({
    ...{ orderId: 'an-id', asset: 'BTC_USDC', side: 'buy', leverage: 20, quantity: '0.97216' },
  });
  expect(orderBody(PLANNED, { priceDecimals: 0, quantityDecimals: 0 }, '7', 'an-id')).toMatchObject({
    quantity: '8571',
  });
});

it('sets prices and levels so far from the present price', () => {
  const waits = { ...PLANNED, waits: 'limit', awayBps: -400, stopLossBps: -600, takeProfitBps: 500 } as const;
  expect(orderBody(waits, GRID, '1000.00', 'an-id')).toMatchObject({
    ...{ orderType: 'limit', price: '960.00', stopLoss: '940.00', takeProfit: '1050.00', quantity: '60.00000' },
  });
});
