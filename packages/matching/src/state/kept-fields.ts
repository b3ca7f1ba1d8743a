import type { RecordField, RecordFields } from '@fulcrum/memory';

/** What a column of a snapshot's table holds: PostgreSQL's type. Numbers are whole, and in units. */
export type Column = 'text' | 'uuid' | 'int' | 'bigint';

/** The columns for each kind of field. For a link it holds the id or the name of the target. */
interface Columns {
  number: 'bigint';
  word: 'int';
  link: 'uuid' | 'text';
  id: 'uuid';
  flag: 'text';
}

/** A field that a snapshot keeps, in the column of its name. */
export interface KeptField extends RecordField {
  readonly column: Column;
}

/** A field that snapshots keep and the state's hash covers. */
export function kept<Kind extends keyof Columns, Of extends Columns[Kind]>(kind: Kind, column: Of) {
  return { kind, column, isKept: true, isHashed: 'always', isWhole: kind === 'number' } as const;
}

/** A field that follows from others. */
export function derived<Kind extends RecordField['kind']>(kind: Kind) {
  return { kind, isKept: false, isHashed: 'never' } as const;
}

type ValueOf<Field> = Field extends { kind: 'flag'; values: readonly (infer Value)[] }
  ? Value
  : Field extends { column: 'text' | 'uuid' }
    ? string
    : number;

/** A record as a snapshot keeps it: what it links to stands there by name. */
export type RecordOf<Fields extends RecordFields> = {
  readonly [Name in keyof Fields as Fields[Name] extends KeptField ? Name : never]: ValueOf<Fields[Name]>;
};

/** The names of the fields that are kept. */
export function keptNames(fields: RecordFields): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.isKept);
}

/** The columns of the fields that are kept. */
export function columnsOf(fields: RecordFields): [name: string, column: Column][] {
  return Object.entries(fields).flatMap(([name, field]) => (isInColumn(field) ? [[name, field.column]] : []));
}

function isInColumn(field: RecordField): field is KeptField {
  return 'column' in field;
}
