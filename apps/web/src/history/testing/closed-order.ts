import type { ClosedOrder } from '../../api/schemas.ts';

/** The README's order, closed after a second with a gain of 60 × 0.05. */
export function closedOrder(changes: Partial<ClosedOrder> = {}): ClosedOrder {
  return {
    orderId: '35aa510e-6b1c-4b27-b9f2-c2634e92dd13',
    userId: '6bc87e62-d97b-4bf7-bfab-59eea4fe097a',
    asset: 'BTC_USDC',
    side: 'buy',
    quantity: '0.05000',
    leverage: 20,
    openPrice: '61730.10',
    closePrice: '61790.10',
    margin: '154.325250',
    pnl: '3.000000',
    payout: '157.325250',
    reason: 'manual',
    liquidated: false,
    slippage: '0.00',
    openedAt: 1_789_992_000_000,
    closedAt: 1_789_992_001_234,
    closedBy: '1789992001234-7',
    ...changes,
  };
}
