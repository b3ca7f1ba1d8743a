import { describe, expect, it } from 'vitest';
import { type Figure, isMet } from './bench.ts';

const figure = (fields: Partial<Figure>): Figure => ({ name: 'a tick', value: 5, unit: 'ms', ...fields });

describe('isMet', () => {
  it.each([
    ['nothing is asked', {}, undefined],
    ['at most', { target: { of: 'value', atMost: 5 } }, true],
    ['at most, missed', { target: { of: 'value', atMost: 4.9 } }, false],
    ['at least', { target: { of: 'value', atLeast: 5 } }, true],
    ['at least, missed', { target: { of: 'value', atLeast: 5.1 } }, false],
    ['between', { target: { of: 'value', atLeast: 4, atMost: 6 } }, true],
    ['between, missed', { target: { of: 'value', atLeast: 6, atMost: 8 } }, false],
    ['of the ratio', { ratio: 0.9, target: { of: 'ratio', atLeast: 0.8 } }, true],
    ['of the ratio, missed', { ratio: 0.7, target: { of: 'ratio', atLeast: 0.8 } }, false],
    ['of a ratio that is not there', { target: { of: 'ratio', atMost: 10 } }, false],
    ['of no number', { value: Number.NaN, target: { of: 'value', atMost: 10 } }, false],
    ['of a negative value', { value: -3, target: { of: 'value', atMost: 20 } }, true],
  ] as const)('%s', (_, fields, expected) => {
    expect(isMet(figure(fields))).toBe(expected);
  });
});
