import { type Entry, LOG_START, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { isReplyError } from '../connection/errors.ts';
import { type RawEntry, toEntry } from './raw-entry.ts';
import { READ_LIMIT, ReadSize, sizeOf } from './read-size.ts';

export interface StreamInfo {
  readonly length: number;
  /** The id of the last entry that was ever added, whether it is still there or not. */
  readonly lastId: LogId;
  readonly entriesAdded: number;
}

/**
 * What Redis knows of a stream. One that does not exist is an empty one. The full form of the command tells the first
 * entry alone. The short form tells the last one as well, which has some 110 kB when it is a result of a mass close.
 */
export async function streamInfo(redis: Connection, key: string): Promise<StreamInfo> {
  try {
    return toStreamInfo(await redis.call('XINFO', ['STREAM', key, 'FULL', 'COUNT', 1]));
  } catch (error) {
    if (isReplyError(error, 'no such key')) return toStreamInfo([]);
    throw error;
  }
}

/** Reads the reply of XINFO STREAM: names and values in turn. */
function toStreamInfo(reply: unknown): StreamInfo {
  const fields = Array.isArray(reply) ? reply : [];
  const value = (name: string) => fields[fields.indexOf(name) + 1];
  if (fields.length === 0) return { length: 0, lastId: LOG_START, entriesAdded: 0 };
  return {
    length: Number(value('length')),
    lastId: String(value('last-generated-id')),
    entriesAdded: Number(value('entries-added')),
  };
}

/**
 * The position of a reader that wants what is appended from now on: the stream's last entry, or the last one that it had
 * when somebody has emptied it.
 */
export async function endOfStream(redis: Connection, key: string): Promise<LogId> {
  const [last] = await lastEntries(redis, key, 1);
  return last?.id ?? (await streamInfo(redis, key)).lastId;
}

/**
 * The position of a reader that wants all entries of a stream in which none stands: behind those that were removed.
 * LOG_START when there are entries. Whoever asks before looking for entries misses none that comes in between.
 */
export async function endIfEmpty(redis: Connection, key: string): Promise<LogId> {
  const { length, lastId } = await streamInfo(redis, key);
  return length === 0 ? lastId : LOG_START;
}

/**
 * The newest entries, the oldest of them first. They are read in pieces, like those of `entriesAfter`, and no further
 * piece is read when they have READ_LIMIT together.
 *
 * @param count how many are wanted.
 */
export async function lastEntries(redis: Connection, key: string, count: number): Promise<Entry[]> {
  const size = new ReadSize(MOST_ENTRIES, FIRST_ENTRIES);
  const found: RawEntry[] = [];
  for (let [end, left] = ['+', READ_LIMIT]; found.length < count && left > 0; ) {
    const most = Math.min(size.count, count - found.length);
    const reply = (await redis.call('XREVRANGE', [key, end, '-', 'COUNT', most])) as RawEntry[];
    size.take(reply);
    for (const raw of reply) left -= sizeOf(raw);
    found.push(...reply);
    if (reply.length < most) break;
    end = `(${reply.at(-1)?.[0]}`;
  }
  return found.reverse().map(toEntry);
}

/** The entry with an id; undefined when it does not stand in the stream. */
export async function entryAt(redis: Connection, key: string, id: LogId): Promise<Entry | undefined> {
  const [found] = (await redis.call('XRANGE', [key, id, id])) as RawEntry[];
  return found && toEntry(found);
}

/** The first entry that stands after a position; undefined when there is none. */
export async function firstAfter(redis: Connection, key: string, position: LogId): Promise<Entry | undefined> {
  const [first] = (await redis.call('XRANGE', [key, `(${position}`, '+', 'COUNT', 1])) as RawEntry[];
  return first && toEntry(first);
}

/** The id of the oldest entry that still stands in a stream; undefined when there is none. */
export async function firstOfStream(redis: Connection, key: string): Promise<LogId | undefined> {
  const [first] = (await redis.call('XRANGE', [key, '-', '+', 'COUNT', 1])) as RawEntry[];
  return first?.[0];
}

/** The first piece is small: how large the entries are is not known yet. */
const FIRST_ENTRIES = 8;

/**
 * These readers share their connections with others, so that no answer may be cut off. A piece of the largest entries
 * that are understood, behind small ones, has 32 MB.
 */
const MOST_ENTRIES = 32;

/** Reads what stands after a position, up to the present end of the stream, in pieces of READ_LIMIT. */
export async function* entriesAfter(redis: Connection, key: string, position: LogId): AsyncGenerator<Entry> {
  const size = new ReadSize(MOST_ENTRIES, FIRST_ENTRIES);
  for (let from = position; ; ) {
    const reply = (await redis.call('XRANGE', [key, `(${from}`, '+', 'COUNT', size.count])) as RawEntry[];
    size.take(reply);
    for (const raw of reply) yield toEntry(raw);
    const last = reply.at(-1);
    if (last === undefined) return;
    from = last[0];
  }
}

/** Removes all entries before one. That one stays, so that readers find their position. */
export async function trimBefore(redis: Connection, key: string, id: LogId): Promise<number> {
  return Number(await redis.call('XTRIM', [key, 'MINID', '=', id]));
}
