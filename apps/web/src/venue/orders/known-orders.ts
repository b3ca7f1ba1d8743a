import type { OrderUpdate } from '../api/venue-messages.ts';

/** So many client ids are remembered. */
const MAX_KNOWN = 200;

/** The client ids of orders of which the venue has told something: these have arrived, whatever their answers say. */
const arrived = new Set<number>();

export function noteArrived({ c }: OrderUpdate): void {
  if (c === undefined) return;
  arrived.delete(c);
  arrived.add(c);
  const [oldest] = arrived;
  if (arrived.size > MAX_KNOWN && oldest !== undefined) arrived.delete(oldest);
}

export function hasArrived(clientId: number): boolean {
  return arrived.has(clientId);
}

/** An id for a new order. No second open order of a market may have it, so that it is never carried out twice at a time. */
export function newClientId(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
