import { assert } from '@fulcrum/log';
import type { Column } from '../state/kept-fields.ts';

/** A row as text, column by column. */
export type Row = readonly (string | null)[];

/** With a question mark it is null in the table, and undefined in the program, where there is no value. */
export type ColumnKind = Column | `${Column}?` | 'numbers';

/** PostgreSQL's type for each kind of column. Several whole numbers stand in one text, with commas between them. */
function sqlType(kind: ColumnKind): string {
  return kind === 'numbers' ? 'text' : kind.replace('?', '');
}

/** Prints and reads the rows of one of the snapshot's tables. The first column is the key. */
export interface RowCodec<RecordType> {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  print(record: RecordType): Row;
  read(row: Row): RecordType;
}

/** Makes the codec of a table from its columns, each of which has the name of a value of the record. */
export function rowCodec<RecordType extends object>(
  name: string,
  columns: readonly (readonly [name: string & keyof RecordType, kind: ColumnKind])[],
): RowCodec<RecordType> {
  return {
    name,
    columns: columns.map(([column, kind]) => [column, sqlType(kind)]),
    print: (record) => columns.map(([column, kind]) => printValue(record[column], kind)),
    read: (row) => {
      assert(row.length === columns.length, `a row of ${name} has a value for each column`);
      const record: Record<string, unknown> = {};
      for (const [at, [column, kind]] of columns.entries()) record[column] = readValue(row[at] ?? null, kind);
      return record as RecordType;
    },
  };
}

function printValue(value: unknown, kind: ColumnKind): string | null {
  if (value === undefined) return null;
  return kind === 'numbers' ? (value as readonly number[]).join() : String(value);
}

function readValue(text: string | null, kind: ColumnKind): unknown {
  if (text === null) {
    assert(kind.endsWith('?'), 'a value that there always is is in its row');
    return undefined;
  }
  if (kind === 'numbers') return text === '' ? [] : text.split(',').map(Number);
  return kind.startsWith('int') || kind.startsWith('bigint') ? Number(text) : text;
}
