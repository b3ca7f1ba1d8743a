import {
  type AccountFiguresJson,
  type CreatedEvent,
  leftOpen,
  type PendingOrderJson,
  type PlacedEvent,
  type UpdatedEvent,
  type ValuedOrderJson,
  withNewLevels,
  withNewTerms,
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
  /** Orders that wait for their price, by their ids, oldest first. */
  readonly pending: ReadonlyMap<string, PendingOrderJson>;
  /** What the account's owner may do. */
  readonly restriction: Restriction;
  /** Whether the account holds positions of one side of an instrument only. */
  readonly isNetting: boolean;
  /** Whether this is up to date. It is not while the feed is lost, and not before its first snapshot. */
  readonly isLive: boolean;
}

const NOTHING: AccountState = {
  figures: undefined,
  orders: new Map(),
  pending: new Map(),
  restriction: {},
  isNetting: false,
  isLive: false,
};

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
      const { type: _type, userId: _userId, orders, pendingOrders = [], ...told } = message;
      const { rights, pausedUntil, positionMode, ...figures } = told;
      const isNetting = positionMode === 'netting';
      const restriction = { rights, pausedUntil };
      return { figures, orders: byId(orders), pending: byId(pendingOrders), restriction, isNetting, isLive: true };
    }
    case 'pnl': {
      const { type: _type, orders, ...figures } = message;
      return { ...state, figures, orders: withValues(state.orders, orders) };
    }
    case 'placed':
      return { ...state, pending: new Map(state.pending).set(message.orderId, placed(message)) };
    case 'created':
      return {
        ...state,
        orders: new Map(state.orders).set(message.orderId, opened(message)),
        pending: without(state.pending, message),
      };
    case 'updated':
      return { ...state, ...withUpdate(state, message) };
    case 'closed':
      return { ...state, orders: changed(state.orders, message, (order) => leftOpen(order, message)) };
    case 'cancelled':
    case 'reduced':
      return { ...state, pending: without(state.pending, message) };
    case 'account-set':
      return { ...state, restriction: { rights: message.rights, pausedUntil: message.pausedUntil } };
    case 'rejected':
      return state;
  }
}

function byId<Order extends { readonly orderId: string }>(orders: readonly Order[]): ReadonlyMap<string, Order> {
  return new Map(orders.map((order) => [order.orderId, order]));
}

function placed({ type: _type, requestId: _requestId, ...order }: PlacedEvent): PendingOrderJson {
  return order;
}

/** A new order has a profit of zero until its first valuation, which comes a moment later. */
function opened({ type: _type, requestId: _requestId, balance: _balance, ...order }: CreatedEvent): ValuedOrderJson {
  return { ...order, currentPrice: order.openPrice, unrealizedPnl: '0.000000' };
}

type Value = Pick<ValuedOrderJson, 'orderId' | 'currentPrice' | 'unrealizedPnl' | 'trailingStop'>;

/** Orders whose value is unchanged stay the same objects, so that React does not draw them again. */
function withValues(orders: AccountState['orders'], values: readonly Value[]): AccountState['orders'] {
  const valued = new Map(orders);
  for (const value of values) {
    const order = orders.get(value.orderId);
    if (order !== undefined && isNew(value, order)) valued.set(value.orderId, { ...order, ...value });
  }
  return valued;
}

/** There are up to a thousand of these four times a second, so the figures are compared one by one. */
function isNew({ currentPrice, unrealizedPnl, trailingStop }: Value, order: Value): boolean {
  if (currentPrice !== order.currentPrice || unrealizedPnl !== order.unrealizedPnl) return true;
  return trailingStop !== undefined && trailingStop !== order.trailingStop;
}

/** An order is open, or waits for its price. */
function withUpdate({ orders, pending }: AccountState, event: UpdatedEvent): Partial<AccountState> {
  return {
    orders: changed(orders, event, (order) => withNewLevels(order, event)),
    pending: changed(pending, event, (order) => withNewTerms(order, event)),
  };
}

/** The orders behind an event of one of them: the same map where it is not among them. */
function changed<Order>(
  orders: ReadonlyMap<string, Order>,
  { orderId }: { readonly orderId: string },
  change: (order: Order) => Order | undefined,
): ReadonlyMap<string, Order> {
  const order = orders.get(orderId);
  if (order === undefined) return orders;
  const next = new Map(orders);
  const after = change(order);
  if (after === undefined) next.delete(orderId);
  else next.set(orderId, after);
  return next;
}

function without<Order>(orders: ReadonlyMap<string, Order>, event: { readonly orderId: string }) {
  return changed(orders, event, () => undefined);
}
