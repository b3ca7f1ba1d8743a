import { setTimeout as sleep } from 'node:timers/promises';
import { databaseReason, type Place } from '@fulcrum/db';
import { InvariantError, type LogId } from '@fulcrum/log';
import { CausesLostError, type Connection, GapError, ReplacedError, ResultsLostError } from '@fulcrum/streams';
import type { Changes, Core } from './core.ts';
import { RECOVERY } from './recovery/recover.ts';
import { SnapshotTooOldError } from './recovery/snapshot-too-old-error.ts';
import { Replica } from './replica.ts';
import type { ReplicaParts } from './replica-parts.ts';

const RETRY_MS = 1_000;

/** What the next replica mends by beginning with the snapshot. */
const MENDABLE = [GapError, ResultsLostError, CausesLostError];

/** What all replicas of a process share. */
export interface SupervisorParts<C extends Core<Ch>, Ch extends Changes>
  extends Omit<ReplicaParts<C, Ch>, 'reading' | 'publishing'> {
  /** Opens a connection to Redis. Each replica has its own, so that nothing of one reaches into the next. */
  readonly connect: () => Connection;
  /** Whether it is in vain to try again after this error. */
  readonly isFatal?: (error: unknown) => boolean;
}

/**
 * Runs one replica after the other until the signal is given. A replica whose log shows a hole ends, as does one whose
 * results or their causes were lost. The next one starts over from the snapshot.
 *
 * @param onStart is given each replica before it runs.
 * @throws SnapshotTooOldError when the snapshot from which a replica starts over is too old as well, or there is none.
 */
export async function supervise<C extends Core<Ch>, Ch extends Changes>(
  parts: SupervisorParts<C, Ch>,
  signal: AbortSignal,
  onStart: (replica: Replica<C, Ch>) => void,
): Promise<void> {
  let gapAt: LogId | undefined;
  let reached: Place | undefined;
  while (!signal.aborted) {
    const ending = new AbortController();
    const connections = { reading: parts.connect(), publishing: parts.connect() };
    try {
      const own = AbortSignal.any([signal, ending.signal]);
      const replica = await recoverAtLast({ ...parts, ...connections }, own, reached);
      onStart(replica);
      const fault = await endOf(replica);
      if (fault === undefined) return;
      reached = replica.reached;
      // A replica that applied something found a new hole, and the snapshot is none the worse for it.
      if (fault instanceof GapError && reached.position === replica.start) {
        if (replica.start === gapAt) throw new SnapshotTooOldError(parts.keys, gapAt, parts.waysOut);
        gapAt = replica.start;
      }
      const loss = fault instanceof ReplacedError ? 'THE LOG WAS LOST: ' : '';
      parts.logger.error({ err: fault }, `${loss}starting over from the snapshot`);
    } finally {
      ending.abort(new Error('this replica has ended'));
      for (const connection of Object.values(connections)) connection.disconnect();
    }
  }
}

/** What a replica ended with that the next one can mend; undefined when it was told to stop. */
async function endOf(replica: { run(): Promise<void> }): Promise<Error | undefined> {
  try {
    await replica.run();
    return undefined;
  } catch (error) {
    if (MENDABLE.some((mendable) => error instanceof mendable)) return error as Error;
    throw error;
  }
}

/** PostgreSQL or Redis may come up later than this process. */
async function recoverAtLast<C extends Core<Ch>, Ch extends Changes>(
  parts: ReplicaParts<C, Ch> & Pick<SupervisorParts<C, Ch>, 'isFatal'>,
  signal: AbortSignal,
  reached?: Place,
): Promise<Replica<C, Ch>> {
  for (;;) {
    try {
      const replica = await Replica.recover(parts, signal, reached);
      parts.waits.end(RECOVERY);
      return replica;
    } catch (error) {
      if (signal.aborted || error instanceof InvariantError || parts.isFatal?.(error)) throw error;
      parts.waits.begin(RECOVERY, databaseReason(error));
      parts.logger.warn({ err: error }, 'recovery has to wait');
      await sleep(RETRY_MS, undefined, { signal });
    }
  }
}
