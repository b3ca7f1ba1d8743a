import {
  type AccountFiguresJson,
  type CreatedEvent,
  leftOpen,
  type ValuedOrderJson,
  withNewLevels,
} from '@fulcrum/protocol';
import { createStore } from 'zustand/vanilla';
import type { AccountMessage } from './messages.ts';

/** The rights of an account's owner, and until when a pause runs, if one does. */
export interface Restriction {
  readonly rights?: 'full' | 'close_only' | 'none' | undefined;
  readonly pausedUntil?: number | undefined;
}

export interface AccountState {
  /** Undefined before the feed's first snapshot. */
  readonly figures: AccountFiguresJson | undefined;
  /** Open orders by their ids, oldest first. */
  readonly orders: ReadonlyMap<string, ValuedOrderJson>;
  /** What the account's owner may do. */
  readonly restriction: Restriction;
  /** Whether this is up to date. It is not while the feed is lost, and not before its first snapshot. */
  readonly isLive: boolean;
}

const NOTHING: AccountState = { figures: undefined, orders: new Map(), restriction: {}, isLive: false };

export const accountStore = createStore<AccountState>(() => NOTHING);

export function forgetAccount(): void {
  accountStore.setState(NOTHING);
}

/** The feed is lost. The figures stay, but are not live any more. */
export function accountLost(): void {
  accountStore.setState({ isLive: false });
}

/** Takes a message about the account: a snapshot, or a change. */
export function takeAccountMessage(message: AccountMessage): void {
  accountStore.setState((state) => next(state, message));
}

function next(state: AccountState, message: AccountMessage): AccountState {
  switch (message.type) {
    case 'snapshot': {
      const { type: _type, userId: _userId, orders, rights, pausedUntil, ...figures } = message;
      const byId = new Map(orders.map((order) => [order.orderId, order]));
      return { figures, orders: byId, restriction: { rights, pausedUntil }, isLive: true };
    }
    case 'pnl': {
      const { type: _type, orders, ...figures } = message;
      return { ...state, figures, orders: withValues(state.orders, orders) };
    }
    case 'created':
      return { ...state, orders: new Map(state.orders).set(message.orderId, opened(message)) };
    case 'updated':
      return { ...state, orders: changed(state.orders, message.orderId, (order) => withNewLevels(order, message)) };
    case 'closed':
      return { ...state, orders: changed(state.orders, message.orderId, (order) => leftOpen(order, message)) };
    case 'account-set':
      return { ...state, restriction: { rights: message.rights, pausedUntil: message.pausedUntil } };
    case 'rejected':
      return state;
  }
}

/** A new order has a profit of zero until its first valuation, which comes a moment later. */
function opened({ type: _type, requestId: _requestId, balance: _balance, ...order }: CreatedEvent): ValuedOrderJson {
  return { ...order, currentPrice: order.openPrice, unrealizedPnl: '0.000000' };
}

type Value = Pick<ValuedOrderJson, 'orderId' | 'currentPrice' | 'unrealizedPnl' | 'trailingStop'>;

/** Orders whose value is unchanged stay the same objects, so that React does not draw them again. */
function withValues(orders: AccountState['orders'], values: readonly Value[]): AccountState['orders'] {
  const valued = new Map(orders);
  for (const { orderId, ...value } of values) {
    const order = orders.get(orderId);
    if (order === undefined) continue;
    const isNew = Object.entries(value).some(([name, figure]) => order[name as keyof typeof value] !== figure);
    if (isNew) valued.set(orderId, { ...order, ...value });
  }
  return valued;
}

/** The orders behind an event of one of them. One of an order that waits for its price changes none that is open. */
function changed(
  orders: AccountState['orders'],
  orderId: string,
  change: (order: ValuedOrderJson) => ValuedOrderJson | undefined,
): AccountState['orders'] {
  const order = orders.get(orderId);
  if (order === undefined) return orders;
  const next = new Map(orders);
  const after = change(order);
  if (after === undefined) next.delete(orderId);
  else next.set(orderId, after);
  return next;
}
