import type { BulkTable, Row } from '@fulcrum/db';
import { assert, type LogId } from '@fulcrum/log';

/** What is kept of each recent snapshot. The others are compared with it. */
export interface Summary {
  readonly position: LogId;
  readonly formatVersion: number;
  readonly stateHash: string;
  /** Those of this kind of core, as text. */
  readonly figures: Row;
  /** Of the log's entry at the position. Older versions wrote none. */
  readonly entryDigest: string | undefined;
}

/**
 * The table of summaries.
 *
 * @param figures its name, and the columns of what is kept of the state as a whole.
 */
export function summaryTableOf({ name, columns }: BulkTable): BulkTable {
  return {
    name,
    columns: [
      ['position', 'text'],
      ['formatVersion', 'int'],
      ['stateHash', 'text'],
      ...columns,
      ['entryDigest', 'text'],
    ],
  };
}

export function summaryRow({ position, formatVersion, stateHash, figures, entryDigest }: Summary): Row {
  return [position, String(formatVersion), stateHash, ...figures, entryDigest ?? null];
}

export function readSummary(row: Row): Summary {
  const [position, formatVersion, stateHash] = row;
  assert(
    typeof position === 'string' && typeof formatVersion === 'string' && typeof stateHash === 'string',
    'a summary has a position, a format and a hash',
  );
  return {
    position,
    formatVersion: Number(formatVersion),
    stateHash,
    figures: row.slice(3, -1),
    entryDigest: row.at(-1) ?? undefined,
  };
}
