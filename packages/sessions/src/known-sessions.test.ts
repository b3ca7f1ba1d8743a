import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterEach, expect, it, vi } from 'vitest';
import { KnownSessions } from './known-sessions.ts';
import { SESSION_DAYS, signSession } from './session-token.ts';

const SECRET = 'a secret that only this test knows, 0123456789';
const newToken = (userId: string = randomUUID()) => signSession(userId, randomUUID(), SECRET);

/** Verifications from now on. */
function countVerifications() {
  const verify = vi.spyOn(jwt, 'verify');
  return () => verify.mock.calls.length;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('verifies a token once, however often it comes', () => {
  const known = new KnownSessions(SECRET);
  const verifications = countVerifications();
  const [ada, bob] = [randomUUID(), randomUUID()];
  const tokens = { [ada]: newToken(ada), [bob]: newToken(bob) };
  for (let request = 0; request < 100; request += 1)
    for (const [userId, token] of Object.entries(tokens)) expect(known.find(token)?.userId).toBe(userId);
  expect(verifications()).toBe(2);
});

it('refuses a token past its time, although it was good when it came first', () => {
  vi.useFakeTimers();
  const known = new KnownSessions(SECRET);
  const token = newToken();
  expect(known.find(token)).toBeDefined();
  vi.advanceTimersByTime(SESSION_DAYS * 86_400_000 - 1_000);
  expect(known.find(token)).toBeDefined();
  vi.advanceTimersByTime(1_000);
  expect(known.find(token)).toBeUndefined();
  expect(known.find(token)).toBeUndefined();
});

it.each([
  ['forged', signSession(randomUUID(), randomUUID(), 'somebody else’s secret, just as long as ours')],
  ['cut off', newToken().slice(0, -1)],
  ['lengthened', `${newToken()}x`],
  ['much too long', `${newToken()}${'A'.repeat(600)}`],
  ['signed for another text', `${newToken().slice(0, -43)}${newToken().slice(-43)}`],
  ['empty', ''],
])('refuses a token that is %s before anything else is looked at, and does not keep it', (_what, token) => {
  const onRefused = vi.fn();
  const known = new KnownSessions(SECRET, onRefused, 1);
  const good = newToken();
  expect(known.find(good)).toBeDefined();
  const verifications = countVerifications();
  expect([known.find(token), known.find(token)]).toEqual([undefined, undefined]);
  expect(known.find(good)).toBeDefined();
  expect([verifications(), onRefused.mock.calls.length]).toEqual([0, 2]);
});

it('takes a fresh token however many forged ones came before it', () => {
  const known = new KnownSessions(SECRET);
  const forged = signSession(randomUUID(), randomUUID(), `${SECRET}!`);
  for (let count = 0; count < 10_000; count += 1) known.find(forged);
  expect(known.find(newToken())).toBeDefined();
});

it('keeps so many tokens, and verifies those again that it has forgotten', () => {
  const known = new KnownSessions(SECRET, undefined, 2);
  const [oldest = '', ...others] = [newToken(), newToken(), newToken()];
  const verifications = countVerifications();
  for (const token of [oldest, ...others]) expect(known.find(token)).toBeDefined();
  for (const token of others) expect(known.find(token)).toBeDefined();
  expect(verifications()).toBe(3);
  expect(known.find(oldest)).toBeDefined();
  expect(verifications()).toBe(4);
});
