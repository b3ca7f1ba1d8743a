import { compareLogIds, type Entry, LOG_START, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { endIfEmpty, firstAfter, streamInfo } from './inspect.ts';
import type { RawEntry } from './raw-entry.ts';

/** Where a reader goes on. */
export interface Resumption {
  /** What stands behind this entry is new to the reader. */
  readonly from: LogId;
  /**
   * Why entries are missing behind the reader's position: they were trimmed before it read them, or the stream was lost
   * since, in part or whole. Undefined when none are missing.
   */
  readonly gap?: 'trimmed' | 'lost';
}

/**
 * Finds where a reader goes on that had come to a position. Trimming takes entries from the front alone. So the stream
 * was lost when the entry at the position is gone although an earlier one is there, or although nothing was ever
 * removed. It began anew: whatever stands there now is new, and nothing more can be had.
 */
export async function resumeAt(redis: Connection, key: string, position: LogId): Promise<Resumption> {
  const nearest = await nearestTo(redis, key, position);
  if (nearest === position) return { from: position };
  if (nearest !== undefined) return { from: nearest, gap: 'lost' };
  const { entriesAdded, length, lastId } = await streamInfo(redis, key);
  if (entriesAdded !== length) return goOnBehindTrimmed(position, lastId);
  return position === LOG_START ? { from: position } : { from: LOG_START, gap: 'lost' };
}

/** The entry at the position was removed. When the stream's last id is below it, the stream has lost its end. */
function goOnBehindTrimmed(position: LogId, lastId: LogId): Resumption {
  const order = compareLogIds(lastId, position);
  if (order < 0) return { from: lastId, gap: 'lost' };
  return order === 0 ? { from: position } : { from: position, gap: 'trimmed' };
}

/**
 * Finds where a reader goes on that does without what was removed behind its position: at the first entry that is left,
 * which is new to it, or at the end of a stream in which none is left.
 */
export async function skipRemoved(
  redis: Connection,
  key: string,
  position: LogId,
): Promise<{ readonly from: LogId; readonly first: Entry | undefined }> {
  const end = await endIfEmpty(redis, key);
  const first = await firstAfter(redis, key, position);
  const isBehind = compareLogIds(end, position) > 0;
  return { from: first?.id ?? (isBehind ? end : position), first };
}

/** The last entry that stands at a position or before it. */
async function nearestTo(redis: Connection, key: string, position: LogId): Promise<LogId | undefined> {
  const [nearest] = (await redis.call('XREVRANGE', [key, position, '-', 'COUNT', 1])) as RawEntry[];
  return nearest?.[0];
}
