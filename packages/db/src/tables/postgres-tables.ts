import { assertShard } from '@fulcrum/log';
import type { Database, Queryable } from '../client/client.ts';
import { readAtOneMoment } from '../client/read-transaction.ts';
import { Prisma } from '../generated/client.ts';
import {
  type BulkTable,
  deleteRows,
  identifier,
  keyOf,
  OWN_COLUMNS,
  type Row,
  updateRows,
  upsertRows,
} from './bulk-rows.ts';
import { moveCheckpoint, type Reader, readCheckpoint } from './checkpoint.ts';
import type { TableReading, Tables, Transaction } from './tables.ts';

/** What a transaction may take unless its caller says otherwise. */
const TRANSACTION_LIMIT_MS = 60_000;

/** The tables in PostgreSQL, as one shard sees them. */
export class PostgresTables implements Tables {
  readonly shard: number;
  readonly #db: Database;
  readonly #url: string;

  /** @param url of the same database: large readings have a connection of their own. */
  constructor(db: Database, url: string, shard: number) {
    assertShard(shard);
    this.shard = shard;
    this.#db = db;
    this.#url = url;
  }

  checkpoint(reader: Reader): Promise<string> {
    return readCheckpoint(this.#db, this.shard, reader);
  }

  async find(table: BulkTable, keys: readonly string[]): Promise<Row[]> {
    return toRows(table, await this.#db.$queryRawUnsafe<TextColumns[]>(findQuery(table), this.shard, keys));
  }

  transaction(work: (tx: Transaction) => Promise<void>, limitMs = TRANSACTION_LIMIT_MS): Promise<void> {
    return this.#db.$transaction((tx) => work(transactionOn(tx, this.shard)), { timeout: limitMs });
  }

  readAtOneMoment<Result>(silenceLimitMs: number, read: (reading: TableReading) => Promise<Result>): Promise<Result> {
    const { shard } = this;
    return readAtOneMoment(this.#url, silenceLimitMs, ({ rows, copy }) =>
      read({
        find: async (table, keys) => toRows(table, await rows<TextColumns>(findQuery(table), [shard, keys])),
        copy: (table, orderBy) => copy(copyQuery(table, shard, orderBy)),
        unknownColumns: async ({ name, columns }) => {
          const known = [...OWN_COLUMNS, ...columns.map(([column]) => column)];
          const found = await rows<{ column: string }>(UNKNOWN_COLUMNS, [`"${name}"`, known]);
          return found.map(({ column }) => column);
        },
      }),
    );
  }
}

type TextColumns = Record<string, string | null>;

const UNKNOWN_COLUMNS = `
  select attname::text as "column" from pg_attribute
  where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> all($2::text[]) order by attnum`;

/** COPY takes no parameters. */
function copyQuery({ name, columns }: BulkTable, shard: number, orderBy: string | undefined): string {
  const names = columns.map(([column]) => `"${column}"`).join(', ');
  const order = orderBy === undefined ? '' : ` order by "${orderBy}"`;
  return `select ${names} from "${name}" where "shard" = ${shard}${order}`;
}

function findQuery(table: BulkTable): string {
  const [key, type] = keyOf(table);
  const texts = table.columns.map(([column]) => `"${column}"::text`).join(', ');
  return `select ${texts} from "${table.name}" where "shard" = $1::int and "${key}" = any($2::${type}[])`;
}

function toRows({ columns }: BulkTable, found: readonly TextColumns[]): Row[] {
  return found.map((row) => columns.map(([column]) => row[column] ?? null));
}

function transactionOn(tx: Queryable, shard: number): Transaction {
  const deleteWhere = async (table: BulkTable, condition: Prisma.Sql): Promise<void> => {
    await tx.$executeRaw`delete from ${identifier(table.name)} where "shard" = ${shard}::int and ${condition}`;
  };
  return {
    moveCheckpoint: (reader, from, to, digest) => moveCheckpoint(tx, shard, reader, from, to, digest),
    upsert: (table, rows) => upsertRows(tx, shard, table, rows),
    update: (table, rows) => updateRows(tx, shard, table, rows),
    delete: (table, keys) => deleteRows(tx, shard, table, keys),
    deleteKeysBetween: (table, least, greatest) =>
      deleteWhere(table, Prisma.sql`${identifier(keyOf(table)[0])} between ${least} and ${greatest}`),
    deleteFrom: (table, column, least) => deleteWhere(table, Prisma.sql`${identifier(column)} >= ${least}`),
    deleteUpTo: (table, column, greatest) => deleteWhere(table, Prisma.sql`${identifier(column)} <= ${greatest}`),
    deleteOlderThan: (table, ms) =>
      deleteWhere(table, Prisma.sql`"createdAt" < now() - ${ms} * interval '1 millisecond'`),
  };
}
