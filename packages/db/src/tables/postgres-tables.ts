import type { Database, Queryable } from '../client/client.ts';
import { readAtOneMoment } from '../client/read-transaction.ts';
import { Prisma } from '../generated/client.ts';
import { type BulkTable, deleteRows, type Row, updateRows, upsertRows } from './bulk-rows.ts';
import { moveCheckpoint, type Reader, readCheckpoint } from './checkpoint.ts';
import type { TableReading, Tables, Transaction } from './tables.ts';

/** What a transaction may take unless its caller says otherwise. */
const TRANSACTION_LIMIT_MS = 60_000;

/** The tables in PostgreSQL. */
export class PostgresTables implements Tables {
  readonly #db: Database;
  readonly #url: string;

  /** @param url of the same database: large readings have a connection of their own. */
  constructor(db: Database, url: string) {
    this.#db = db;
    this.#url = url;
  }

  checkpoint(reader: Reader): Promise<string> {
    return readCheckpoint(this.#db, reader);
  }

  async find(table: BulkTable, keys: readonly string[]): Promise<Row[]> {
    return toRows(table, await this.#db.$queryRawUnsafe<TextColumns[]>(findQuery(table), keys));
  }

  transaction(work: (tx: Transaction) => Promise<void>, limitMs = TRANSACTION_LIMIT_MS): Promise<void> {
    return this.#db.$transaction((tx) => work(transactionOn(tx)), { timeout: limitMs });
  }

  readAtOneMoment<Result>(silenceLimitMs: number, read: (reading: TableReading) => Promise<Result>): Promise<Result> {
    return readAtOneMoment(this.#url, silenceLimitMs, ({ rows, copy }) =>
      read({
        find: async (table, keys) => toRows(table, await rows<TextColumns>(findQuery(table), [keys])),
        copy: (table, orderBy) => copy(`${selectAll(table)}${orderBy === undefined ? '' : ` order by "${orderBy}"`}`),
      }),
    );
  }
}

type TextColumns = Record<string, string | null>;

function selectAll({ name, columns }: BulkTable): string {
  return `select ${columns.map(([column]) => `"${column}"`).join(', ')} from "${name}"`;
}

function findQuery({ name, columns }: BulkTable): string {
  const [key = '', type = ''] = columns[0] ?? [];
  const texts = columns.map(([column]) => `"${column}"::text`).join(', ');
  return `select ${texts} from "${name}" where "${key}" = any($1::${type}[])`;
}

function toRows({ columns }: BulkTable, found: readonly TextColumns[]): Row[] {
  return found.map((row) => columns.map(([column]) => row[column] ?? null));
}

function transactionOn(tx: Queryable): Transaction {
  return {
    moveCheckpoint: (reader, from, to, digest) => moveCheckpoint(tx, reader, from, to, digest),
    upsert: (table, rows) => upsertRows(tx, table, rows),
    update: (table, rows) => updateRows(tx, table, rows),
    delete: (table, keys) => deleteRows(tx, table, keys),
    deleteKeysFrom: ({ name, columns }, least) =>
      deleteWhere(tx, name, Prisma.sql`${identifier(columns[0]?.[0] ?? '')} >= ${least}`),
    deleteFrom: ({ name }, column, least) => deleteWhere(tx, name, Prisma.sql`${identifier(column)} >= ${least}`),
    deleteUpTo: ({ name }, column, greatest) => deleteWhere(tx, name, Prisma.sql`${identifier(column)} <= ${greatest}`),
    deleteOlderThan: ({ name }, ms) =>
      deleteWhere(tx, name, Prisma.sql`"createdAt" < now() - ${ms} * interval '1 millisecond'`),
  };
}

async function deleteWhere(tx: Queryable, table: string, condition: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`delete from ${identifier(table)} where ${condition}`;
}

function identifier(name: string): Prisma.Sql {
  return Prisma.raw(`"${name}"`);
}
