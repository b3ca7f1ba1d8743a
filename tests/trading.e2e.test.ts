import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stack } from './support/stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start({ apis: 2 });
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await stack?.stop();
});

describe('an order, from opening to history', () => {
  it('opens at the ask, shows its profit, and closes at the bid', async () => {
    const trader = await stack.trader();
    const opened = await trader.open({ quantity: '0.1', leverage: 10 });
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({ openPrice: '61800.30', margin: '618.003000', balance: '9381.997000' });
    await stack.tick('61900.30', '61900.40');
    const [order] = await trader.openOrders();
    expect(order).toMatchObject({ currentPrice: '61900.30', unrealizedPnl: '10.000000' });
    const closed = await trader.close(opened.body.orderId);
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({
      closePrice: '61900.30',
      pnl: '10.000000',
      balance: '10010.000000',
      reason: 'manual',
    });
    const status = await trader.get(`/trade/orders/${opened.body.orderId}`);
    expect(status.body).toMatchObject({ status: 'closed', order: { pnl: '10.000000', reason: 'manual' } });
    const history = await trader.get('/trade/get-close-orders');
    expect(history.body.orders).toHaveLength(1);
    await stack.tick('61800.20', '61800.30');
  });
});
