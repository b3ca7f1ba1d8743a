import { expect, it } from 'vitest';
import { ageText } from './age-text.ts';

it.each([
  [-5_000, 'now'],
  [999, 'now'],
  [1_000, '1 s ago'],
  [119_999, '119 s ago'],
  [120_000, '2 min ago'],
  [7_199_999, '119 min ago'],
  [7_200_000, '2 h ago'],
  [172_800_000, '2 days ago'],
])('%i ms are told as %s', (ms, text) => {
  expect(ageText(ms)).toBe(text);
});
