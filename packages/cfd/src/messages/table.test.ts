import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';
import { EVENTS } from './events.ts';
import type { Spec } from './fields.ts';
import { fieldsOf } from './table.ts';

const plain = {
  type: 'value',
  isNullable: false,
  isOptional: false,
  isLenient: false,
  since: 0,
  least: undefined,
  most: undefined,
};

describe('a field is described', () => {
  it.each([
    ['price', { kind: 'price' }],
    ['price?', { kind: 'price', isOptional: true }],
    ['price|null', { kind: 'price', isNullable: true }],
    ['price|null?', { kind: 'price', isNullable: true, isOptional: true }],
    ['whole 1..9', { kind: 'whole', least: 1, most: 9 }],
    ['whole? 0..', { kind: 'whole', least: 0, isOptional: true }],
    ['time? since 3', { kind: 'time', isOptional: true, since: 3 }],
    ['whole? 1..9 since 3', { kind: 'whole', least: 1, most: 9, isOptional: true, since: 3 }],
    ['asker? or ignored', { kind: 'asker', isOptional: true, isLenient: true }],
  ] as [Spec, object][])('as %s', (spec, parts) => {
    expect(fieldsOf({ name: spec })).toEqual([{ name: 'name', ...plain, ...parts }]);
  });

  it('as a message, or as several', () => {
    const table = { asset: 'asset' } as const;
    expect(fieldsOf({ one: { one: table }, many: { many: table } })).toEqual([
      { type: 'message', name: 'one', isOptional: true, isList: false, table },
      { type: 'message', name: 'many', isOptional: true, isList: true, table },
    ]);
  });

  it.each(['', 'price ?', 'price?|null', 'whole 1', 'time since', 'asker? or not'])('and not as "%s"', (spec) => {
    expect(() => fieldsOf({ name: spec as Spec })).toThrow('the field name is described');
  });

  it('in the same way in all messages, and one that not all rules know may be absent', () => {
    for (const [type, table] of Object.entries({ ...COMMANDS, ...EVENTS }))
      for (const field of fieldsOf(table))
        if (field.type === 'value' && field.since > 0) expect(field.isOptional, type).toBe(true);
  });
});
