import type { AccountFiguresJson, PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { accountStore } from '../feed/account.ts';
import { type ShownFigures, shownFigures } from './shown-figures.ts';

/** The account's figures; undefined while nobody is signed in, and before the first snapshot. */
export function useFigures(): AccountFiguresJson | undefined {
  return useStore(accountStore, ({ figures }) => figures);
}

/** The figures as the screen shows them; undefined in the same cases. */
export function useShownFigures(): ShownFigures | undefined {
  const [figures, orders] = useStore(
    accountStore,
    useShallow((state) => [state.figures, state.orders] as const),
  );
  return useMemo(() => shownFigures({ figures, orders }), [figures, orders]);
}

/** Whether the figures and orders are up to date. */
export function useIsAccountLive(): boolean {
  return useStore(accountStore, ({ isLive }) => isLive);
}

/** Whether the account holds positions of one side of an instrument only. */
export function useIsNetting(): boolean {
  return useStore(accountStore, ({ isNetting }) => isNetting);
}

/** The ids of the open orders, oldest first. The list changes only when an order opens or closes. */
export function useOrderIds(): readonly string[] {
  return useStore(
    accountStore,
    useShallow(({ orders }) => [...orders.keys()]),
  );
}

export function useOrder(orderId: string): ValuedOrderJson | undefined {
  return useStore(accountStore, ({ orders }) => orders.get(orderId));
}

/** The open orders of one asset; none of undefined. */
export function useOrdersOf(asset: string | undefined): readonly ValuedOrderJson[] {
  return useStore(
    accountStore,
    useShallow(({ orders }) =>
      asset === undefined ? [] : [...orders.values()].filter((order) => order.asset === asset),
    ),
  );
}

/** The ids of the orders that wait, oldest first. The list changes only when one comes or goes. */
export function usePendingIds(): readonly string[] {
  return useStore(
    accountStore,
    useShallow(({ pending }) => [...pending.keys()]),
  );
}

export function usePending(orderId: string): PendingOrderJson | undefined {
  return useStore(accountStore, ({ pending }) => pending.get(orderId));
}

/** The orders of one asset that wait. */
export function usePendingOf(asset: string): readonly PendingOrderJson[] {
  return useStore(
    accountStore,
    useShallow(({ pending }) => [...pending.values()].filter((order) => order.asset === asset)),
  );
}
