import type { Database } from '../client/client.ts';
import type { BulkTable, Row } from './bulk-rows.ts';

/** Entries of the log that are gone. */
export interface Loss {
  /** The last entry before them of which all that it did is kept. */
  readonly after: string;
  /** When an engine found out, in milliseconds since 1970. Whatever came later is there. */
  readonly foundAt: number;
}

/** Written by the engine. What is found twice behind the same entry is one loss. */
export const lossTable: BulkTable = {
  name: 'Loss',
  columns: [
    ['after', 'text'],
    ['foundAt', 'bigint'],
  ],
};

export function lossRow({ after, foundAt }: Loss): Row {
  return [after, String(foundAt)];
}

/** More than anybody can have lived through. */
const MOST = 1_000;

/** The last one first. */
export async function readLosses(db: Database): Promise<Loss[]> {
  return db.$queryRaw<Loss[]>`
    select "after", "foundAt"::float8 as "foundAt" from "Loss" order by "foundAt" desc limit ${MOST}::int`;
}
