import { SleeplessClock } from './sleepless-clock.ts';

const clock = new SleeplessClock(
  () => performance.timeOrigin + performance.now(),
  () => Date.now(),
);

/** How far the server's clock is ahead of this computer's. The server's time decides whether a price is stale. */
let aheadMs = 0;

/** The quickest answer of late. Its offset is off by no more than the time that it took. */
let best = { tookMs: Number.POSITIVE_INFINITY, at: 0, jumps: -1 };

/** Clocks drift: an answer that is older than this is replaced by any new one. */
const WORTH_MS = 60_000;

/** This computer's time in milliseconds. It never goes back, and goes on while the computer sleeps. */
export function clientNow(): number {
  return clock.now();
}

/** Starts a measurement of the server's time. @returns a function that takes the answer, in milliseconds. */
export function askServerTime(): (server: number) => void {
  const [askedAt, jumps] = [clock.now(), clock.jumps];
  return (server) => {
    // After a sleep nobody can tell when the answer was given.
    if (clock.jumps === jumps) learn(server, askedAt, clock.now(), jumps);
  };
}

function learn(server: number, askedAt: number, answeredAt: number, jumps: number): void {
  const tookMs = answeredAt - askedAt;
  if (best.jumps === jumps && tookMs > best.tookMs && answeredAt - best.at < WORTH_MS) return;
  best = { tookMs, at: answeredAt, jumps };
  aheadMs = server - (askedAt + answeredAt) / 2;
}

/** How often this computer's clock has jumped ahead. After each jump the server's time has to be measured again. */
export function clockJumps(): number {
  return clock.jumps;
}

/** Whether the server's time was measured since the last jump of this computer's clock. */
export function isServerTimeKnown(): boolean {
  return best.jumps === clock.jumps;
}

/** The server's time in milliseconds, as last measured. @param at a moment of this computer's clock. */
export function serverNow(at = clock.now()): number {
  return at + aheadMs;
}
