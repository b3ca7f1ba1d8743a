import { expect, test } from 'vitest';
import { SenderRate } from './sender-rate.ts';

test('a sender has so many messages in a second, whichever connections they come by', () => {
  const rate = new SenderRate(2);
  const seen = (sender: string, ...times: number[]) => times.map((nowMs) => rate.allows(sender, nowMs));
  expect(seen('ada', 0, 1, 2, 999)).toEqual([true, true, false, false]);
  expect(seen('bob', 999)).toEqual([true]);
  expect(seen('ada', 1_000, 1_001, 1_002)).toEqual([true, true, false]);
});
