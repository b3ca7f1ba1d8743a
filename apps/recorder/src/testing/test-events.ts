import type { ClosedEvent, JsonEvent, RejectedEvent } from '@fulcrum/protocol';

export const USER = '00000000-0000-4000-8000-000000000001';
export const OTHER_USER = '00000000-0000-4000-8000-000000000002';

export function orderId(number: number): string {
  return `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;
}

/** An order that lost 0.05 of its margin of 10.05. */
export function closed(order: number, more: Partial<ClosedEvent> = {}): ClosedEvent {
  return {
    type: 'closed',
    requestId: null,
    orderId: orderId(order),
    userId: USER,
    asset: 'BTC_USDC',
    side: 'buy',
    quantity: '1.00000',
    leverage: 10,
    openPrice: '100.50',
    closePrice: '100.45',
    margin: '10.050000',
    pnl: '-0.050000',
    payout: '10.000000',
    reason: 'stop_loss',
    liquidated: false,
    slippage: '-0.01',
    balance: '9999.950000',
    openedAt: 1_000,
    closedAt: 2_000,
    ...more,
  };
}

/** A limit order that waits. */
export function placed(order: number): Extract<JsonEvent, { type: 'placed' }> {
  const levels = { takeProfit: '101.00', stopLoss: null, trailingDistance: null };
  return {
    ...{ type: 'placed', requestId: `p${order}`, orderId: orderId(order), userId: USER, asset: 'BTC_USDC' },
    ...{ side: 'buy', orderType: 'limit', price: '99.00', quantity: '1.00000', leverage: 10, ...levels },
    ...{ guaranteed: false, reduceOnly: false, maxSlippageBps: 5, expiresAt: null, placedAt: 1_000 },
  };
}

/** A sell order of 2 that had a position of 1 to close. */
export function reduced(order: number): Extract<JsonEvent, { type: 'reduced' }> {
  return {
    ...{ type: 'reduced', requestId: `d${order}`, orderId: orderId(order), userId: USER, asset: 'BTC_USDC' },
    ...{ side: 'sell', quantity: '2.00000', closedQuantity: '1.00000', balance: '9990.000000' },
  };
}

/** A position that opens, with a guaranteed stop. */
export function createdWithGuarantee(order: number): Extract<JsonEvent, { type: 'created' }> {
  const stop = { takeProfit: null, stopLoss: '90.00', guaranteed: true, guaranteedExecutionFee: '0.030150' };
  return {
    ...{ type: 'created', requestId: null, orderId: orderId(order), userId: USER, asset: 'BTC_USDC', side: 'buy' },
    ...{ quantity: '1.00000', leverage: 10, openPrice: '100.50', margin: '10.050000', liquidationPrice: '90.95' },
    ...{ slippage: '0.00', balance: '9989.919850', openedAt: 2_000, cash: '9999.969850', ...stop },
  };
}

export function rejected(order: number, more: Partial<RejectedEvent> = {}): RejectedEvent {
  const names = { requestId: `r${order}`, orderId: orderId(order), userId: USER };
  return { type: 'rejected', ...names, code: 'stale_price', message: 'The last price is old.', ...more };
}

export function accountCreated(userId: string, balance: string): JsonEvent {
  return { type: 'account-created', requestId: 'a', userId, balance };
}
