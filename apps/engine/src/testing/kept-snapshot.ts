import { existsSync, readFileSync } from 'node:fs';
import { type Database, Prisma } from '@fulcrum/db';
import type { LogEntry, LogId } from '@fulcrum/log';

/**
 * What one version of the engine left in PostgreSQL, as text, and the log from which it came. Such a file stands for
 * the databases that people have: it is never changed, whatever becomes of the engine.
 *
 * format-1.json was written by the code of the last commit whose core and engine both had that format (4a76a7f). The file
 * of a new format is made by keep-snapshot-main.ts, in the commit that raises FORMAT_VERSION. Rules that leave the format as
 * it is have a file as well: format-6-rules-7.json.
 */
export interface KeptSnapshot {
  /** The rows of each table, in no order. */
  readonly tables: Readonly<Record<string, readonly KeptRow[]>>;
  /** The log from its beginning up to the checkpoint. */
  readonly entries: readonly LogEntry[];
}

/** The columns by name, as PostgreSQL prints them. */
type KeptRow = Readonly<Record<string, string | null>>;

/** All that a snapshot consists of. */
const TABLES = [
  'Checkpoint',
  'Snapshot',
  'Instrument',
  'Quote',
  'Account',
  'OpenOrder',
  'ClosedId',
  'HeldTick',
  'Hold',
  'AccountGroup',
  'PendingOrder',
  'TrailingGroup',
] as const;

/** What a file is called: its format, and where the format is older than the rules, these as well: `6-rules-7`. */
export type KeptName = number | `${number}-rules-${number}`;

export function keptFile(name: KeptName): URL {
  return new URL(`kept/format-${name}.json`, import.meta.url);
}

export function isKept(name: KeptName): boolean {
  return existsSync(keptFile(name));
}

export function readKept(name: KeptName): KeptSnapshot {
  return JSON.parse(readFileSync(keptFile(name), 'utf8'));
}

export function formatOfKept(name: KeptName): number {
  return Number.parseInt(String(name), 10);
}

/** Where the engine's checkpoint stands in it. */
export function positionOf({ tables }: KeptSnapshot): LogId {
  return tables.Checkpoint?.find(({ reader }) => reader === 'engine')?.position ?? '';
}

/** Takes the rows of all tables out of a database. */
export async function takeTables(db: Database): Promise<KeptSnapshot['tables']> {
  const tables: Record<string, KeptRow[]> = {};
  for (const name of TABLES) tables[name] = await takeRows(db, name);
  return tables;
}

/** PostgreSQL prints the values: as JSON's numbers amounts would lose digits. */
async function takeRows(db: Database, table: string): Promise<KeptRow[]> {
  const found = await db.$queryRaw<{ row: KeptRow }[]>`
    select json_object_agg(field.name, field.value) as row
    from ${Prisma.raw(`"${table}"`)} stored, jsonb_each_text(to_jsonb(stored)) as field (name, value)
    group by stored.ctid order by stored.ctid`;
  return found.map(({ row }) => row);
}

/**
 * Puts the rows into a database whose tables are empty. Once a migration changes one of these tables, this has to
 * happen before it.
 */
export async function putTables(db: Database, tables: KeptSnapshot['tables']): Promise<void> {
  for (const [name, rows] of Object.entries(tables)) {
    const columns = Prisma.raw(
      Object.keys(rows[0] ?? {})
        .map((column) => `"${column}"`)
        .join(', '),
    );
    const table = Prisma.raw(`"${name}"`);
    await db.$executeRaw`
      insert into ${table} (${columns})
      select ${columns} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)`;
  }
}
