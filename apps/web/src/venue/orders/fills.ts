import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { OrderUpdate } from '../api/venue-messages.ts';

/** A fill of an own order, with amounts as the venue writes them. */
export interface Fill {
  /** A trade between two orders of one user is a fill of each. */
  readonly key: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell' | undefined;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly isMaker: boolean;
  /** In milliseconds. */
  readonly time: number;
}

/** So many are kept. */
const MAX_FILLS = 100;

/** The fills since the page was opened, the newest first. */
const fillsStore = createStore<{ readonly fills: readonly Fill[] }>(() => ({ fills: [] }));

export function useFills(): readonly Fill[] {
  return useStore(fillsStore, ({ fills }) => fills);
}

export function takeFill(update: OrderUpdate): void {
  const fill = fillOf(update);
  if (fill === undefined) return;
  fillsStore.setState(({ fills }) =>
    fills.some(({ key }) => key === fill.key) ? { fills } : { fills: [fill, ...fills].slice(0, MAX_FILLS) },
  );
}

export function forgetFills(): void {
  fillsStore.setState({ fills: [] });
}

/** @returns undefined when the update is no fill. */
export function fillOf({ e, s, i, S, L, l, n, N, m, t, T }: OrderUpdate): Fill | undefined {
  if (e !== 'orderFill' || L === undefined || l === undefined || t == null) return undefined;
  return {
    key: `${s} ${t} ${i}`,
    symbol: s,
    side: S === undefined ? undefined : S === 'Bid' ? 'buy' : 'sell',
    ...{ price: L, quantity: l, fee: n ?? '0', feeAsset: N ?? '', isMaker: m === true },
    time: Math.floor(T / 1_000),
  };
}
