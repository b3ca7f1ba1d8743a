import type {
  AccountEvent,
  CancelledEvent,
  ClosedEvent,
  CreatedEvent,
  JsonEvent,
  PlacedEvent,
  ReducedEvent,
  RejectedEvent,
} from '@fulcrum/protocol';
import type { Cause } from '../verdict/replay.ts';

/** Entries with their events, as a journal gives them, made by hand. */

export const USER = '11111111-1111-4111-8111-111111111111';

export function created(orderId: string, fields: Partial<CreatedEvent> = {}): CreatedEvent {
  return {
    ...{ type: 'created', requestId: `open-${orderId}`, orderId, userId: USER, asset: 'BTC_USDC', side: 'buy' },
    ...{ quantity: '0.01000', leverage: 10, openPrice: '60000.00', margin: '60.000000', takeProfit: null },
    ...{ stopLoss: null, liquidationPrice: '54300.00', slippage: '0.00', balance: '9940.000000', openedAt: 1_000 },
    ...fields,
  };
}

export function closed(orderId: string, fields: Partial<ClosedEvent> = {}): ClosedEvent {
  return {
    ...{ type: 'closed', requestId: null, orderId, userId: USER, asset: 'BTC_USDC', side: 'buy' },
    ...{ quantity: '0.01000', leverage: 10, openPrice: '60000.00', closePrice: '60100.00', margin: '60.000000' },
    ...{ pnl: '1.000000', payout: '61.000000', reason: 'take_profit', liquidated: false, slippage: '0.00' },
    ...{ balance: '10001.000000', openedAt: 1_000, closedAt: 2_000 },
    ...fields,
  };
}

export function placed(orderId: string, fields: Partial<PlacedEvent> = {}): PlacedEvent {
  return {
    ...{ type: 'placed', requestId: `open-${orderId}`, orderId, userId: USER, asset: 'BTC_USDC', side: 'buy' },
    ...{ orderType: 'limit', price: '59000.00', quantity: '0.01000', leverage: 10, takeProfit: null, stopLoss: null },
    ...{ trailingDistance: null, guaranteed: false, reduceOnly: false, maxSlippageBps: null, expiresAt: null },
    ...{ placedAt: 1_000, ...fields },
  };
}

export function cancelled(orderId: string, code: CancelledEvent['code'] = 'requested'): CancelledEvent {
  return { ...placed(orderId), type: 'cancelled', requestId: `cancel-${orderId}`, code };
}

export function reduced(orderId: string): ReducedEvent {
  return {
    ...{ type: 'reduced', requestId: `open-${orderId}`, orderId, userId: USER, asset: 'BTC_USDC', side: 'sell' },
    ...{ quantity: '0.01000', closedQuantity: '0.01000', balance: '10000.000000' },
  };
}

export function rejected(orderId: string, code: RejectedEvent['code']): RejectedEvent {
  return { type: 'rejected', requestId: `refused-${orderId}`, orderId, userId: USER, code, message: 'No.' };
}

export function account(balance: string): AccountEvent {
  return {
    ...{ type: 'account', requestId: 'ws-1', userId: USER, balance, usedMargin: '0.000000', orders: [] },
    ...{ unrealizedPnl: '0.000000', equity: balance, freeMargin: balance, marginLevel: null },
  };
}

/** Entries of the log, one for each list of events. */
export function causes(...lists: (readonly JsonEvent[])[]): Cause[] {
  return lists.map((events, index) => ({ id: `${index + 1}-0`, type: 'any', events, stateHash: () => '' }));
}
