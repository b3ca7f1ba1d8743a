/** How far the server's clock is ahead of this one: whether a price is stale is a question of the server's time. */
let aheadMs = 0;

/** What is known best: the offset from the quickest answer so far, which cannot be off by more than it took. */
let bestMs = Number.POSITIVE_INFINITY;

/** Learns what the server's clock showed between two moments of this one; all in milliseconds. */
export function noteServerTime(server: number, askedAt: number, answeredAt: number): void {
  const tookMs = answeredAt - askedAt;
  if (tookMs > bestMs) return;
  bestMs = tookMs;
  aheadMs = server - (askedAt + answeredAt) / 2;
}

/** The server's time in milliseconds, as far as it is known here. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}
