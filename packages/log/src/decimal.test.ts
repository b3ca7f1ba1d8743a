import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, parseDecimal } from './decimal.ts';

describe('parseDecimal', () => {
  it.each([
    ['61800.20', 2, 6_180_020],
    ['61800.2', 2, 6_180_020],
    ['61800', 2, 6_180_000],
    ['61800.2000000', 2, 6_180_020],
    ['007', 0, 7],
    ['7.000', 0, 7],
    ['-0.01', 2, -1],
    ['-0', 2, 0],
    ['0', 12, 0],
    ['9007199254740991', 0, Number.MAX_SAFE_INTEGER],
    ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
  ])('reads %s on a grid of %i decimals as %i units', (text, decimals, units) => {
    expect(Object.is(parseDecimal(text, decimals), units)).toBe(true);
  });

  it.each([
    ['61800.201', 2, 'lies between two steps'],
    ['0.1', 0, 'lies between two steps'],
    ['9007199254740992', 0, 'does not fit'],
    ['90071992547409.92', 2, 'does not fit'],
    ['9007199254740991', 1, 'does not fit'],
    ['1'.repeat(400), 2, 'does not fit'],
    ['', 2, 'has no digits'],
    ['-', 2, 'has no digits'],
    ['.5', 2, 'has no digit before the point'],
    ['-.5', 2, 'has no digit before the point'],
    ['5.', 2, 'has no digit behind the point'],
    ['1.2.3', 2, 'has two points'],
    ['1.20.0', 1, 'has two points'],
    ['+1', 2, 'has a plus'],
    ['--1', 2, 'has two minuses'],
    ['1e3', 2, 'has an exponent'],
    ['0x10', 2, 'is not decimal'],
    [' 1', 2, 'has a space'],
    ['1 ', 2, 'has a space'],
    ['1,5', 2, 'has a comma'],
    ['١', 0, 'has digits of another script'],
    ['NaN', 2, 'is no number'],
    ['Infinity', 2, 'is no number'],
  ])('refuses %s on a grid of %i decimals: it %s', (text, decimals) => {
    expect(parseDecimal(text, decimals)).toBeUndefined();
  });

  it('reads back what formatDecimal prints', () => {
    const units = fc.maxSafeInteger();
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 12 }), (value, decimals) => {
        expect(parseDecimal(formatDecimal(value, decimals), decimals)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('formatDecimal', () => {
  it.each([
    [6_180_020, 2, '61800.20'],
    [1, 5, '0.00001'],
    [-1, 6, '-0.000001'],
    [0, 2, '0.00'],
    [60_000, 0, '60000'],
    [-123_456_789_012_345_678_901n, 6, '-123456789012345.678901'],
  ])('prints %s units of %i decimals as %s', (units, decimals, text) => {
    expect(formatDecimal(units, decimals)).toBe(text);
  });
});
