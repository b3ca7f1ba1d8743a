/** How far the server's clock is ahead of this one: whether a price is stale is a question of the server's time. */
let aheadMs = 0;

/** What is known best: the offset from the quickest answer of late, which cannot be off by more than it took. */
let best = { tookMs: Number.POSITIVE_INFINITY, at: 0 };

/** Clocks drift and computers sleep: what was learnt longer ago is worth less than any new answer. */
const WORTH_MS = 60_000;

/** This computer's time in milliseconds, by the clock that nobody sets. */
export function clientNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Learns what the server's clock showed between two moments of `clientNow`; all in milliseconds. */
export function noteServerTime(server: number, askedAt: number, answeredAt: number): void {
  const tookMs = answeredAt - askedAt;
  if (tookMs > best.tookMs && answeredAt - best.at < WORTH_MS) return;
  best = { tookMs, at: answeredAt };
  aheadMs = server - (askedAt + answeredAt) / 2;
}

/** The server's time in milliseconds, as far as it is known here. */
export function serverNow(): number {
  return clientNow() + aheadMs;
}
