import { LOG_START, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { streamInfo } from './inspect.ts';
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
  const { entriesAdded, length } = await streamInfo(redis, key);
  if (entriesAdded !== length) return { from: position, gap: 'trimmed' };
  return position === LOG_START ? { from: position } : { from: LOG_START, gap: 'lost' };
}

/** The last entry that stands at a position or before it. */
async function nearestTo(redis: Connection, key: string, position: LogId): Promise<LogId | undefined> {
  const [nearest] = (await redis.call('XREVRANGE', [key, position, '-', 'COUNT', 1])) as RawEntry[];
  return nearest?.[0];
}
