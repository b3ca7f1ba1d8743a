import type { EventJson, JsonEvent, OrderJson } from '@fulcrum/matching';
import { backpackWord, ENDS, SELF_TRADE_PREVENTIONS, SIDES } from '../dialect/venue-words.ts';

/** An order as it was placed. */
export type Placed = Omit<OrderJson, 'executed' | 'executedQuote'>;

/** A message for the owner of an order. */
export interface OrderUpdate {
  readonly userId: string;
  readonly market: string;
  readonly data: object;
}

/**
 * What owners of orders are told of an event, in Backpack's letters.
 *
 * @param placedOf an order as it was placed, where that is known.
 * @param quoteOf the asset in which the fees of a market are paid.
 */
export function orderUpdates(
  event: JsonEvent,
  placedOf: (orderId: string) => Placed | undefined,
  quoteOf: (market: string) => string | null,
): OrderUpdate[] {
  switch (event.type) {
    case 'accepted':
      return [accepted(event)];
    case 'fill':
      return [taken(event, placedOf(event.takerOrderId), quoteOf), made(event, placedOf(event.makerOrderId), quoteOf)];
    case 'order-ended':
      return event.status === 'filled' ? [] : [ended(event, placedOf(event.orderId))];
    default:
      return [];
  }
}

/** What is the same in all messages about an order. */
function common(placed: Placed | undefined, orderId: string, clientId: number | undefined, market: string) {
  return {
    s: market,
    i: orderId,
    ...(clientId === undefined ? {} : { c: clientId }),
    ...(placed === undefined
      ? {}
      : {
          S: backpackWord(SIDES, placed.side),
          o: placed.orderType.toUpperCase(),
          f: placed.timeInForce,
          ...(placed.quantity === undefined ? {} : { q: placed.quantity }),
          ...(placed.quoteQuantity === undefined ? {} : { Q: placed.quoteQuantity }),
          ...(placed.price === undefined ? {} : { p: placed.price }),
          V: backpackWord(SELF_TRADE_PREVENTIONS, placed.selfTradePrevention),
        }),
    r: false,
    O: 'USER',
  };
}

function accepted(event: EventJson<'accepted'>): OrderUpdate {
  const { userId, market, orderId, clientId, createdAt } = event;
  const figures = { X: 'New', z: '0', Z: '0', t: null, T: 1_000 * createdAt };
  return { userId, market, data: { e: 'orderAccepted', ...common(event, orderId, clientId, market), ...figures } };
}

type QuoteOf = (market: string) => string | null;

function taken(event: EventJson<'fill'>, placed: Placed | undefined, quoteOf: QuoteOf): OrderUpdate {
  const { market, takerUserId: userId, takerOrderId, takerClientId, takerExecuted, takerExecutedQuote } = event;
  const isFilled = placed?.quantity === takerExecuted;
  return {
    userId,
    market,
    data: {
      e: 'orderFill',
      ...common(placed, takerOrderId, takerClientId, market),
      ...{ X: isFilled ? 'Filled' : 'PartiallyFilled', z: takerExecuted, Z: takerExecutedQuote },
      ...fillFigures(event, event.takerFee, false, quoteOf),
    },
  };
}

function made(event: EventJson<'fill'>, placed: Placed | undefined, quoteOf: QuoteOf): OrderUpdate {
  const { market, makerUserId: userId, makerOrderId, makerClientId, makerExecuted, makerExecutedQuote } = event;
  const isFilled = Number(event.makerLeft) === 0;
  return {
    userId,
    market,
    data: {
      e: 'orderFill',
      ...common(placed, makerOrderId, makerClientId, market),
      ...{ X: isFilled ? 'Filled' : 'PartiallyFilled', z: makerExecuted, Z: makerExecutedQuote },
      ...fillFigures(event, event.makerFee, true, quoteOf),
    },
  };
}

function fillFigures(event: EventJson<'fill'>, fee: string, isMaker: boolean, quoteOf: QuoteOf) {
  const { market, quantity, price, tradeId, time } = event;
  return { l: quantity, L: price, m: isMaker, n: fee, N: quoteOf(market), t: tradeId, T: 1_000 * time };
}

function ended(event: EventJson<'order-ended'>, placed: Placed | undefined): OrderUpdate {
  const { userId, market, orderId, clientId, status, reason, executed, executedQuote, time } = event;
  const isExpired = status === 'expired';
  return {
    userId,
    market,
    data: {
      e: isExpired ? 'orderExpired' : 'orderCancelled',
      ...common(placed, orderId, clientId, market),
      ...{ X: ENDS[status], z: executed, Z: executedQuote, t: null, T: 1_000 * time },
      ...(isExpired ? { R: reason.toUpperCase() } : {}),
    },
  };
}
