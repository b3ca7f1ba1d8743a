import type { Queryable } from '@fulcrum/db';
import type { ChainPlace, ChainRow } from './chain.ts';

/**
 * A page of rows by their numbers, from that of a row on which is known: it comes again, so that one that was changed
 * since is found, and one that stands there twice. Each column is text: the number, the parts that are hashed, and both
 * hashes. They have names of their own, since rows are not ordered by a text.
 */
export function chainPage(from: bigint | undefined, limit: number): string {
  return `
    select "number"::text as "c0", case when isfinite("at") then (extract(epoch from "at") * 1000)::bigint::text end as "c1",
      "actor" as "c2", "role" as "c3", "address" as "c4", "act" as "c5", "subject" as "c6", "content" as "c7",
      encode("previousHash", 'hex') as "c8", encode("hash", 'hex') as "c9"
    from "AuditEntry"${from === undefined ? '' : ` where "number" >= ${from}`} order by "number" limit ${limit}`;
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

/** The same page over a pool. */
export async function readChainPage(db: Queryable, from: bigint | undefined, limit: number): Promise<ChainRow[]> {
  const rows = await db.$queryRawUnsafe<Record<string, string | null>[]>(chainPage(from, limit));
  return rows.map((row) => readChainRow(Object.values(row)));
}

/** The last row of the log; undefined of an empty one. */
export async function chainHead(db: Queryable): Promise<ChainPlace | undefined> {
  const [head] = await db.$queryRaw<ChainPlace[]>`
    select "number", encode("hash", 'hex') as "hash" from "AuditEntry" order by "number" desc limit 1`;
  return head;
}
