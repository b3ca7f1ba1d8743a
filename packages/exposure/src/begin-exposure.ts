import { type Queryable, readOpenQuantities } from '@fulcrum/db';
import { callbackId, causeOf, compareLogIds, type LogId, logTime, MAX_PARTS } from '@fulcrum/log';
import { type Connection, endOfStream } from '@fulcrum/streams';
import { Exposure } from './exposure.ts';

export interface ExposureSource {
  readonly db: Queryable;
  readonly shard: number;
  /** The key of callback-stream. */
  readonly key: string;
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
 * engine's state has gone on without the ones and with the others. That is over once a snapshot has all results that the
 * stream had when the loss was found. Before, nobody can tell what clients have open by counting.
 *
 * @param redis for short reads.
 * @param doubtfulUpTo the last result that may be of such a command, where the caller knows of a loss.
 * @returns the beginning, or the last doubtful result, which the next snapshot may have.
 */
export async function beginExposure(
  { db, shard, key }: ExposureSource,
  redis: Connection,
  doubtfulUpTo?: LogId,
): Promise<ExposureBeginning | { readonly doubtfulUpTo: LogId }> {
  const snapshot = await readOpenQuantities(db, shard);
  const { position, lossFoundAt, isBeforeLoss } = snapshot;
  const isDoubtful = lossFoundAt > 0 && (isBeforeLoss || lossFoundAt >= logTime(position));
  const last = doubtfulUpTo ?? (isDoubtful ? await endOfStream(redis, key) : undefined);
  if (last !== undefined && compareLogIds(position, causeOf(last)) < 0) return { doubtfulUpTo: last };
  return { exposure: new Exposure(snapshot), behind: callbackId(position, MAX_PARTS - 1), lossFoundAt };
}
