/** A client, and what it holds up. */
export interface Sheddable {
  readonly unsentBytes: number;
  /** Cuts it off. */
  drop(): void;
}

/**
 * Cuts off those who hold up the most, until all together hold up no more than the limit. Each client alone may hold
 * up some megabytes, which times thousands of them would be more than the process has.
 */
export function shed(clients: Iterable<Sheddable>, maxBytes: number): void {
  const holding = [...clients].filter(({ unsentBytes }) => unsentBytes > 0);
  let total = holding.reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
  if (total <= maxBytes) return;
  for (const client of holding.sort((one, other) => other.unsentBytes - one.unsentBytes)) {
    if (total <= maxBytes) return;
    total -= client.unsentBytes;
    client.drop();
  }
}
