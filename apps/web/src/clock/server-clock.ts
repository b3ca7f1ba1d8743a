import { SleeplessClock } from './sleepless-clock.ts';

const clock = new SleeplessClock(
  () => performance.timeOrigin + performance.now(),
  () => Date.now(),
);

/** How far the server's clock is ahead of this one: whether a price is stale is a question of the server's time. */
let aheadMs = 0;

/** What is known best: the offset from the quickest answer of late, which cannot be off by more than it took. */
let best = { tookMs: Number.POSITIVE_INFINITY, at: 0, jumps: -1 };

/** Clocks drift: what was learnt longer ago is worth less than any new answer. */
const WORTH_MS = 60_000;

/** This computer's time in milliseconds, by a clock that nobody sets back and that goes on while it sleeps. */
export function clientNow(): number {
  return clock.now();
}

/** Begins to ask for the server's time. @returns what takes the answer, in milliseconds. */
export function askServerTime(): (server: number) => void {
  const [askedAt, jumps] = [clock.now(), clock.jumps];
  return (server) => {
    // Nobody knows how long before a sleep the answer was given.
    if (clock.jumps === jumps) learn(server, askedAt, clock.now(), jumps);
  };
}

function learn(server: number, askedAt: number, answeredAt: number, jumps: number): void {
  const tookMs = answeredAt - askedAt;
  if (best.jumps === jumps && tookMs > best.tookMs && answeredAt - best.at < WORTH_MS) return;
  best = { tookMs, at: answeredAt, jumps };
  aheadMs = server - (askedAt + answeredAt) / 2;
}

/** How often this computer's clock has jumped ahead: after each time the server's time has to be learnt anew. */
export function clockJumps(): number {
  return clock.jumps;
}

/** Whether the server's time has been learnt since the last jump of this computer's clock. */
export function isServerTimeKnown(): boolean {
  return best.jumps === clock.jumps;
}

/** The server's time in milliseconds, as far as it is known here, at a moment of this computer's clock: now, if none. */
export function serverNow(at = clock.now()): number {
  return at + aheadMs;
}
