import type { Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';

/** A table with the columns that are written in bulk. The first column is the key. */
export interface BulkTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

/** A row as text, column by column, so that exact amounts pass without a floating point number in between. */
export type Row = readonly (string | null)[];

/** Rows that one statement writes. */
const CHUNK = 20_000;

/** Writes rows, over those that have the same key. One statement takes many. */
export async function upsertRows(tx: Queryable, table: BulkTable, rows: readonly Row[]): Promise<void> {
  const [[key = ''] = [], ...others] = table.columns;
  const updates = Prisma.raw(others.map(([column]) => `"${column}" = excluded."${column}"`).join(', '));
  const names = columnNames(table);
  for (const chunk of chunks(rows)) {
    await tx.$executeRaw`
      insert into ${Prisma.raw(`"${table.name}"`)} (${names})
      select ${names} from ${unnested(table, chunk)}
      on conflict (${Prisma.raw(`"${key}"`)}) do update set ${updates}`;
  }
}

/** Writes over the rows that have these keys. */
export async function updateRows(tx: Queryable, table: BulkTable, rows: readonly Row[]): Promise<void> {
  const [[key = ''] = [], ...others] = table.columns;
  const updates = Prisma.raw(others.map(([column]) => `"${column}" = row."${column}"`).join(', '));
  const name = Prisma.raw(`"${table.name}"`);
  for (const chunk of chunks(rows)) {
    await tx.$executeRaw`
      update ${name} set ${updates} from ${unnested(table, chunk)}
      where ${name}.${Prisma.raw(`"${key}"`)} = row.${Prisma.raw(`"${key}"`)}`;
  }
}

/** Rows as a table that a statement can read: each column travels as one array. */
function unnested(table: BulkTable, rows: readonly Row[]): Prisma.Sql {
  const arrays = table.columns.map(
    ([, type], index) => Prisma.sql`${columnLiteral(rows, index)}::${Prisma.raw(type)}[]`,
  );
  return Prisma.sql`unnest(${Prisma.join(arrays)}) as row (${columnNames(table)})`;
}

function columnNames({ columns }: BulkTable): Prisma.Sql {
  return Prisma.raw(columns.map(([column]) => `"${column}"`).join(', '));
}

/** Removes the rows with these keys. */
export async function deleteRows(tx: Queryable, { name, columns }: BulkTable, keys: readonly string[]): Promise<void> {
  const [key = '', type = ''] = columns[0] ?? [];
  for (const chunk of chunks(keys)) {
    await tx.$executeRaw`
      delete from ${Prisma.raw(`"${name}"`)}
      where ${Prisma.raw(`"${key}"`)} = any(${arrayLiteral(chunk)}::${Prisma.raw(type)}[])`;
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

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}
