/** A client that can be cut off when it does not take what it is sent. */
export interface EvictableClient {
  /** What was sent to it and not taken yet. */
  readonly unsentBytes: number;
  /** Cuts it off. */
  drop(): void;
}

/**
 * Evicts the clients with the most unsent bytes, until all the others together have no more than the limit. Each client
 * alone may have some megabytes. Thousands of such clients would have more than the process's memory.
 */
export function evictSlowClients(clients: Iterable<EvictableClient>, maxBytes: number): void {
  const holding = [...clients].filter(({ unsentBytes }) => unsentBytes > 0);
  let total = holding.reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
  if (total <= maxBytes) return;
  for (const client of holding.sort((one, other) => other.unsentBytes - one.unsentBytes)) {
    if (total <= maxBytes) return;
    total -= client.unsentBytes;
    client.drop();
  }
}
