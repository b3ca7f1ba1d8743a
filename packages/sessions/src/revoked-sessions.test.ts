import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RevokedSessions } from './revoked-sessions.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }));
afterEach(() => void vi.useRealTimers());

it('drops an ending within a minute after the session would have ended by itself, also behind one that lasts longer', () => {
  const revoked = new RevokedSessions();
  const end = (seconds: number) => {
    const session = { userId: 'ada', sessionId: randomUUID(), expiresAt: Math.floor(Date.now() / 1_000) + seconds };
    revoked.end(session);
    return session;
  };
  const long = end(7 * 86_400);
  const short = Array.from({ length: 1_000 }, () => end(3_600));
  vi.advanceTimersByTime(3_599_000);
  end(1);
  expect([revoked.size, short.every((session) => revoked.has(session))]).toEqual([1_002, true]);
  vi.advanceTimersByTime(61_000);
  const last = end(60);
  expect([revoked.size, revoked.has(long), revoked.has(last)]).toEqual([2, true, true]);
  vi.advanceTimersByTime(8 * 86_400_000);
  end(60);
  expect(revoked.size).toBe(1);
});
