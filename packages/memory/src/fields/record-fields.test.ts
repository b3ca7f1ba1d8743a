import { describe, expect, it } from 'vitest';
import { compileReader } from './record-code.ts';
import type { RecordField, RecordFields } from './record-fields.ts';
import { compileMixer } from './record-hash.ts';
import { layoutRecord } from './record-layout.ts';

const kept = { isKept: true, isHashed: 'always' } as const;
const id: RecordField = { kind: 'id', ...kept };
const owner: RecordField = { kind: 'link', ...kept };

/** As a table comes that nobody has looked at. */
function table(fields: Record<string, object>): RecordFields {
  return fields as RecordFields;
}

describe('a table of fields is refused when it is laid out', () => {
  it.each([
    [
      'a kind that there is not',
      { size: { kind: 'float', ...kept } },
      'the field size is of the kind float, which there is not',
    ],
    [
      'a name of which no code can be made',
      { 'open-price': { kind: 'number', ...kept } },
      'the field open-price has a name of which no code can be made',
    ],
    [
      'a noted hash that is kept',
      { notedHash: { kind: 'hash', isKept: true, isHashed: 'never' } },
      'the field notedHash is a noted hash, which is made anew and not kept',
    ],
    ['a second id', { orderId: id, parentId: id }, 'the field parentId is a second id: records are found by orderId'],
    [
      'a field that is hashed, and gone after a restart',
      { limit: { kind: 'number', isKept: false, isHashed: 'always' } },
      'the field limit is hashed and not kept: a restored state would have another hash',
    ],
    [
      'a flag without values',
      { side: { kind: 'flag', ...kept } },
      'the flag side has the values [], and not two that differ',
    ],
    [
      'a flag with one value',
      { side: { kind: 'flag', values: ['buy', 'buy'], ...kept } },
      'the flag side has the values ["buy","buy"], and not two that differ',
    ],
    [
      'a flag with three values',
      { mode: { kind: 'flag', values: ['open', 'close_only', 'closed'], ...kept } },
      'the flag mode has the values ["open","close_only","closed"], and not two that differ',
    ],
    [
      'two values that are no flag',
      { side: { kind: 'word', values: ['buy', 'sell'], ...kept } },
      'the field side has two values, and is no flag',
    ],
    [
      'a whole field that is no number',
      { leverage: { kind: 'word', isWhole: true, ...kept } },
      'the field leverage is said to be whole, and is no number',
    ],
  ])('with %s', (_, fields, message) => {
    expect(() => layoutRecord(table(fields))).toThrow(`broken invariant: ${message}`);
  });
});

describe('a link means something in its own process alone, so that its code is refused', () => {
  it('where it would be read as its number', () => {
    const layout = layoutRecord({ id, owner });
    expect(() => compileReader(layout, ['id', 'owner'])).toThrow('the reader is given what the link owner stands for');
  });

  it('where it would be hashed, and nothing stands for its target', () => {
    const layout = layoutRecord({ id, owner, parent: owner });
    const message = 'the link parent is hashed, and nothing stands for its target';
    expect(() => compileMixer(layout, ['owner'])).toThrow(message);
  });
});

describe('what a reader is given, as the slot of a record,', () => {
  it('is no field of the record where it has the name of one, which it would hide', () => {
    const layout = layoutRecord({ id, owner, slot: { kind: 'number', ...kept } });
    const message = 'the field slot would be hidden by the slot that the reader is given';
    expect(() => compileReader(layout, ['id', 'owner', 'slot'], ['slot', 'id', 'owner'])).toThrow(message);
  });
});
