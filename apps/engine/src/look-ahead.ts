import { compareLogIds, type LogId } from '@fulcrum/core';
import type { Tables } from '@fulcrum/db';
import { type Connection, entryAt, OvertakenError } from '@fulcrum/streams';

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
  if (entry === undefined || entry.fields.type === 'marker') throw new OvertakenError(key, checkpoint);
}
