import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { OrderUpdate } from '../api/venue-messages.ts';
import type { PastFill } from '../api/venue-schemas.ts';

/** A fill of an own order, with amounts as the venue writes them. */
export interface Fill {
  /** The trade's. No trade has the same user on both sides. */
  readonly key: string;
  readonly symbol: string;
  /** Counts the market's trades. */
  readonly tradeId: number;
  readonly side: 'buy' | 'sell' | undefined;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly isMaker: boolean;
  /** In milliseconds. */
  readonly time: number;
}

/** So many are kept. The history is read before more of them can come. */
const MAX_FILLS = 100;

/** The fills since the view was opened, the newest first. */
const fillsStore = createStore<{ readonly fills: readonly Fill[] }>(() => ({ fills: [] }));

/** The fills as they come, before those that are recorded. */
export function useFills(recorded: readonly Fill[], hasOlder: boolean): readonly Fill[] {
  const live = useStore(fillsStore, ({ fills }) => fills);
  return useMemo(() => joinedFills(live, recorded, hasOlder), [live, recorded, hasOlder]);
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

/**
 * Each fill once, the newest first.
 *
 * @param recorded all that is recorded since the oldest of them.
 * @param hasOlder whether more are recorded. Live ones that are older than the recorded ones would stand behind a gap then.
 */
export function joinedFills(live: readonly Fill[], recorded: readonly Fill[], hasOlder: boolean): Fill[] {
  const since = hasOlder ? (recorded.at(-1)?.time ?? 0) : 0;
  const known = [...live.filter(({ time }) => time >= since), ...recorded];
  return [...new Map(known.map((fill) => [fill.key, fill])).values()].sort(newestFirst);
}

/** At one time a market's later trade has the higher number. */
function newestFirst(one: Fill, other: Fill): number {
  return other.time - one.time || one.symbol.localeCompare(other.symbol) || other.tradeId - one.tradeId;
}

/** @returns undefined when the update is no fill. */
export function fillOf({ e, s, S, L, l, n, N, m, t, T }: OrderUpdate): Fill | undefined {
  if (e !== 'orderFill' || L === undefined || l === undefined || t == null) return undefined;
  return {
    ...{ key: `${s} ${t}`, symbol: s, tradeId: t },
    side: S === undefined ? undefined : S === 'Bid' ? 'buy' : 'sell',
    ...{ price: L, quantity: l, fee: n ?? '0', feeAsset: N ?? '', isMaker: m === true },
    time: Math.floor(T / 1_000),
  };
}

export function recordedFill({ symbol, tradeId, side, feeSymbol, timestamp, ...figures }: PastFill): Fill {
  return {
    ...figures,
    ...{ key: `${symbol} ${tradeId}`, symbol, tradeId, side: side === 'Bid' ? 'buy' : 'sell' },
    ...{ feeAsset: feeSymbol, time: timestamp },
  };
}
