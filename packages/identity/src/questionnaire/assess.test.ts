import { expect, it } from 'vitest';
import { assess, faultsOf } from './assess.ts';
import { QUESTIONNAIRE } from './questions.ts';

/** The answers with the most points. */
const best = Object.fromEntries(
  QUESTIONNAIRE.questions.map(({ id, choices }) => [
    id,
    choices.toSorted((one, other) => (other.points ?? 0) - (one.points ?? 0))[0]?.id ?? '',
  ]),
);

it('finds trading appropriate for who knows it and can bear it', () => {
  expect(faultsOf(best)).toEqual({});
  expect(assess(best)).toBe('appropriate');
});

it.each([
  ['has no experience', { leveraged_years: 'never', trades_per_year: 'none', learned_from: 'nowhere' }],
  ['knows little', { leverage_effect: 'unknown', stop_loss: 'at_stop' }],
  ['has little money', { yearly_income: 'under_20k', savings: 'under_10k', bearable_loss: 'hardship' }],
])('warns who %s', (_what, answers) => {
  expect(assess({ ...best, ...answers })).toBe('warned');
});

it('finds appropriate who gives one wrong answer of three', () => {
  expect(assess({ ...best, liquidation: 'unknown' })).toBe('appropriate');
});

it('takes one choice of each question, and nothing else', () => {
  const { savings: _, ...fewer } = best;
  expect(Object.keys(faultsOf(fewer))).toEqual(['answers.savings']);
  expect(Object.keys(faultsOf({ ...best, savings: 'plenty' }))).toEqual(['answers.savings']);
  expect(Object.keys(faultsOf({ ...best, constructor: 'a' }))).toEqual(['answers.constructor']);
  expect(Object.keys(faultsOf({})).length).toBe(QUESTIONNAIRE.questions.length);
});
