import type { Tables } from '@fulcrum/db';
import { callbackId, earlierId, LOG_START, type LogId, logTime } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import {
  type Connection,
  keepLogTrimmed,
  type LogTrimming,
  type ReadPositions,
  type StreamKeys,
  type TrimmingSample,
  trimLogOnce,
} from '@fulcrum/streams';

export interface TrimmingParts {
  readonly tables: Tables;
  readonly redis: Connection;
  readonly keys: StreamKeys;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** The last entry that is safe in the journal. */
  readonly journalPosition: () => LogId;
}

/** For so much log time results are kept for a notifier that is away. Users are not told of what goes afterwards. */
const NOTIFIER_MS = 3_600_000;

/** Removes from the engine's log what all its readers have had for a minute, every ten seconds. */
export function keepTrimmed(parts: TrimmingParts): Promise<void> {
  const onError = (error: Error) => parts.logger.warn({ err: error }, 'trimming has to wait');
  return keepLogTrimmed(trimmingOf(parts), parts.signal, onError);
}

/** Trims once, as `trimLogOnce` does. */
export function trimOnce(
  parts: TrimmingParts,
  samples: readonly TrimmingSample[],
  now: number,
): Promise<TrimmingSample[]> {
  return trimLogOnce(trimmingOf(parts), samples, now);
}

function trimmingOf(parts: TrimmingParts): LogTrimming {
  return { redis: parts.redis, keys: parts.keys.ofEngine, read: () => positionsOf(parts) };
}

/**
 * The engine's checkpoint counts for both streams: results above it are looked at by those that start from the
 * snapshot's tables.
 */
async function positionsOf({ tables, journalPosition }: TrimmingParts): Promise<ReadPositions> {
  const engine = await tables.checkpoint('engine');
  const read = readByBoth(await tables.checkpoint('recorder'), await tables.checkpoint('notifier'));
  return {
    input: earlierId(engine, journalPosition()),
    output: engine === LOG_START ? LOG_START : earlierId(read, callbackId(engine, 0)),
  };
}

/** What both have read of callback-stream. A notifier that never ran, or is away for too long, is not waited for. */
export function readByBoth(recorder: LogId, notifier: LogId): LogId {
  const isAway = notifier === LOG_START || logTime(recorder) - logTime(notifier) > NOTIFIER_MS;
  return isAway ? recorder : earlierId(recorder, notifier);
}
