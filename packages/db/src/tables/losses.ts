import type { Database } from '../client/client.ts';
import type { BulkTable, Row } from './bulk-rows.ts';

/** Entries of the log that are gone. */
export interface Loss {
  /** The last entry before them of which all that it did is kept. */
  readonly after: string;
  /** When an engine found out, in milliseconds since 1970. Whatever came later is there. */
  readonly foundAt: number;
}

/** Written by engine and recorder. What is found twice behind the same entry is one loss. */
export const lossTable: BulkTable = {
  name: 'Loss',
  columns: [
    ['after', 'text'],
    ['foundAt', 'bigint'],
  ],
};

/** The same of the venue's log. */
export const venueLossTable: BulkTable = { ...lossTable, name: 'VenueLoss' };

export function lossRow({ after, foundAt }: Loss): Row {
  return [after, String(foundAt)];
}

/** No log has lost entries as often as this. */
const MOST = 1_000;

/** What a shard's log has lost, the last loss first. */
export async function readLosses(db: Database, shard: number): Promise<Loss[]> {
  return db.$queryRaw<Loss[]>`
    select "after", "foundAt"::float8 as "foundAt" from "Loss"
    where "shard" = ${shard}::int order by "foundAt" desc limit ${MOST}::int`;
}
