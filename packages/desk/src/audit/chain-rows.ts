import { Prisma, type Queryable } from '@fulcrum/db';
import type { ChainPlace, ChainRow } from './chain.ts';

/** What a row is read as: its number, the parts that are hashed, and both hashes. All of it is text. */
const COLUMNS = `"number"::text, case when isfinite("at") then (extract(epoch from "at") * 1000)::bigint::text end,
  "actor", "role", "address", "act", "subject", "content", encode("previousHash", 'hex'), encode("hash", 'hex')`;

/**
 * A page of rows by their numbers, from that of a row on which is known: it comes again, so that one that was changed
 * since is found, and one that stands there twice. What is selected is text, by which it must not be ordered.
 */
export function chainPage(from: bigint | undefined, limit: number): string {
  const where = from === undefined ? '' : ` where "number" >= ${from}`;
  return `select ${COLUMNS} from "AuditEntry"${where} order by "AuditEntry"."number" limit ${limit}`;
}

/** @param row the columns of a page. */
export function readChainRow(row: readonly (string | null)[]): ChainRow {
  return {
    number: BigInt(row[0] ?? 0),
    parts: row.slice(1, 8),
    previousHash: row[8] ?? null,
    hash: row[9] ?? null,
  };
}

/** The same page over a pool. A row comes as one array, which costs a tenth of ten columns. */
export async function readChainPage(db: Queryable, from: bigint | undefined, limit: number): Promise<ChainRow[]> {
  const rows = await db.$queryRaw<{ row: (string | null)[] }[]>`
    select array[${Prisma.raw(COLUMNS)}] as "row" from "AuditEntry"
    ${from === undefined ? Prisma.empty : Prisma.sql`where "number" >= ${from}`} order by "number" limit ${limit}::int`;
  return rows.map(({ row }) => readChainRow(row));
}

/** The last row of the log; undefined of an empty one. */
export async function chainHead(db: Queryable): Promise<ChainPlace | undefined> {
  const [head] = await db.$queryRaw<ChainPlace[]>`
    select "number", encode("hash", 'hex') as "hash" from "AuditEntry" order by "number" desc limit 1`;
  return head;
}
