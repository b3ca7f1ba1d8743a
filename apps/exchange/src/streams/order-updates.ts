import type { EventJson, MarketSettings, OrderJson } from '@fulcrum/matching';
import { backpackWord, ENDS, SELF_TRADE_PREVENTIONS, SIDES } from '../dialect/venue-words.ts';
import { nothingExecuted } from '../orders/order-answer.ts';

/** An order as it was placed. */
export type Placed = Omit<OrderJson, 'executed' | 'executedQuote'>;

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

/** What the owner of an order is told in Backpack's letters: that it was accepted. */
export function accepted(event: EventJson<'accepted'>, settings: MarketSettings): object {
  const { market, orderId, clientId, createdAt } = event;
  const { executed, executedQuote } = nothingExecuted(settings);
  const figures = { X: 'New', z: executed, Z: executedQuote, t: null, T: 1_000 * createdAt };
  return { e: 'orderAccepted', ...common(event, orderId, clientId, market), ...figures };
}

/**
 * That it has taken.
 *
 * @param quote the asset in which the fees of its market are paid.
 */
export function taken(event: EventJson<'fill'>, placed: Placed | undefined, quote: string, isFilled: boolean): object {
  const { market, takerOrderId, takerClientId, takerExecuted, takerExecutedQuote } = event;
  return {
    e: 'orderFill',
    ...common(placed, takerOrderId, takerClientId, market),
    ...{ X: isFilled ? 'Filled' : 'PartiallyFilled', z: takerExecuted, Z: takerExecutedQuote },
    ...fillFigures(event, event.takerFee, false, quote),
  };
}

/** That somebody took from it. */
export function made(event: EventJson<'fill'>, placed: Placed | undefined, quote: string): object {
  const { market, makerOrderId, makerClientId, makerExecuted, makerExecutedQuote } = event;
  const isFilled = Number(event.makerLeft) === 0;
  return {
    e: 'orderFill',
    ...common(placed, makerOrderId, makerClientId, market),
    ...{ X: isFilled ? 'Filled' : 'PartiallyFilled', z: makerExecuted, Z: makerExecutedQuote },
    ...fillFigures(event, event.makerFee, true, quote),
  };
}

function fillFigures(event: EventJson<'fill'>, fee: string, isMaker: boolean, quote: string) {
  const { quantity, price, tradeId, time } = event;
  return { l: quantity, L: price, m: isMaker, n: fee, N: quote, t: tradeId, T: 1_000 * time };
}

/** That it ended without being filled. */
export function ended(event: EventJson<'order-ended'>, placed: Placed | undefined): object {
  const { market, orderId, clientId, status, reason, executed, executedQuote, time } = event;
  const isExpired = status === 'expired';
  return {
    e: isExpired ? 'orderExpired' : 'orderCancelled',
    ...common(placed, orderId, clientId, market),
    ...{ X: ENDS[status], z: executed, Z: executedQuote, t: null, T: 1_000 * time },
    ...(isExpired ? { R: reason.toUpperCase() } : {}),
  };
}
