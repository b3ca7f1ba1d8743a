import { derived, type RecordFields } from '@fulcrum/memory';
import { describe, expect, it } from 'vitest';
import { columnsOf, kept, keptLater } from './kept-fields.ts';

const ORDER_ID = kept('id', 'uuid');

/** A field as the types do not let it be written. */
function wrong(how: 'always' | 'when set', kind: string, column: string, others: object = {}) {
  return { kind, column, isKept: true, isHashed: how, isWhole: kind.startsWith('number'), ...others };
}

describe('the columns of a table', () => {
  it('are those of the fields that are kept, and the key is the first', () => {
    const columns = columnsOf({
      number: kept('number', 'bigint'),
      orderId: ORDER_ID,
      margin: kept('amount', 'money'),
      place: derived('word'),
      asset: kept('link', 'text'),
      side: { ...kept('flag', 'side'), values: ['buy', 'sell'] },
      expiresAt: keptLater('number?', 'bigint?'),
    });
    expect(Object.entries(columns)).toEqual([
      ['orderId', 'uuid'],
      ['number', 'bigint'],
      ['margin', 'money'],
      ['asset', 'text'],
      ['side', 'side'],
      ['expiresAt', 'bigint?'],
    ]);
  });
});

describe('a table is refused when its columns are made', () => {
  it.each([
    // A kind that has no value for "absent".
    ['expiresAt', wrong('always', 'word', 'int?'), 'is of the kind word: its column is int or bigint, not int?'],
    [
      'expiresAt',
      wrong('always', 'number', 'bigint?'),
      'is of the kind number: its column is bigint or price or quantity, not bigint?',
    ],
    ['cash', wrong('always', 'amount', 'money?'), 'is of the kind amount: its column is money, not money?'],
    ['parent', wrong('always', 'link', 'uuid?'), 'is of the kind link: its column is uuid or text, not uuid?'],
    // One that has, in a column that has none.
    [
      'level',
      wrong('always', 'number?', 'price'),
      'is of the kind number?: its column is bigint? or price? or quantity?, not price',
    ],
    // Values of another type than the column's.
    [
      'note',
      wrong('always', 'number', 'text'),
      'is of the kind number: its column is bigint or price or quantity, not text',
    ],
    [
      'fee',
      wrong('always', 'number', 'money'),
      'is of the kind number: its column is bigint or price or quantity, not money',
    ],
    ['fee', wrong('always', 'amount', 'bigint'), 'is of the kind amount: its column is money, not bigint'],
    [
      'side',
      wrong('always', 'flag', 'mode', { values: ['open', 'closed'] }),
      'is of the kind flag: its column is side or text, not mode',
    ],
    ['side', wrong('always', 'flag', 'side', { values: ['long', 'short'] }), 'is a side, and not long or short'],
    // Values that the column has no room for.
    [
      'time',
      wrong('always', 'number', 'int'),
      'is of the kind number: its column is bigint or price or quantity, not int',
    ],
    [
      'ratio',
      wrong('always', 'number', 'price', { isWhole: false }),
      'is kept in a column of whole numbers, and may be none',
    ],
    // What a restart would lose.
    ['limit', { kind: 'word', isKept: true, isHashed: 'always' }, 'is kept without a column'],
    ['limit', { kind: 'word', column: 'int', isKept: false, isHashed: 'never' }, 'is not kept, and has a column'],
    // The first market has the number 0 in one process, and another one elsewhere.
    [
      'quoteAsset',
      wrong('when set', 'link', 'text'),
      'is of the kind link: it is set from the first, and hashed always',
    ],
  ])('for the field %s of %o', (name, field, message) => {
    const fields = { orderId: ORDER_ID, [name]: field } as RecordFields;
    expect(() => columnsOf(fields)).toThrow(`broken invariant: the field ${name} ${message}`);
  });

  it.each([
    ['without a key', { margin: kept('amount', 'money') }],
    ['with two keys', { margin: kept('amount', 'money'), orderId: ORDER_ID, parentId: ORDER_ID }],
  ])('%s', (_, fields) => {
    const message = `the fields ${Object.keys(fields).join(', ')} have one id among them, the key of their table`;
    expect(() => columnsOf(fields)).toThrow(`broken invariant: ${message}`);
  });
});

describe('the types refuse', () => {
  it('a column that does not fit the kind of its field', () => {
    // @ts-expect-error a word is never absent
    kept('word', 'int?');
    // @ts-expect-error a number is no text
    kept('number', 'text');
    // @ts-expect-error money is no number
    keptLater('number', 'money');
  });
});
