import { LOG_START, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { type RawEntry, toEntry } from './entry.ts';
import { streamInfo } from './inspect.ts';

/** Where a reader goes on. */
export interface Resumption {
  /** What stands after this entry is new to the reader. */
  readonly from: LogId;
  /** Whether the stream, or its end, was lost since the reader was at its position. */
  readonly isLost: boolean;
}

/**
 * Finds where a reader goes on that had come to a position. Trimming takes entries from the front alone. So when the
 * entry at the position is gone although an earlier one is there, or although nothing was ever removed, the stream was
 * lost, in part or whole, and began anew: whatever stands after the position now is new, and nothing more can be had.
 * A reader that was overtaken by trimming is left at its position, where `follow` will tell.
 */
export async function resumeAt(redis: Connection, key: string, position: LogId): Promise<Resumption> {
  if (position === LOG_START) return { from: position, isLost: false };
  const [nearest] = ((await redis.call('XREVRANGE', [key, position, '-', 'COUNT', 1])) as RawEntry[]).map(toEntry);
  if (nearest !== undefined) return { from: nearest.id, isLost: nearest.id !== position };
  const { entriesAdded, length } = await streamInfo(redis, key);
  return entriesAdded === length ? { from: LOG_START, isLost: true } : { from: position, isLost: false };
}
