import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { AccountFigures, ClosingPrice, OrderFields, ValuedOrder } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { floorDivide, type Money, profitAt } from '../numbers/money.ts';
import { closingPrice } from '../prices/quote.ts';
import type { Market } from '../state/market.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';

/** The fields of an open order, as they are now. */
export function orderFields(order: Order, instrument: Instrument): OrderFields {
  const { orderId, userId, side, quantity, leverage, openPrice, margin } = order;
  const { takeProfit, stopLoss, liquidationPrice, slippage, openedAt } = order;
  const position = { instrument, orderId, userId, side, quantity, leverage, openPrice, margin };
  const { trailingDistance } = order;
  const guaranteed = order.stopKind === 'guaranteed' ? true : undefined;
  return { ...position, takeProfit, stopLoss, liquidationPrice, slippage, openedAt, trailingDistance, guaranteed };
}

/** An open order with its profit or loss at the current quote. */
export function valuedOrder(state: State, order: Order): ValuedOrder {
  const { instrument, quote } = state.marketOf(order.asset);
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const currentPrice = closingPrice(order.side, quote);
  const trailingStop = order.trailingDistance === undefined ? undefined : state.trailingStopOf(order);
  const unrealizedPnl = profitAt(currentPrice, order, instrument);
  return { ...orderFields(order, instrument), currentPrice, unrealizedPnl, trailingStop };
}

/** The account's open orders, valued, in the order in which they were opened. */
export function valuedOrders(state: State, account: number): ValuedOrder[] {
  return state.ordersOf(account).map((slot) => valuedOrder(state, state.readOrder(slot)));
}

/** The price at which each of these orders would close now. An order that the user does not have open is left out. */
export function closingPrices(state: State, userId: string, orderIds: readonly string[]): ClosingPrice[] {
  return orderIds.flatMap((orderId) => {
    const slot = state.findOrder(orderId);
    if (slot === NONE || !state.isOwnedBy(slot, userId) || !state.isOpen(slot)) return [];
    const { instrument, side, currentPrice: price } = valuedOrder(state, state.readOrder(slot, orderId, userId));
    return [{ instrument, side, price }];
  });
}

/** The account's figures. They are worked out at most once for each change of the account or of one of its quotes. */
export function figuresOfAccount(state: State, account: number): AccountFigures {
  const kept = state.figures.find(account);
  if (kept !== undefined) return kept;
  const markets = new Set<Market>();
  const exposures: Exposure[] = [];
  for (const slot of state.ordersOf(account)) {
    const { position, market } = state.positionOf(slot);
    assert(market.quote !== undefined, 'an instrument with open orders has a quote');
    const unrealizedPnl = profitAt(closingPrice(position.side, market.quote), position, market.instrument);
    exposures.push({ margin: position.margin, unrealizedPnl });
    markets.add(market);
  }
  const figures = withLedger(state, account, accountFigures(state.balance(account), exposures));
  state.figures.keep(account, figures, markets);
  return figures;
}

/** Adds what the account has by its ledger, which rules before the fourth do not know. */
export function withLedger(state: State, account: number, figures: AccountFigures): AccountFigures {
  const cash = state.reportedCash(account);
  if (cash === undefined) return figures;
  const { balance, usedMargin } = figures;
  const holds = cash - balance - usedMargin;
  assert(holds >= 0n && holds > 0n === state.holdCount(account) > 0, 'cash is balance, margins and holds');
  return { ...figures, cash, holds, withdrawable: balance };
}

/** What decides an account's figures about one open order. */
export type Exposure = Pick<ValuedOrder, 'margin' | 'unrealizedPnl'>;

/** An account's figures (docs/rules.md, "Accounts"). The margin level is rounded down to hundredths of a percent. */
export function accountFigures(balance: Money, orders: Iterable<Exposure>): AccountFigures {
  let usedMargin = 0n;
  let unrealizedPnl = 0n;
  for (const order of orders) {
    usedMargin += order.margin;
    unrealizedPnl += order.unrealizedPnl;
  }
  const equity = balance + usedMargin + unrealizedPnl;
  const marginLevel = usedMargin === 0n ? undefined : floorDivide(10_000n * equity, usedMargin);
  return { balance, usedMargin, unrealizedPnl, equity, freeMargin: balance, marginLevel };
}
