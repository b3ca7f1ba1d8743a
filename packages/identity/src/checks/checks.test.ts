import { expect, it } from 'vitest';
import { isOfAge } from './age.ts';
import { identityState, isOpenToChange } from './identity-state.ts';

const NOW = Date.UTC(2026, 2, 1, 12);

it.each([
  ['2008-03-01', true],
  ['2008-03-02', false],
  ['2008-02-29', true],
  ['1906-03-01', true],
  ['1905-03-01', false],
  ['2027-01-01', false],
  ['1990-02-29', false],
  ['1990-13-01', false],
  ['1990-1-1', false],
  ['', false],
])('who was born on %s may trade: %s', (born, isOld) => {
  expect(isOfAge(born, NOW)).toBe(isOld);
});

it('an approval is over once its time is, and what is over may be sent again', () => {
  const until = (ms: number) => identityState({ state: 'approved', expiresAt: new Date(ms) }, NOW);
  expect([until(NOW + 1), until(NOW)]).toEqual(['approved', 'expired']);
  expect(identityState(null)).toBe('none');
  expect(() => identityState({ state: 'fine', expiresAt: null })).toThrow();
  expect(() => identityState({ state: 'approved', expiresAt: null })).toThrow();
  expect(
    (['none', 'submitted', 'in_review', 'approved', 'refused', 'expired'] as const).filter(isOpenToChange),
  ).toEqual(['none', 'refused', 'expired']);
});
