import type { FieldKind, RecordField, RecordFields } from '@fulcrum/memory';
import type { ColumnKind } from './columns.ts';

/** A field that a snapshot keeps, in the column of its name. */
export interface KeptField extends RecordField {
  readonly column: ColumnKind;
}

/** A field that snapshots keep and the state's hash covers. */
export function kept<Kind extends FieldKind, Column extends ColumnKind>(kind: Kind, column: Column) {
  return { kind, column, isKept: true, isHashed: 'always' } as const;
}

/** One that is younger than the first snapshots: the hash covers it where it is set, and is the same as before elsewhere. */
export function keptLater<Kind extends FieldKind, Column extends ColumnKind>(kind: Kind, column: Column) {
  return { kind, column, isKept: true, isHashed: 'when set' } as const;
}

/** A field that follows from others, or is kept in another way. */
export function derived<Kind extends FieldKind>(kind: Kind) {
  return { kind, isKept: false, isHashed: 'never' } as const;
}

/** The columns of the fields that are kept. */
export type ColumnsOf<Fields extends RecordFields> = {
  readonly [Name in keyof Fields as Fields[Name] extends KeptField ? Name : never]: Fields[Name] extends KeptField
    ? Fields[Name]['column']
    : never;
};

/** The key comes first: it is the record's own id. */
export function columnsOf<Fields extends RecordFields>(fields: Fields): ColumnsOf<Fields> {
  const all = Object.entries(fields).filter((entry): entry is [string, KeptField] => 'column' in entry[1]);
  const keyFirst = [...all.filter(([, { kind }]) => kind === 'id'), ...all.filter(([, { kind }]) => kind !== 'id')];
  return Object.fromEntries(keyFirst.map(([name, { column }]) => [name, column])) as ColumnsOf<Fields>;
}

/** The names of the fields that are kept. */
export function keptNames(fields: RecordFields): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.isKept);
}
