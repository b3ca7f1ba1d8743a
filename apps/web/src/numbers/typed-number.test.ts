import { expect, it } from 'vitest';
import { readTyped, type Unreadable, understoodText, unreadableText } from './typed-number.ts';

it.each([
  ['5', '5', false],
  ['0.05', '0.05', false],
  ['61900.00', '61900.00', false],
  // What a German phone offers.
  ['0,05', '0.05', true],
  ['0,005', '0.005', true],
  ['2500,5', '2500.5', true],
  ['1,00', '1.00', true],
  ['1000,000', '1000.000', true],
  // Bare ends.
  ['.5', '0.5', true],
  [',5', '0.5', true],
  ['5.', '5', true],
  ['5,', '5', true],
  // As the screen prints it, and as others group.
  ['61,900.00', '61900.00', true],
  ['1,234,567', '1234567', true],
  ['1,234,567.5', '1234567.5', true],
  ['1,000.', '1000', true],
  ['61.900,00', '61900.00', true],
  ['1.234.567', '1234567', true],
  ['61 900', '61900', true],
  ['61\u00a0900,50', '61900.50', true],
  ['61\u202f900,50', '61900.50', true],
  ["61'900.50", '61900.50', true],
  ['  7 ', '7', false],
  // A point is the decimal sign here, which is said where it could be taken for a group's.
  ['1.000', '1.000', true],
  ['0.125', '0.125', false],
])('reads %j as %s', (typed, text, isRewritten) =>
  expect(readTyped(typed)).toEqual({ type: 'number', text, isRewritten }),
);

it.each([
  ['1,000', '1000', '1.000', '1000 or 1:'],
  ['61,900', '61900', '61.900', '61900 or 61.9:'],
  [' 999,999 ', '999999', '999.999', '999999 or 999.999:'],
])('does not guess what %j is', (typed, grouped, fraction, said) => {
  const read = readTyped(typed);
  expect(read).toEqual({ type: 'ambiguous', either: [grouped, fraction] });
  const sentence = unreadableText(read as Unreadable, 'No number.');
  expect(sentence).toContain(`This could be ${said}`);
});

it.each([
  ...['', ' ', '.', ',', '-1', '+1', '1e3', '0x10', 'ten', '６', '1 2', '1..2', '1.2.3'],
  ...['1,2,3', '1,23,456', '1,2345.0', '1,234,', '1,234.567,8', '0,000,5'],
])('takes %j for no number', (typed) => expect(readTyped(typed)).toEqual({ type: 'invalid' }));

it.each([
  ['0.05', undefined],
  ['61900.00', undefined],
  ['1.000', 'Read as 1 (not 1000)'],
  ['61.900', 'Read as 61.9 (not 61900)'],
  ['61.123', 'Read as 61.123 (not 61123)'],
  ['0,05', 'Read as 0.05'],
  ['0,000', 'Read as 0'],
  ['10,0', 'Read as 10'],
  ['1 000', 'Read as 1000'],
  ['61,900.00', 'Read as 61900'],
  ["61'900.50", 'Read as 61900.5'],
  ['1,234,567', 'Read as 1234567'],
  ['1,000', undefined],
  ['ten', undefined],
])('says of %j: %s', (typed, said) => expect(understoodText(typed)).toBe(said));
