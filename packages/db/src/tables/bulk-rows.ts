import { assert } from '@fulcrum/log';
import type { Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';

/** A table with the columns that are written in bulk. The first column is the key, within a shard. */
export interface BulkTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

/** Columns that tables have besides those described: the shard, and the time by which some rows are deleted when old. */
export const OWN_COLUMNS: readonly string[] = ['shard', 'createdAt'];

/**
 * Holds the description of a table to columns that are free.
 *
 * @throws an error that names the column that is not.
 */
export function assertColumns({ name, columns }: BulkTable): void {
  for (const [column] of columns)
    assert(
      !OWN_COLUMNS.includes(column),
      `the column ${name}.${column} is none of a record: the database has it for itself`,
    );
}

/** A row as text, column by column, so that exact amounts pass without a floating point number in between. */
export type Row = readonly (string | null)[];

/** Rows that one statement writes. */
const CHUNK = 20_000;

/**
 * Writes rows of a shard, over those that have the same key there. One statement takes many.
 *
 * The key's constraint is named, because the ids of the history are unique across all shards, and other keys within one.
 */
export async function upsertRows(tx: Queryable, shard: number, table: BulkTable, rows: readonly Row[]): Promise<void> {
  const updates = Prisma.raw(
    others(table)
      .map((column) => `${column} = excluded.${column}`)
      .join(', '),
  );
  const names = columnNames(table);
  for (const chunk of chunks(table, rows)) {
    await tx.$executeRaw`
      insert into ${identifier(table.name)} ("shard", ${names})
      select ${shard}::int, ${names} from ${unnested(table, chunk)}
      on conflict on constraint ${identifier(`${table.name}_pkey`)} do update set ${updates}`;
  }
}

/** Writes over the rows of a shard that have these keys. */
export async function updateRows(tx: Queryable, shard: number, table: BulkTable, rows: readonly Row[]): Promise<void> {
  const updates = Prisma.raw(
    others(table)
      .map((column) => `${column} = row.${column}`)
      .join(', '),
  );
  const [name, key] = [identifier(table.name), identifier(keyOf(table)[0])];
  for (const chunk of chunks(table, rows)) {
    await tx.$executeRaw`
      update ${name} set ${updates} from ${unnested(table, chunk)}
      where ${name}."shard" = ${shard}::int and ${name}.${key} = row.${key}`;
  }
}

/** The column by which rows are found, and its type. */
export function keyOf({ name, columns }: BulkTable): readonly [name: string, type: string] {
  const [key] = columns;
  assert(key !== undefined, `the table ${name} has no key`);
  return key;
}

/** The names of all columns but the key, quoted. */
function others({ name, columns }: BulkTable): string[] {
  assert(columns.length > 1, `the table ${name} has nothing but its key`);
  return columns.slice(1).map(([column]) => `"${column}"`);
}

export function identifier(name: string): Prisma.Sql {
  return Prisma.raw(`"${name}"`);
}

/**
 * Rows as a table that a statement can read. Each column travels as one array. A column without any value is left out: a mass
 * closing would send a hundred thousand nulls for it.
 */
function unnested({ name, columns }: BulkTable, rows: readonly Row[]): Prisma.Sql {
  const isFilled = columns.map((_, index) => rows.some((row) => row[index] !== null));
  const filled: BulkTable = { name, columns: columns.filter((_, index) => isFilled[index]) };
  const arrays = columns.flatMap(([, type], index) =>
    isFilled[index] ? [Prisma.sql`${columnLiteral(rows, index)}::${Prisma.raw(type)}[]`] : [],
  );
  const all = columns.map(([column, type], index) =>
    isFilled[index] ? `"${column}"` : `null::${type} as "${column}"`,
  );
  return Prisma.sql`(
    select ${Prisma.raw(all.join(', '))} from unnest(${Prisma.join(arrays)}) as filled (${columnNames(filled)})
  ) as row`;
}

function columnNames({ columns }: BulkTable): Prisma.Sql {
  return Prisma.raw(columns.map(([column]) => `"${column}"`).join(', '));
}

/** Removes the rows of a shard with these keys. */
export async function deleteRows(
  tx: Queryable,
  shard: number,
  table: BulkTable,
  keys: readonly string[],
): Promise<void> {
  const [key, type] = keyOf(table);
  for (let at = 0; at < keys.length; at += CHUNK) {
    const some = arrayLiteral(keys.slice(at, at + CHUNK));
    await tx.$executeRaw`
      delete from ${identifier(table.name)}
      where "shard" = ${shard}::int and ${identifier(key)} = any(${some}::${Prisma.raw(type)}[])`;
  }
}

function columnLiteral(rows: readonly Row[], column: number): string {
  return arrayLiteral(rows.map((row) => row[column] ?? null));
}

/**
 * Values as PostgreSQL reads an array from text. The client library would do the same, and look at each value several
 * times on the way, which takes most of a batch's time in this process.
 */
function arrayLiteral(values: readonly (string | null)[]): string {
  let text = '';
  for (const value of values) text += text === '' ? element(value) : `,${element(value)}`;
  return `{${text}}`;
}

/** What needs no quotes in an array: ids, amounts and single words. Quotes are escaped once more on the way. */
const PLAIN = /^(?!null$)[\w.+-]+$/i;

function element(value: string | null): string {
  if (value === null) return 'NULL';
  return PLAIN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Rows, so many at a time that one statement may write them. Each has a value for every column. */
function* chunks({ name, columns }: BulkTable, rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK);
    assert(
      chunk.every((row) => row.length === columns.length),
      `a row of ${name} has ${columns.length} columns`,
    );
    yield chunk;
  }
}
