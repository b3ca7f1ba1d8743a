import type { BulkTable, Row } from './bulk-rows.ts';
import type { Reader } from './checkpoint.ts';

/**
 * The tables that are written out of the log of one shard, as their writers need them: rows of text that are found by
 * their keys, and transactions that happen whole or not at all. The rows of other shards are out of sight and reach.
 */
export interface Tables extends Finding {
  readonly shard: number;
  /** Where a reader stands, `0-0` before its first checkpoint. */
  checkpoint(reader: Reader): Promise<string>;
  /**
   * Does all of it, or nothing when `work` throws. Where it rejects for another reason nobody knows what was done: the
   * connection may have broken after the commit.
   *
   * @param limitMs after which it is given up.
   */
  transaction(work: (tx: Transaction) => Promise<void>, limitMs?: number): Promise<void>;
  /**
   * Reads everything as of one moment, for as long as rows come.
   *
   * @param silenceLimitMs without any, after which it is given up.
   */
  readAtOneMoment<Result>(silenceLimitMs: number, read: (reading: TableReading) => Promise<Result>): Promise<Result>;
}

export interface Finding {
  /** The rows that have one of these keys, in any order. */
  find(table: BulkTable, keys: readonly string[]): Promise<Row[]>;
}

export interface TableReading extends Finding {
  /** All rows of a table, which may have millions, some hundred at a time. */
  copy(table: BulkTable, orderBy?: string): AsyncIterable<readonly Row[]>;
  /** The names of columns that the table has and its description has not, in any order. A newer version has made them. */
  unknownColumns(table: BulkTable): Promise<string[]>;
}

export interface Transaction {
  /**
   * Moves a checkpoint. Whoever else moves it waits until this transaction is over.
   *
   * @param digest of the entry at the new position.
   * @throws CheckpointMovedError when it does not stand at `from`.
   */
  moveCheckpoint(reader: Reader, from: string, to: string, digest?: string): Promise<void>;
  /** Writes rows, over those that have the same key. */
  upsert(table: BulkTable, rows: readonly Row[]): Promise<void>;
  /** Writes over the rows that have these keys, and leaves out those that are not there. */
  update(table: BulkTable, rows: readonly Row[]): Promise<void>;
  delete(table: BulkTable, keys: readonly string[]): Promise<void>;
  /** Removes the rows whose keys, in the order of texts, are one of these two or lie between them. */
  deleteKeysBetween(table: BulkTable, least: string, greatest: string): Promise<void>;
  /** Removes the rows in which a column of whole numbers has this value or a greater one. */
  deleteFrom(table: BulkTable, column: string, least: number): Promise<void>;
  /** Removes the rows in which a column of whole numbers has this value or a smaller one. */
  deleteUpTo(table: BulkTable, column: string, greatest: number): Promise<void>;
  /** Removes the rows that were made longer ago than this, by the database's own clock. */
  deleteOlderThan(table: BulkTable, ms: number): Promise<void>;
}
