import {
  type AccountFigures,
  type Event,
  formatDecimal,
  type Instrument,
  MONEY_DECIMALS,
  type Money,
  type OrderClosed,
  type OrderFields,
  type ValuedOrder,
} from '@fulcrum/core';
import type { AccountFiguresJson, ClosedEvent, InstrumentSetEvent, JsonEvent, ValuedOrderJson } from './events.ts';

/**
 * Prints an event of the core as it stands in callback-stream: prices with exactly `priceDecimals` digits, quantities
 * with `quantityDecimals`, money with 6.
 */
export function encodeEvent(event: Event): JsonEvent {
  switch (event.type) {
    case 'instrument-set':
      return encodeInstrumentSet(event.requestId, event.instrument);
    case 'account-created':
      return { ...event, balance: money(event.balance) };
    case 'created': {
      const { requestId, balance, openedAt } = event;
      return { type: 'created', requestId, ...encodeOrder(event), balance: money(balance), openedAt };
    }
    case 'updated': {
      const { type, requestId, orderId, userId, instrument } = event;
      return { type, requestId, orderId, userId, ...encodeLevels(event, instrument) };
    }
    case 'closed':
      return encodeClosed(event);
    case 'rejected':
      return withoutUndefined(event);
    case 'account': {
      const { type, requestId, userId } = event;
      return { type, requestId, userId, ...encodeFigures(event), orders: event.orders.map(encodeValuedOrder) };
    }
    case 'order': {
      const { order, ...report } = event;
      return order === undefined ? report : { ...report, order: encodeValuedOrder(order) };
    }
  }
}

/** Prints an account's figures. */
export function encodeFigures(figures: AccountFigures): AccountFiguresJson {
  const { balance, usedMargin, unrealizedPnl, equity, freeMargin, marginLevel } = figures;
  return {
    balance: money(balance),
    usedMargin: money(usedMargin),
    unrealizedPnl: money(unrealizedPnl),
    equity: money(equity),
    freeMargin: money(freeMargin),
    marginLevel: marginLevel === undefined ? null : formatDecimal(marginLevel, 2),
  };
}

function encodeInstrumentSet(requestId: string | undefined, instrument: Instrument): InstrumentSetEvent {
  const { minQuantity, maxQuantity, quantityDecimals } = instrument;
  return withoutUndefined({
    type: 'instrument-set' as const,
    requestId,
    ...instrument,
    minQuantity: formatDecimal(minQuantity, quantityDecimals),
    maxQuantity: formatDecimal(maxQuantity, quantityDecimals),
  });
}

function encodeOrder(order: OrderFields) {
  const { instrument, orderId, userId, side, leverage } = order;
  const { asset, priceDecimals, quantityDecimals } = instrument;
  return {
    orderId,
    userId,
    asset,
    side,
    quantity: formatDecimal(order.quantity, quantityDecimals),
    leverage,
    openPrice: formatDecimal(order.openPrice, priceDecimals),
    margin: money(order.margin),
    ...encodeLevels(order, instrument),
    liquidationPrice: formatDecimal(order.liquidationPrice, priceDecimals),
    slippage: formatDecimal(order.slippage, priceDecimals),
  };
}

function encodeValuedOrder(order: ValuedOrder): ValuedOrderJson {
  const { openedAt, currentPrice, unrealizedPnl, instrument } = order;
  const price = formatDecimal(currentPrice, instrument.priceDecimals);
  return { ...encodeOrder(order), openedAt, currentPrice: price, unrealizedPnl: money(unrealizedPnl) };
}

function encodeClosed(event: OrderClosed): ClosedEvent {
  const { orderId, userId, side, leverage, reason, openedAt, closedAt } = event;
  const { asset, priceDecimals, quantityDecimals } = event.instrument;
  return {
    type: 'closed',
    requestId: event.requestId ?? null,
    orderId,
    userId,
    asset,
    side,
    quantity: formatDecimal(event.quantity, quantityDecimals),
    leverage,
    openPrice: formatDecimal(event.openPrice, priceDecimals),
    closePrice: formatDecimal(event.closePrice, priceDecimals),
    margin: money(event.margin),
    pnl: money(event.pnl),
    payout: money(event.payout),
    reason,
    liquidated: reason === 'liquidation',
    slippage: formatDecimal(event.slippage, priceDecimals),
    balance: money(event.balance),
    openedAt,
    closedAt,
  };
}

function encodeLevels(levels: Pick<OrderFields, 'takeProfit' | 'stopLoss'>, { priceDecimals }: Instrument) {
  const level = (price: number | undefined) => (price === undefined ? null : formatDecimal(price, priceDecimals));
  return { takeProfit: level(levels.takeProfit), stopLoss: level(levels.stopLoss) };
}

function money(amount: Money): string {
  return formatDecimal(amount, MONEY_DECIMALS);
}

type WithoutUndefined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

/** Absent fields are absent, not null. */
function withoutUndefined<T extends object>(fields: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as WithoutUndefined<T>;
}
