import { describe, expect, it } from 'vitest';
import { Records } from '../records.ts';
import { compileReader, compileWriter } from './record-code.ts';
import { layoutRecord } from './record-layout.ts';

const kept = { isKept: true, isHashed: 'always' } as const;

const FIELDS = {
  price: { kind: 'number', isWhole: true, ...kept },
  level: { kind: 'number?', isWhole: true, ...kept },
  ratio: { kind: 'number', ...kept },
  margin: { kind: 'amount', ...kept },
  leverage: { kind: 'word', ...kept },
  owner: { kind: 'link', ...kept },
  side: { kind: 'flag', values: ['buy', 'sell'], ...kept },
} as const;

const LAYOUT = layoutRecord(FIELDS);
const VALUES = { price: 5, level: undefined, ratio: 0.5, margin: 50n, leverage: 2, side: 'buy' };

/** Writes a record with one value that is another one, and reads it back. */
function written(name: keyof typeof FIELDS, value: unknown): unknown {
  const records = new Records(LAYOUT.size, 10);
  const slot = records.add();
  const [views, at] = [records.views(slot), records.offset(slot)];
  const owner = name === 'owner' ? (value as number) : 1;
  const values = name === 'owner' ? VALUES : { ...VALUES, [name]: value };
  compileWriter<object, 'owner'>(LAYOUT, Object.keys(FIELDS))(views, at, values, { owner });
  if (name === 'owner') return records.word(slot, LAYOUT.places.owner);
  return compileReader<Record<string, unknown>>(LAYOUT, [name])(views, at)[name];
}

describe('a field takes', () => {
  it.each([
    ['price', -7],
    ['price', Number.MAX_SAFE_INTEGER],
    ['level', 1],
    ['level', undefined],
    ['ratio', -1e300],
    ['margin', -(1n << 127n)],
    ['leverage', 0],
    ['leverage', 2 ** 31 - 1],
    ['owner', 0],
    ['owner', 2 ** 32 - 1],
    ['side', 'sell'],
  ] as const)('%s: %s, and gives it back', (name, value) => {
    expect(written(name, value)).toBe(value);
  });

  it.each(['price', 'ratio', 'leverage', 'owner'] as const)(
    '-0 as %s, and keeps it as 0: they differ in the hash',
    (name) => {
      expect(Object.is(written(name, -0), 0)).toBe(true);
    },
  );
});

describe('the process stops rather than write', () => {
  const [whole, word] = ['takes a safe integer', 'takes a whole number from 0 to 2147483647'];
  it.each([
    ['price', 1.5, whole],
    ['price', 2 ** 53, whole],
    ['price', Number.NaN, whole],
    ['price', '5', whole],
    ['price', 5n, whole],
    ['price', undefined, whole],
    ['level', 1.5, `${whole} other than 0, or undefined`],
    ['level', 0, `${whole} other than 0, or undefined`],
    ['level', -0, `${whole} other than 0, or undefined`],
    ['level', null, `${whole} other than 0, or undefined`],
    ['ratio', Number.NaN, 'takes a finite number'],
    ['ratio', Number.POSITIVE_INFINITY, 'takes a finite number'],
    ['margin', 5, 'takes a bigint'],
    ['margin', undefined, 'takes a bigint'],
    ['leverage', -7, word],
    ['leverage', 2 ** 31, word],
    ['leverage', 2 ** 32 + 1, word],
    ['leverage', 1.5, word],
    ['leverage', '2', word],
    ['leverage', 2n, word],
    ['leverage', undefined, word],
    ['owner', -1, 'takes a whole number from 0 to 4294967295'],
    ['owner', undefined, 'takes a whole number from 0 to 4294967295'],
    ['side', 'hold', 'takes "buy" or "sell"'],
    ['side', undefined, 'takes "buy" or "sell"'],
  ] as const)('into %s: %s', (name, value, takes) => {
    const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
    expect(() => written(name, value)).toThrow(`broken invariant: the field ${name} ${takes}, not ${text}`);
  });

  it('an amount that does not fit', () => {
    expect(() => written('margin', 1n << 127n)).toThrow('an amount of a record fits 127 bits and its sign');
  });
});
