import { expect, test } from 'vitest';
import { SenderRate } from './sender-rate.ts';

/** Sends messages of a sender's connections, and tells which of these have to go. */
function sent(rate: SenderRate<string>, sender: string, nowMs: number, connections: string): string {
  return [...connections].flatMap((name) => rate.heaviest(sender, name, nowMs) ?? []).join('');
}

test('a sender has so many messages in a second, whichever connections they come by', () => {
  const rate = new SenderRate<string>(2);
  expect(sent(rate, 'ada', 0, 'ab')).toBe('');
  expect(sent(rate, 'ada', 999, 'a')).toBe('a');
  expect(sent(rate, 'bob', 999, 'cd')).toBe('');
  expect(sent(rate, 'ada', 1_000, 'ab')).toBe('');
});

test('who sends the most has to go, and not who sends the one too many', () => {
  const rate = new SenderRate<string>(10);
  expect(sent(rate, 'ada', 0, 'aaabbbbccc')).toBe('');
  expect(sent(rate, 'ada', 1, 'd')).toBe('b');
  // What it sent left room for others.
  expect(sent(rate, 'ada', 2, 'ddd')).toBe('');
  expect(sent(rate, 'ada', 3, 'd')).toBe('d');
});
