import type { AccountFiguresJson, ValuedOrderJson } from '@fulcrum/protocol';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { accountStore } from '../feed/account.ts';

/** Undefined while nobody is signed in, or nothing is known yet. */
export function useFigures(): AccountFiguresJson | undefined {
  return useStore(accountStore, ({ figures }) => figures);
}

/** Whether the figures and orders are how things are now. */
export function useIsAccountLive(): boolean {
  return useStore(accountStore, ({ isLive }) => isLive);
}

/** The ids of the open orders, in the order of their opening: changes only when one opens or closes. */
export function useOrderIds(): readonly string[] {
  return useStore(
    accountStore,
    useShallow(({ orders }) => [...orders.keys()]),
  );
}

export function useOrder(orderId: string): ValuedOrderJson | undefined {
  return useStore(accountStore, ({ orders }) => orders.get(orderId));
}

/** The open orders of one asset. */
export function useOrdersOf(asset: string): readonly ValuedOrderJson[] {
  return useStore(
    accountStore,
    useShallow(({ orders }) => [...orders.values()].filter((order) => order.asset === asset)),
  );
}
