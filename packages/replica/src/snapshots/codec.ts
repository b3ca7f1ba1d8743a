import type { BulkTable, Reader, Row, Transaction } from '@fulcrum/db';
import type { Changes, Core } from '../core.ts';
import type { TableReader } from './table-reader.ts';

/** How the state of a core is written to tables, and read back. */
export interface SnapshotCodec<C extends Core<Ch>, Ch extends Changes = Changes> extends ChangesCodec<Ch> {
  /**
   * The tables in which the state's records stand, besides the summary. Each has a column `shard` as well, which no core
   * knows: whoever writes or reads a row does so within its shard.
   */
  readonly tables: readonly BulkTable[];
  /** The name of the checkpoint of whoever records the results, which may be ahead of the snapshots'; undefined: nobody does. */
  readonly recorder: Reader | undefined;
  /** Where entries of the log are noted that are gone. Its rows are those of `lossRow`. */
  readonly lossTable: BulkTable;
  /** The state before the first entry of the log. */
  empty(): C;
  /**
   * Looks whether a snapshot can be read, before any of its rows is.
   *
   * @param figures of its summary.
   * @throws when it cannot.
   */
  assertReadable(formatVersion: number, figures: Row): void;
  /** Reads the state back. The replica compares its hash. */
  restore(tables: TableReader, figures: Row): Promise<C>;
}

/** The part of it that the snapshot thread needs. */
export interface ChangesCodec<Ch extends Changes = Changes> {
  /** The name of the checkpoint that the snapshots move. */
  readonly reader: Reader;
  /**
   * One row for each recent snapshot. Its columns are the position, the format's version, the state's hash, then the
   * figures of this kind of core, and last the digest of the log's entry at the position (see summary.ts). The database
   * adds two: `shard`, as to every table, and `createdAt`, by which old summaries are deleted.
   */
  readonly summaryTable: BulkTable;
  /** Whether the hash in a snapshot of this format was made as this version makes it. */
  hasComparableHash(formatVersion: number): boolean;
  /**
   * Begins a set of changes.
   *
   * @param since the figures of the snapshot point at which the changes begin; undefined at the start of the log.
   */
  collect(changes: Ch, since: Row | undefined): ChangeSet<Ch>;
}

/**
 * What changed over one or several snapshot points. However many they are, it holds no more than the states at its two
 * ends do.
 */
export interface ChangeSet<Ch extends Changes> {
  /** How many records it holds. */
  readonly size: number;
  /** Of the state at its end. */
  readonly stateHash: string;
  /** The summary's own figures at its end. */
  readonly figures: Row;
  readonly formatVersion: number;
  /** Puts the changes up to the next snapshot point over those before it. */
  add(changes: Ch): void;
  /**
   * Writes it over the snapshot at its beginning, or over any later one that another replica wrote in between: removes
   * the rows of records that are gone, and writes those of the records that changed.
   */
  write(tx: Transaction): Promise<void>;
}
