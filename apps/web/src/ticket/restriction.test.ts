import { expect, it } from 'vitest';
import { restrictionText } from './restriction.ts';

it.each([
  [{}, undefined],
  [{ rights: 'full' }, undefined],
  [{ rights: 'close_only' }, /only be closed/],
  [{ rights: 'none' }, /neither open nor close/],
  [{ rights: 'none', pausedUntil: 2_000 }, /neither/],
  [{ rights: 'full', pausedUntil: 1_001 }, /^You have paused until/],
  [{ rights: 'full', pausedUntil: 1_000 }, undefined],
] as const)('%j means %s', (restriction, text) => {
  const said = restrictionText(restriction, 1_000);
  if (text === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(text);
});
