import { LOG_START, type LogId } from '@fulcrum/core';
import { type Connection, pause, whenReady } from './connection.ts';
import { type Entry, type RawEntry, toEntry } from './entry.ts';
import { toError } from './errors.ts';
import { streamInfo } from './inspect.ts';

/** What stands in the stream after the reader's position is not all there any more: it was trimmed, or lost. */
export class OvertakenError extends Error {
  override name = 'OvertakenError';
  readonly position: LogId;

  constructor(key: string, position: LogId) {
    super(`the entry ${position} of ${key} is gone: the reader was overtaken by trimming, or the stream was lost`);
    this.position = position;
  }
}

export interface FollowOptions {
  /** A connection of its own, because a blocking read holds it up. */
  readonly redis: Connection;
  readonly key: string;
  /** The last entry that the reader has dealt with. */
  readonly from: LogId;
  readonly signal: AbortSignal;
  /** Is told of errors that it waits out. */
  readonly onError: (error: Error) => void;
  /** Entries in one batch, at most. */
  readonly count?: number;
}

/** Entries in one batch, unless somebody asks for fewer: a batch with fewer has reached the stream's present end. */
export const ENTRIES_PER_READ = 1_000;

/** A callback entry may have hundreds of kilobytes, so its readers take fewer at a time. */
export const CALLBACKS_PER_READ = 200;

const BLOCK_MS = 1_000;
const RETRY_MS = 200;

/**
 * Yields what is appended after a position, in batches and without holes, until the signal is given. A batch may be
 * empty when a second went by without an entry. Lost connections are waited out.
 *
 * A full batch says that more is there, so the next one is read while the caller deals with it: one, so that no more
 * than two are in memory. At the stream's end nothing is read ahead: a read that follows the caller's work takes all
 * that came in the meantime at once, and costs little more than one that takes a single entry.
 *
 * @throws OvertakenError when the entry at its own position is gone (DESIGN, section 6, "No holes").
 */
export async function* follow(options: FollowOptions): AsyncGenerator<Entry[], void, void> {
  const { redis, signal, count = ENTRIES_PER_READ } = options;
  const disconnect = () => redis.disconnect();
  signal.addEventListener('abort', disconnect, { once: true });
  let position = options.from;
  let ahead: Promise<Entry[]> | undefined;
  try {
    while (!signal.aborted) {
      const entries = await readOrRetry(options, position, ahead);
      ahead = undefined;
      if (entries === undefined) continue;
      position = entries.at(-1)?.id ?? position;
      if (entries.length === count) ahead = readAhead(options, position);
      yield entries;
    }
  } finally {
    signal.removeEventListener('abort', disconnect);
  }
}

/** Its failure is told when its turn comes, and concerns nobody when the caller has left before. */
function readAhead(options: FollowOptions, position: LogId): Promise<Entry[]> {
  const reading = readAfter(options, position);
  reading.catch(() => {});
  return reading;
}

async function readOrRetry(
  options: FollowOptions,
  position: LogId,
  ahead: Promise<Entry[]> | undefined,
): Promise<Entry[] | undefined> {
  const { redis, signal, onError } = options;
  try {
    if (ahead !== undefined) return await ahead;
    await whenReady(redis, signal);
    return await readAfter(options, position);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (error instanceof OvertakenError) throw error;
    onError(toError(error));
    await pause(RETRY_MS, signal).catch(() => {});
    return undefined;
  }
}

/**
 * Reads a batch, and then looks whether the entry at the position is still there: if it is, nothing after it was
 * trimmed before the read. Both travel in one write, and Redis answers them in their order. (ioredis' own pipeline costs
 * half as much again as the two commands.)
 */
async function readAfter(options: FollowOptions, position: LogId): Promise<Entry[]> {
  const { redis, key, count = ENTRIES_PER_READ } = options;
  redis.stream.cork();
  const reading = redis.call('XREAD', ['COUNT', count, 'BLOCK', BLOCK_MS, 'STREAMS', key, position]);
  const looking = isWholeAfter(redis, key, position);
  redis.stream.uncork();
  const [reply, isWhole] = await Promise.all([reading, looking]);
  if (!isWhole) throw new OvertakenError(key, position);
  const streams = (reply ?? []) as [key: string, entries: RawEntry[]][];
  return (streams[0]?.[1] ?? []).map(toEntry);
}

async function isWholeAfter(redis: Connection, key: string, position: LogId): Promise<boolean> {
  if (position === LOG_START) {
    const { entriesAdded, length } = await streamInfo(redis, key);
    return entriesAdded === length;
  }
  const found = await redis.call('XRANGE', [key, position, position]);
  return Array.isArray(found) && found.length === 1;
}
