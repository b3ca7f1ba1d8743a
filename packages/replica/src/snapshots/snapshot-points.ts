import { type LogId, logTime } from '@fulcrum/log';

const SLOT_MS = 10_000;

/** Where a snapshot is taken: between two neighbouring entries of the log. */
export interface SnapshotPoint {
  /** The last entry that the state contains. */
  readonly position: LogId;
  /** Tells that entry from another one with its id. */
  readonly entryDigest?: string | undefined;
  /** The entry behind it. */
  readonly next: LogId;
}

/** After so many entries there is another snapshot point, although log time may stand still. */
export const ENTRIES_PER_SNAPSHOT = 131_072;

/**
 * Whether there is a snapshot point between two neighbouring entries: just before the first entry of each ten-second slot
 * of log time, and so many entries after the last one. The log alone decides, so that all replicas have the same snapshot
 * points, also one that has just loaded a snapshot, since that was taken at one.
 *
 * @param since the entries since the last snapshot point.
 * @param countsEntries whether the log has come to the rules by which they count.
 */
export function isSnapshotPoint(previous: LogId, next: LogId, since: number, countsEntries: boolean): boolean {
  return slotOf(next) > slotOf(previous) || (countsEntries && since >= ENTRIES_PER_SNAPSHOT);
}

function slotOf(id: LogId): number {
  return Math.floor(logTime(id) / SLOT_MS);
}
