import { expect, it } from 'vitest';
import { actionOf, SHORTCUTS } from './shortcuts.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false };

it('gives each key one meaning', () => {
  expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
});

it('finds what a key does, whatever its case, and leaves the browser its own', () => {
  expect(actionOf({ ...NONE, key: 'B' })).toEqual({ kind: 'fill', changes: { side: 'buy' } });
  expect(actionOf({ ...NONE, key: 'H' })).toEqual({ kind: 'tab', tab: 'history' });
  expect(actionOf({ ...NONE, key: '?' })).toEqual({ kind: 'list' });
  expect(actionOf({ ...NONE, key: 's', ctrlKey: true })).toBeUndefined();
  expect(actionOf({ ...NONE, key: 'x' })).toBeUndefined();
});
