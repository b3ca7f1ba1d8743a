import { assert } from '@fulcrum/log';
import { type FieldKind, type KeptField, keptFields, type RecordField, type RecordFields } from '@fulcrum/memory';
import type { ColumnKind } from './columns.ts';

/**
 * The columns for each kind of field. Each holds every value of the kind, and no other. For a link it holds the id or the
 * name of the target. `number?` alone may be absent, so its columns alone have a question mark.
 */
const COLUMNS = {
  number: ['bigint', 'price', 'quantity'],
  'number?': ['bigint?', 'price?', 'quantity?'],
  amount: ['money'],
  id: ['uuid'],
  word: ['int', 'bigint'],
  link: ['uuid', 'text'],
  flag: ['side', 'text'],
  hash: [],
} as const satisfies Record<FieldKind, readonly ColumnKind[]>;

type ColumnFor<Kind extends FieldKind> = (typeof COLUMNS)[Kind][number];

function inColumn<Kind extends FieldKind, Column extends ColumnFor<Kind>>(kind: Kind, column: Column) {
  return { kind, column, isKept: true, isWhole: isNumber(kind) } as const;
}

/** All columns of numbers are of whole ones. */
function isNumber(kind: FieldKind): boolean {
  return kind === 'number' || kind === 'number?';
}

/** A field that snapshots keep and the state's hash covers. */
export function kept<Kind extends FieldKind, Column extends ColumnFor<Kind>>(kind: Kind, column: Column) {
  return { ...inColumn(kind, column), isHashed: 'always' } as const;
}

/** One that is younger than the first snapshots: the hash covers it where it is set, and is the same as before elsewhere. */
export function keptLater<Kind extends FieldKind, Column extends ColumnFor<Kind>>(kind: Kind, column: Column) {
  return { ...inColumn(kind, column), isHashed: 'when set' } as const;
}

/** The columns of the fields that are kept. */
export type ColumnsOf<Fields extends RecordFields> = {
  readonly [Name in keyof Fields as Fields[Name] extends KeptField<ColumnKind>
    ? Name
    : never]: Fields[Name] extends KeptField<ColumnKind> ? Fields[Name]['column'] : never;
};

/** The names of the links that are kept. */
export type KeptLinks<Fields extends RecordFields> = {
  [Name in keyof Fields & string]: Fields[Name] extends { kind: 'link'; isKept: true } ? Name : never;
}[keyof Fields & string];

/**
 * The columns of a table. The key comes first: it is the record's own id.
 *
 * @throws when a field cannot be kept in its column: the error names it, and says why.
 */
export function columnsOf<Fields extends RecordFields>(fields: Fields): ColumnsOf<Fields> {
  for (const [name, field] of Object.entries(fields)) assertColumn(name, field);
  const all = keptFields<ColumnKind>(fields);
  const [keys, others] = [all.filter(([, { kind }]) => kind === 'id'), all.filter(([, { kind }]) => kind !== 'id')];
  assert(
    keys.length === 1,
    `the fields ${Object.keys(fields).join(', ')} have one id among them, the key of their table`,
  );
  return Object.fromEntries([...keys, ...others].map(([name, { column }]) => [name, column])) as ColumnsOf<Fields>;
}

function assertColumn(name: string, field: RecordField & Partial<KeptField<ColumnKind>>): void {
  const { kind, column, isKept, isHashed, isWhole, values } = field;
  assert(
    isKept === (column !== undefined),
    `the field ${name} is ${isKept ? 'kept without' : 'not kept, and has'} a column`,
  );
  if (column === undefined) return;
  const possible: readonly ColumnKind[] = COLUMNS[kind];
  assert(
    possible.includes(column),
    `the field ${name} is of the kind ${kind}: its column is ${possible.join(' or ')}, not ${column}`,
  );
  assert(
    isWhole === true || !isNumber(kind),
    `the field ${name} is kept in a column of whole numbers, and may be none`,
  );
  assert(
    column !== 'side' || String(values) === 'buy,sell',
    `the field ${name} is a side, and not ${values?.join(' or ')}`,
  );
  const isAlwaysSet = kind === 'id' || kind === 'link';
  assert(
    !isAlwaysSet || isHashed === 'always',
    `the field ${name} is of the kind ${kind}: it is set from the first, and hashed always`,
  );
}
