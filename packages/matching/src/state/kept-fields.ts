import { type KeptField, keptFields, type RecordFields } from '@fulcrum/memory';

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

/** A field that snapshots keep and the state's hash covers. */
export function kept<Kind extends keyof Columns, Of extends Columns[Kind]>(kind: Kind, column: Of) {
  return { kind, column, isKept: true, isHashed: 'always', isWhole: kind === 'number' } as const;
}

type ValueOf<Field> = Field extends { kind: 'flag'; values: readonly (infer Value)[] }
  ? Value
  : Field extends { column: 'text' | 'uuid' }
    ? string
    : number;

/** A record as a snapshot keeps it: what it links to stands there by name. */
export type RecordOf<Fields extends RecordFields> = {
  readonly [Name in keyof Fields as Fields[Name] extends KeptField<Column> ? Name : never]: ValueOf<Fields[Name]>;
};

/** The columns of the fields that are kept. */
export function columnsOf(fields: RecordFields): [name: string, column: Column][] {
  return keptFields<Column>(fields).map(([name, { column }]) => [name, column]);
}
