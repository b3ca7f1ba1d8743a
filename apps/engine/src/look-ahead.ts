import type { Tables } from '@fulcrum/db';
import { compareLogIds, type LogId } from '@fulcrum/log';
import { type Connection, entryAt, entryDigest, OvertakenError } from '@fulcrum/streams';
import { readSummaryRow } from './snapshot-records.ts';
import { summaryTable } from './snapshot-tables.ts';

/**
 * Looks whether the log still has the entry of a snapshot that another engine has committed ahead of a position. If not,
 * Redis has lost entries that the snapshot contains, or somebody has put a marker where they were: whoever read on from
 * the position would see no hole, and would go on without them.
 *
 * @throws OvertakenError when the state has to be loaded from that snapshot.
 */
export async function lookAhead(redis: Connection, key: string, tables: Tables, position: LogId): Promise<void> {
  const checkpoint = await tables.checkpoint('engine');
  if (compareLogIds(checkpoint, position) <= 0) return;
  const entry = await entryAt(redis, key, checkpoint);
  const [row] = await tables.find(summaryTable, [checkpoint]);
  const digest = row && readSummaryRow(row).entryDigest;
  const isAnother = entry !== undefined && digest !== undefined && entryDigest(entry) !== digest;
  if (entry === undefined || entry.fields.type === 'marker' || isAnother) throw new OvertakenError(key, checkpoint);
}
