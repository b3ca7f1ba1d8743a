import {
  type AccountFigures,
  type Event,
  formatDecimal,
  type Instrument,
  MONEY_DECIMALS,
  type Money,
  type OrderClosed,
  type OrderCreated,
  type OrderUpdated,
  type PriceHeld,
  type Rejected,
  type ValuedOrder,
} from '@fulcrum/cfd';
import type {
  AccountFiguresJson,
  ClosedEvent,
  CreatedEvent,
  InstrumentSetEvent,
  JsonEvent,
  RejectedEvent,
  UpdatedEvent,
  ValuedOrderJson,
} from './events.ts';

/**
 * Prints an event of the core as it stands in callback-stream: prices with exactly `priceDecimals` digits, quantities
 * with `quantityDecimals`, money with 6.
 *
 * A tick may close a hundred thousand orders, so what is printed in masses is written out field by field: taking an
 * object apart and putting it together again costs more than the printing.
 */
export function encodeEvent(event: Event): JsonEvent {
  switch (event.type) {
    case 'instrument-set':
      return encodeInstrumentSet(event.requestId, event.instrument);
    case 'rules-set': {
      const { requestId, ...rules } = event;
      return requestId === undefined ? rules : { ...rules, requestId };
    }
    case 'price-held':
      return { type: event.type, ...encodeHeldPrice(event) };
    case 'price-released':
      return { type: event.type, ...encodeHeldPrice(event), outcome: event.outcome };
    case 'account-created':
      return { ...event, balance: money(event.balance) };
    case 'created':
      return encodeCreated(event);
    case 'updated':
      return encodeUpdated(event);
    case 'closed':
      return encodeClosed(event);
    case 'rejected':
      return encodeRejected(event);
    case 'account': {
      const { type, requestId, userId, orders, next } = event;
      const report = { type, requestId, userId, ...encodeFigures(event) };
      if (orders === undefined) return report;
      const page = { ...report, orders: orders.map(encodeValuedOrder) };
      return next === undefined ? page : { ...page, next };
    }
    case 'order': {
      const { order, ...report } = event;
      return order === undefined ? report : { ...report, order: encodeValuedOrder(order) };
    }
  }
}

/** The field `events` of a callback-stream entry. */
export function printEvents(events: readonly Event[]): string {
  return JSON.stringify(events.map(encodeEvent));
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
  const settings = {
    ...instrument,
    minQuantity: formatDecimal(minQuantity, quantityDecimals),
    maxQuantity: formatDecimal(maxQuantity, quantityDecimals),
  };
  return requestId === undefined
    ? { type: 'instrument-set', ...settings }
    : { type: 'instrument-set', requestId, ...settings };
}

function encodeHeldPrice({ instrument, bid, ask, source, heldSince }: Omit<PriceHeld, 'type'>) {
  const { asset, priceDecimals } = instrument;
  const [bidText, askText] = [bid, ask].map((price) => formatDecimal(price, priceDecimals)) as [string, string];
  return { asset, bid: bidText, ask: askText, source: source ?? null, heldSince };
}

function encodeCreated(event: OrderCreated): CreatedEvent {
  const { instrument, requestId, orderId, userId, side, leverage, openedAt } = event;
  const { asset, priceDecimals, quantityDecimals } = instrument;
  return {
    type: 'created',
    requestId,
    orderId,
    userId,
    asset,
    side,
    quantity: formatDecimal(event.quantity, quantityDecimals),
    leverage,
    openPrice: formatDecimal(event.openPrice, priceDecimals),
    margin: money(event.margin),
    takeProfit: level(event.takeProfit, priceDecimals),
    stopLoss: level(event.stopLoss, priceDecimals),
    liquidationPrice: formatDecimal(event.liquidationPrice, priceDecimals),
    slippage: formatDecimal(event.slippage, priceDecimals),
    balance: money(event.balance),
    openedAt,
  };
}

function encodeValuedOrder(order: ValuedOrder): ValuedOrderJson {
  const { instrument, orderId, userId, side, leverage, openedAt } = order;
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
    takeProfit: level(order.takeProfit, priceDecimals),
    stopLoss: level(order.stopLoss, priceDecimals),
    liquidationPrice: formatDecimal(order.liquidationPrice, priceDecimals),
    slippage: formatDecimal(order.slippage, priceDecimals),
    openedAt,
    currentPrice: formatDecimal(order.currentPrice, priceDecimals),
    unrealizedPnl: money(order.unrealizedPnl),
  };
}

function encodeUpdated({ requestId, orderId, userId, takeProfit, stopLoss, instrument }: OrderUpdated): UpdatedEvent {
  const { priceDecimals } = instrument;
  return {
    type: 'updated',
    requestId,
    orderId,
    userId,
    takeProfit: level(takeProfit, priceDecimals),
    stopLoss: level(stopLoss, priceDecimals),
  };
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

/** What the entry did not name is absent, not null. */
function encodeRejected({ requestId, orderId, userId, code, message }: Rejected): RejectedEvent {
  const rejected: RejectedEvent = { type: 'rejected', requestId, code, message };
  if (orderId !== undefined) rejected.orderId = orderId;
  if (userId !== undefined) rejected.userId = userId;
  return rejected;
}

function level(price: number | undefined, priceDecimals: number): string | null {
  return price === undefined ? null : formatDecimal(price, priceDecimals);
}

function money(amount: Money): string {
  return formatDecimal(amount, MONEY_DECIMALS);
}
