import { type Queryable, readOpenQuantities } from '@fulcrum/db';
import { callbackId, causeOf, compareLogIds, LOG_START, type LogId, logTime, MAX_PARTS } from '@fulcrum/log';
import { type Connection, endOfStream, type LogKeys } from '@fulcrum/streams';
import { Exposure } from './exposure.ts';

export interface ExposureSource {
  readonly db: Queryable;
  /** The engine's log. */
  readonly keys: LogKeys;
}

/** The sums of a snapshot, from which results are counted on. */
export interface ExposureBeginning {
  readonly exposure: Exposure;
  /** Results behind this id are not in it. No entry need stand there. */
  readonly behind: LogId;
  readonly lossFoundAt: number;
}

/**
 * Begins with the engine's last snapshot.
 *
 * Where the log lost commands, callback-stream may still have their results, or lack those of others, although the
 * engine's state has gone on without the ones and with the others. That is over once a snapshot has all that stood in
 * the log when the loss was found. Before, nobody can tell what clients have open by counting.
 *
 * @param redis for short reads.
 * @param doubtfulUpTo the last command whose results cannot be counted on, where the caller knows of a loss.
 * @returns the beginning, or the last doubtful command, which the next snapshot may have.
 */
export async function beginExposure(
  { db, keys }: ExposureSource,
  redis: Connection,
  doubtfulUpTo?: LogId,
): Promise<ExposureBeginning | { readonly doubtfulUpTo: LogId }> {
  const snapshot = await readOpenQuantities(db, keys.shard);
  const { position, lossFoundAt, isBeforeLoss } = snapshot;
  const isDoubtful = lossFoundAt > 0 && (isBeforeLoss || lossFoundAt >= logTime(position));
  const last = doubtfulUpTo ?? (isDoubtful ? await lastCommand(redis, keys) : LOG_START);
  if (compareLogIds(position, last) < 0) return { doubtfulUpTo: last };
  return { exposure: new Exposure(snapshot), behind: callbackId(position, MAX_PARTS - 1), lossFoundAt };
}

/**
 * The last command that stands in the log, or whose result does.
 *
 * @param known a result that stood there once.
 */
export async function lastCommand(redis: Connection, keys: LogKeys, known = LOG_START): Promise<LogId> {
  const input = await endOfStream(redis, keys.input);
  const output = await endOfStream(redis, keys.output);
  return [input, causeOf(output), causeOf(known)].sort(compareLogIds).at(-1) ?? input;
}
