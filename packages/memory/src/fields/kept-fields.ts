import type { RecordField, RecordFields } from './record-fields.ts';

/** A field that a snapshot keeps, in the column of its name. */
export interface KeptField<Column extends string> extends RecordField {
  readonly column: Column;
}

/** A field that follows from others, or is kept in another way. */
export function derived<Kind extends RecordField['kind']>(kind: Kind) {
  return { kind, isKept: false, isHashed: 'never' } as const;
}

/** The names of the fields that are kept. */
export function keptNames(fields: RecordFields): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.isKept);
}

/** The fields that have a column. */
export function keptFields<Column extends string>(fields: RecordFields): [name: string, field: KeptField<Column>][] {
  return Object.entries(fields).filter((entry): entry is [string, KeptField<Column>] => 'column' in entry[1]);
}
