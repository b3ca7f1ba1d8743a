import { setTimeout as sleep } from 'node:timers/promises';
import type { Tables } from '@fulcrum/db';
import { callbackId, earlierId, LOG_START, type LogId, logTime } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type Connection, entryAt, type StreamKeys, toError, trimBefore } from '@fulcrum/streams';

export interface TrimmingParts {
  readonly tables: Tables;
  readonly redis: Connection;
  readonly keys: StreamKeys;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** The last entry that is safe in the journal. */
  readonly journalPosition: () => LogId;
}

/** Where all readers had come at some moment: what stands before may go. */
export interface Sample {
  readonly takenAt: number;
  readonly engineStream: LogId;
  readonly callbackStream: LogId;
}

const INTERVAL_MS = 10_000;

/** Readers that are a little behind, such as an engine that runs beside another, keep what they need for this long. */
const LEAST_AGE_MS = 60_000;

/** For so much log time results are kept for a notifier that is away. Users are not told of what goes afterwards. */
const NOTIFIER_MS = 3_600_000;

/** Removes from the streams what all their readers have had for a minute, every ten seconds. */
export async function keepTrimmed(parts: TrimmingParts): Promise<void> {
  const { signal, logger } = parts;
  let samples: Sample[] = [];
  while (!signal.aborted) {
    try {
      // The clock that never jumps: nothing counts as a minute old before a minute is over.
      samples = await trimOnce(parts, samples, performance.now());
      await sleep(INTERVAL_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: toError(error) }, 'trimming has to wait');
      await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/**
 * Looks where the readers stand, and trims up to where they stood at the newest sample that is old enough. While Redis has
 * lost the entry at which the log's last reader stood, what is left before it tells the reader where to go on.
 *
 * @param samples those taken before, the oldest first.
 * @returns the samples that are still of use.
 */
export async function trimOnce(parts: TrimmingParts, samples: readonly Sample[], now: number): Promise<Sample[]> {
  const { redis, keys } = parts;
  const taken = [...samples, await takeSample(parts, now)];
  const due = newestOldEnough(taken, now);
  if (due === undefined) return taken;
  if ((await entryAt(redis, keys.engine, due.engineStream)) !== undefined)
    await trimBefore(redis, keys.engine, due.engineStream);
  await trimBefore(redis, keys.callback, due.callbackStream);
  return taken.filter(({ takenAt }) => takenAt >= due.takenAt);
}

/**
 * The engine's checkpoint counts for both streams: results above it are looked at by those that start from the
 * snapshot's tables.
 */
async function takeSample({ tables, journalPosition }: TrimmingParts, takenAt: number): Promise<Sample> {
  const engine = await tables.checkpoint('engine');
  const read = readByBoth(await tables.checkpoint('recorder'), await tables.checkpoint('notifier'));
  return {
    takenAt,
    engineStream: earlierId(engine, journalPosition()),
    callbackStream: engine === LOG_START ? LOG_START : earlierId(read, callbackId(engine, 0)),
  };
}

/** What both have read of callback-stream. A notifier that never ran, or is away for too long, is not waited for. */
export function readByBoth(recorder: LogId, notifier: LogId): LogId {
  const isAway = notifier === LOG_START || logTime(recorder) - logTime(notifier) > NOTIFIER_MS;
  return isAway ? recorder : earlierId(recorder, notifier);
}

/** @param samples the oldest first. */
export function newestOldEnough(samples: readonly Sample[], now: number): Sample | undefined {
  return samples.findLast(({ takenAt }) => now - takenAt >= LEAST_AGE_MS);
}
