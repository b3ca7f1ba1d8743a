import { setTimeout as sleep } from 'node:timers/promises';
import { type Entry, LOG_START, type LogId } from '@fulcrum/log';
import { type Connection, whenReady } from '../connection/connection.ts';
import { toError } from '../connection/errors.ts';
import { ANSWER_LIMIT, TooLargeError, withinBytes } from './byte-limit.ts';
import { GapError, ReplacedError } from './gap-error.ts';
import { streamInfo } from './inspect.ts';
import { type RawEntry, toEntry } from './raw-entry.ts';
import { ReadSize, sizeOfTexts } from './read-size.ts';

export interface FollowOptions {
  /** A connection of its own, because a blocking read holds it up. */
  readonly redis: Connection;
  readonly key: string;
  /** The last entry that the reader has dealt with. */
  readonly from: LogId;
  /** Whether the entry there is the one that it has dealt with, where it can tell. */
  readonly isKnown?: ((entry: Entry) => boolean) | undefined;
  readonly signal: AbortSignal;
  /** Told of each error that is waited out. */
  readonly onError: (error: Error) => void;
  /** Entries in one batch, at most. */
  readonly count?: number;
}

/** Some entries that were read together. */
export interface Batch {
  readonly entries: readonly Entry[];
  /**
   * Whether nothing more was there when they were read. Their number does not tell: of large entries fewer are asked for.
   */
  readonly isCaughtUp: boolean;
}

/** Entries in one batch, unless the caller asks for fewer. */
export const ENTRIES_PER_READ = 1_000;

/** A callback entry may have hundreds of kilobytes, so readers of callback-stream take fewer at a time. */
export const CALLBACKS_PER_READ = 200;

const BLOCK_MS = 1_000;
const RETRY_MS = 200;

/**
 * Yields what is appended after a position, in batches and without a gap, until the signal is given. A batch is empty
 * when a second went by without an entry. Lost connections are waited out.
 *
 * - While the caller deals with a batch the next one is read, if there is one: at most two are in memory.
 * - Nothing is read beside a batch above READ_LIMIT, and the next ones have fewer entries.
 * - A read whose answer is larger than ANSWER_LIMIT is cut off, and asked for again in smaller pieces.
 * - Nothing is read ahead at the stream's end. A read after the caller's work takes all that came meanwhile, and costs
 *   little more than one that takes a single entry.
 *
 * @throws GapError when the entry at its own position is gone, and ReplacedError when another one stands there: a
 *   reader never passes over a gap unseen.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<Batch, void, void> {
  const { redis, signal } = options;
  const size = new ReadSize(options.count ?? ENTRIES_PER_READ);
  const disconnect = () => redis.disconnect();
  signal.addEventListener('abort', disconnect, { once: true });
  let place: Place | undefined;
  let ahead: Promise<ReadBatch> | undefined;
  try {
    while (!signal.aborted) {
      const batch = await readOrRetry(options, place, size, ahead);
      ahead = undefined;
      if (batch === undefined) continue;
      place = batch.end;
      if (!batch.isCaughtUp && size.isWithin) ahead = readAhead(options, place, size);
      yield batch;
    }
  } finally {
    signal.removeEventListener('abort', disconnect);
  }
}

/** Where a reader stands. */
interface Place {
  readonly position: LogId;
  /** How many entries were ever removed from the stream, where no entry stands at the position: no more may be. */
  readonly removed?: number;
  /** The fields of the entry there, where this reader has read it itself. */
  readonly fields?: readonly string[];
  /** Recognises the entry there, where this reader has not read it. */
  readonly isKnown?: FollowOptions['isKnown'];
}

interface ReadBatch extends Batch {
  readonly end: Place;
}

/** A failure is thrown when its batch is due. When the caller leaves before, it concerns nobody. */
function readAhead(options: FollowOptions, place: Place, size: ReadSize): Promise<ReadBatch> {
  const reading = readAfter(options, place, size);
  reading.catch(() => {});
  return reading;
}

async function readOrRetry(
  options: FollowOptions,
  place: Place | undefined,
  size: ReadSize,
  ahead: Promise<ReadBatch> | undefined,
): Promise<ReadBatch | undefined> {
  const { redis, signal, onError } = options;
  try {
    if (ahead !== undefined) return await ahead;
    await whenReady(redis, signal);
    return await readAfter(options, place ?? (await beginAt(options)), size);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (error instanceof GapError) throw error;
    if (error instanceof TooLargeError) size.refused();
    onError(toError(error));
    await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    return undefined;
  }
}

/**
 * The place of a reader that has read nothing yet. At the start of a stream there is no entry. At the end of a stream
 * that somebody has emptied there is none either, and still none is missing behind it.
 */
async function beginAt({ redis, key, from: position, isKnown }: FollowOptions): Promise<Place> {
  if (position === LOG_START) return { position, removed: 0 };
  const { length, lastId, entriesAdded } = await streamInfo(redis, key);
  if (length === 0 && lastId === position) return { position, removed: entriesAdded };
  return { position, isKnown };
}

/**
 * Reads a batch, and then looks whether the entry at the position still stands there, and is the same. If so, nothing
 * after it was trimmed before the read, and nothing before it was lost. At a position without an entry it looks instead
 * whether entries were removed since. Both commands travel in one write, and Redis answers them in their order. (ioredis'
 * own pipeline costs half as much again as the two commands.)
 */
async function readAfter(options: FollowOptions, place: Place, size: ReadSize): Promise<ReadBatch> {
  const { redis, key } = options;
  const { count } = size;
  const { position } = place;
  const ask = () => {
    redis.stream.cork();
    const reading = redis.call('XREAD', ['COUNT', count, 'BLOCK', BLOCK_MS, 'STREAMS', key, position]);
    const looking = assertWholeAfter(redis, key, place);
    redis.stream.uncork();
    return Promise.all([reading, looking]);
  };
  const [reply] = await withinBytes(redis.stream, limitOf(count, place), ask);
  const streams = (reply ?? []) as [key: string, entries: RawEntry[]][];
  const raw = streams[0]?.[1] ?? [];
  size.take(raw);
  const last = raw.at(-1);
  const end = last === undefined ? place : { position: last[0], fields: last[1] };
  return { entries: raw.map(toEntry), isCaughtUp: raw.length < count, end };
}

/** A single entry is taken however large it is. The answer has the entry at the reader's position as well. */
function limitOf(count: number, { fields = [] }: Place): number {
  return count === 1 ? Number.POSITIVE_INFINITY : ANSWER_LIMIT + 4 * sizeOfTexts(fields);
}

async function assertWholeAfter(redis: Connection, key: string, place: Place): Promise<void> {
  const { position, removed, fields, isKnown } = place;
  if (removed !== undefined) {
    const { entriesAdded, length } = await streamInfo(redis, key);
    if (entriesAdded - length !== removed) throw new GapError(key, position);
    return;
  }
  const [found] = (await redis.call('XRANGE', [key, position, position])) as RawEntry[];
  if (found === undefined) throw new GapError(key, position);
  if (fields !== undefined && !isSame(fields, found[1])) throw new ReplacedError(key, position);
  if (isKnown !== undefined && !isKnown(toEntry(found))) throw new ReplacedError(key, position);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, at) => text === other[at]);
}
