import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { signSession } from './session-token.ts';
import { TokenGate } from './token-gate.ts';

const SECRET = 'a secret that only this test knows, 0123456789';
const LIMIT = 3;

const goodToken = () => signSession(randomUUID(), randomUUID(), SECRET);
const forgedToken = () => signSession(randomUUID(), randomUUID(), `${SECRET}!`);

/** Is told of each signature that is looked at. */
const checked = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  checked.mockClear();
});
afterEach(() => void vi.useRealTimers());

it('looks at no signature of what cannot be a token by its length or form', () => {
  const gate = new TokenGate(SECRET, 100, checked);
  const good = goodToken();
  for (const rubbish of [
    '',
    'x',
    'a.b.c',
    'x'.repeat(4_096),
    `${good}=`,
    `${good}${'A'.repeat(600)}`,
    good.slice(0, -1),
  ])
    expect(gate.find(rubbish, 'ada')).toBeUndefined();
  expect(checked).toHaveBeenCalledTimes(0);
  expect(gate.find(good, 'ada')).toBeDefined();
  expect(checked).toHaveBeenCalledTimes(1);
});

it('looks at the signature of a good token once', () => {
  const gate = new TokenGate(SECRET, LIMIT, checked);
  const token = goodToken();
  const first = gate.find(token, 'ada');
  expect(first).toBeDefined();
  expect(gate.find(token, 'bob')).toBe(first);
  expect(checked).toHaveBeenCalledTimes(1);
});

it('looks at no new token of a sender with too many refused ones, until a minute is over', () => {
  const gate = new TokenGate(SECRET, LIMIT, checked);
  const [known, late] = [goodToken(), goodToken()];
  gate.find(known, 'ada');
  for (let count = 0; count < 1_000; count += 1) expect(gate.find(forgedToken(), 'ada')).toBeUndefined();
  expect(checked).toHaveBeenCalledTimes(1 + LIMIT);
  expect(gate.isBarred('ada')).toBe(true);
  expect(gate.find(late, 'ada')).toBeUndefined();
  // Neither those who are known already nor other senders notice.
  expect(gate.find(known, 'ada')).toBeDefined();
  expect(gate.isBarred('bob')).toBe(false);
  expect(gate.find(late, 'bob')).toBeDefined();
  vi.advanceTimersByTime(60_000);
  expect(gate.isBarred('ada')).toBe(false);
  expect(gate.find(forgedToken(), 'ada')).toBeUndefined();
  expect(gate.isBarred('ada')).toBe(false);
});

it('forgets the oldest of more than a hundred thousand senders', () => {
  const gate = new TokenGate(SECRET, 1);
  for (let count = 0; count <= 100_000; count += 1) gate.find('rubbish', `sender ${count}`);
  expect(gate.isBarred('sender 0')).toBe(false);
  expect(gate.isBarred('sender 1')).toBe(true);
});
