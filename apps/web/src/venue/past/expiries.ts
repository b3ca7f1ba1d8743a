import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { VenueOrder } from '../api/venue-schemas.ts';

/** So many are remembered. */
const MAX_KNOWN = 200;

/** Why orders expired, by market and id. The answer to an order does not say it: the stream and the history do. */
const reasons = createStore<{ readonly byOrder: ReadonlyMap<string, string> }>(() => ({ byOrder: new Map() }));

type Named = Pick<VenueOrder, 'symbol' | 'id'>;

export function noteExpiry(order: Named, reason: string | null | undefined): void {
  if (reason == null) return;
  reasons.setState(({ byOrder }) => ({
    byOrder: new Map([...byOrder, [keyOf(order), reason] as const].slice(-MAX_KNOWN)),
  }));
}

/** @returns undefined while it is not known. */
export function useExpiryReason(order: Named | undefined): string | undefined {
  return useStore(reasons, ({ byOrder }) => (order === undefined ? undefined : byOrder.get(keyOf(order))));
}

function keyOf({ symbol, id }: Named): string {
  return `${symbol} ${id}`;
}
