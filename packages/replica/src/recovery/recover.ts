import { lossRow, type Place } from '@fulcrum/db';
import { InvariantError, LOG_START, type LogId } from '@fulcrum/log';
import { durabilityFaults, streamInfo, whenReady } from '@fulcrum/streams';
import type { Changes, Core } from '../core.ts';
import type { ReplicaParts } from '../replica-parts.ts';
import { DamagedSnapshotError } from './damaged-snapshot-error.ts';
import { type LoadedSnapshot, loadSnapshot } from './load-snapshot.ts';
import { repairLog } from './repair-log.ts';

/** What a replica begins with. */
export interface Beginning<C> {
  readonly snapshot: LoadedSnapshot<C>;
  /** Where reading begins: at the snapshot, unless the log lost the entry there. */
  readonly readFrom: LogId;
  /** The last result in the callback stream. All up to it need not be published again. */
  readonly publishedBefore: LogId;
}

/** The name of the wait for a beginning. */
export const RECOVERY = 'recovery';

const NOWHERE: Place = { position: LOG_START, entryDigest: undefined };

/**
 * Loads the snapshot, mends the log where Redis has lost some of it, and finds out what is published. Start-up and
 * recovery from a crash are this one path.
 *
 * @throws DamagedSnapshotError when the snapshot's rows cannot be what was written.
 * @param reached how far the replica before this one in the same process had come, if there was one.
 */
export async function recover<C extends Core<Ch>, Ch extends Changes>(
  parts: ReplicaParts<C, Ch>,
  signal: AbortSignal,
  reached = NOWHERE,
): Promise<Beginning<C>> {
  const { codec, tables, keys, publishing, logger, waits } = parts;
  const snapshot = await loadSnapshot(codec, tables, {
    signal,
    onProgress: (rows) => {
      waits.begin(RECOVERY, `${rows} rows so far`);
      logger.info({ rows }, 'loading the snapshot');
    },
  }).catch((error: unknown) => {
    if (!(error instanceof InvariantError)) throw error;
    logger.error({ err: error }, 'the snapshot cannot be loaded');
    throw new DamagedSnapshotError(error, parts.waysOut);
  });
  waits.end(RECOVERY);
  const { core, position, hasForeignHash } = snapshot;
  if (hasForeignHash) logger.warn({ position }, 'the snapshot is of an older version: its hash cannot be compared');
  await whenReady(publishing, signal);
  for (const fault of await durabilityFaults(publishing, parts.minReplicas)) logger.error(fault);
  const readFrom = await repairLog(
    publishing,
    keys,
    { checkpoint: snapshot, reached, recorded: snapshot.recorded },
    { logger, keep: (loss) => tables.transaction((tx) => tx.upsert(codec.lossTable, [lossRow(loss)])) },
  );
  const { lastId: publishedBefore } = await streamInfo(publishing, keys.output);
  logger.info({ position, ...core.figures, publishedBefore }, 'snapshot loaded, replaying the log');
  return { snapshot, readFrom, publishedBefore };
}
