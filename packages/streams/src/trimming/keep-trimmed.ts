import { setTimeout as sleep } from 'node:timers/promises';
import type { LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { toError } from '../connection/errors.ts';
import type { LogKeys } from '../keys.ts';
import { entryAt, trimBefore } from '../reading/inspect.ts';

/** How far all readers of a log have come: what stands before may go. */
export interface ReadPositions {
  readonly input: LogId;
  readonly output: LogId;
}

/** The same at some moment. */
export interface TrimmingSample extends ReadPositions {
  readonly takenAt: number;
}

export interface LogTrimming {
  readonly redis: Connection;
  readonly keys: Pick<LogKeys, 'input' | 'output'>;
  readonly read: () => Promise<ReadPositions>;
}

const INTERVAL_MS = 10_000;

/** Readers that are a little behind, such as a replica that runs beside another, keep what they need for this long. */
const LEAST_AGE_MS = 60_000;

/**
 * Removes from a log what all its readers have had for a minute, every ten seconds, until the signal is given.
 *
 * @param onError is told of each error that is waited out.
 */
export async function keepLogTrimmed(
  trimming: LogTrimming,
  signal: AbortSignal,
  onError: (error: Error) => void,
): Promise<void> {
  let samples: TrimmingSample[] = [];
  while (!signal.aborted) {
    try {
      // The clock that never jumps: nothing counts as a minute old before a minute is over.
      samples = await trimLogOnce(trimming, samples, performance.now());
      await sleep(INTERVAL_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      onError(toError(error));
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
export async function trimLogOnce(
  { redis, keys, read }: LogTrimming,
  samples: readonly TrimmingSample[],
  now: number,
): Promise<TrimmingSample[]> {
  const taken = [...samples, { takenAt: now, ...(await read()) }];
  const due = newestOldEnough(taken, now);
  if (due === undefined) return taken;
  if ((await entryAt(redis, keys.input, due.input)) !== undefined) await trimBefore(redis, keys.input, due.input);
  await trimBefore(redis, keys.output, due.output);
  return taken.filter(({ takenAt }) => takenAt >= due.takenAt);
}

/** @param samples the oldest first. */
export function newestOldEnough(samples: readonly TrimmingSample[], now: number): TrimmingSample | undefined {
  return samples.findLast(({ takenAt }) => now - takenAt >= LEAST_AGE_MS);
}
