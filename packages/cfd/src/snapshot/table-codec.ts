import { assert, formatDecimal, parseDecimal } from '@fulcrum/log';
import { type Grid, MONEY_DECIMALS, readMoney } from '../numbers/money.ts';
import type { BaseKind, ColumnKind, Columns, Printable, RecordOf } from '../state/columns.ts';

/** A row as text, column by column. */
export type Row = readonly (string | null)[];

/** PostgreSQL's type for each kind of column. */
const SQL_TYPES: Readonly<Record<BaseKind, string>> = {
  text: 'text',
  uuid: 'uuid',
  side: 'text',
  mode: 'text',
  positionMode: 'text',
  int: 'int',
  bigint: 'bigint',
  price: 'numeric',
  quantity: 'numeric',
  money: 'numeric',
};

/** Prints and reads the rows of one of the snapshot's tables. The first column is the key. */
export interface TableCodec<Of extends Columns> {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** @param grid the decimals of the record's instrument, where it has prices or quantities. */
  print(record: Printable<Of>, grid?: Grid): Row;
  read(row: Row, grid?: Grid): RecordOf<Of>;
  /** One value of a row, as it stands there. */
  text(row: Row, name: keyof Of & string): string;
}

/**
 * Makes the codec of a table from its columns. A snapshot may have a million rows, so both functions are written out as
 * source and compiled once.
 */
export function tableCodec<Of extends Columns>(name: string, columns: Of): TableCodec<Of> {
  const entries = Object.entries(columns).map(([column, kind]) => ({ column, ...partsOf(kind) }));
  const printed = entries.map(({ column, base, isOptional }) => {
    const source = `record.${column}`;
    return isOptional ? `${source} === undefined ? null : ${printSource(base, source)}` : printSource(base, source);
  });
  const read = entries.map(({ column, base, isOptional }, index) => {
    const source = `row[${index}]`;
    const value = readSource(base, source);
    return `${column}: ${isOptional ? `${source} === null ? undefined : ${value}` : value}`;
  });
  const indexes = new Map(entries.map(({ column }, index) => [column, index]));
  const functions = { formatDecimal, readMoney, readUnits };
  return {
    name,
    columns: entries.map(({ column, base }) => [column, SQL_TYPES[base]] as const),
    print: compile(functions, 'record', `[${printed.join(', ')}]`),
    read: compile(functions, 'row', `({ ${read.join(', ')} })`),
    text: (row, column) => {
      const text = row[indexes.get(column) ?? -1];
      assert(typeof text === 'string', `a row of ${name} has the column ${column}`);
      return text;
    },
  };
}

function compile<Result>(functions: object, parameter: string, result: string): (from: unknown, grid?: Grid) => Result {
  const names = Object.keys(functions).join(', ');
  return new Function('functions', `const { ${names} } = functions; return (${parameter}, grid) => ${result};`)(
    functions,
  );
}

function partsOf(kind: ColumnKind): { base: BaseKind; isOptional: boolean } {
  const isOptional = kind.endsWith('?');
  return { base: (isOptional ? kind.slice(0, -1) : kind) as BaseKind, isOptional };
}

function printSource(kind: BaseKind, source: string): string {
  switch (kind) {
    case 'int':
    case 'bigint':
      return `String(${source})`;
    case 'money':
      return `formatDecimal(${source}, ${MONEY_DECIMALS})`;
    case 'price':
    case 'quantity':
      return `formatDecimal(${source}, grid.${kind}Decimals)`;
    default:
      return source;
  }
}

function readSource(kind: BaseKind, source: string): string {
  switch (kind) {
    case 'int':
    case 'bigint':
      return `Number(${source})`;
    case 'money':
      return `readMoney(${source})`;
    case 'price':
    case 'quantity':
      return `readUnits(${source}, grid.${kind}Decimals)`;
    default:
      return source;
  }
}

/** Reads an amount that was written in units of 10^-decimals. */
function readUnits(text: string, decimals: number): number {
  const units = parseDecimal(text, decimals);
  assert(units !== undefined, `the amount ${text} of a snapshot row is on its grid`);
  return units;
}
