import { expect, test } from 'vitest';
import { toEntry } from './raw-entry.ts';

test('an entry has its fields by name, whatever they are called', () => {
  const { id, fields } = toEntry(['1-0', ['type', 'x', '__proto__', 'y', 'toString', 'z', 'odd']]);
  expect([id, Object.entries(fields)]).toEqual([
    '1-0',
    [
      ['type', 'x'],
      ['__proto__', 'y'],
      ['toString', 'z'],
    ],
  ]);
  expect(toEntry(['1-0', []]).fields.toString).toBeUndefined();
});

test('of an entry with more fields than any of ours the first ones are read', () => {
  const fields = Array.from({ length: 200 }, (_, at) => String(at));
  expect(Object.keys(toEntry(['1-0', fields]).fields)).toHaveLength(64);
});
