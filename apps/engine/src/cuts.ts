import { type LogId, logTime } from '@fulcrum/core';

const SLOT_MS = 10_000;

/** Where the state is cut: between two neighbouring entries of the log. */
export interface CutPlace {
  /** The last entry that the state contains. */
  readonly position: LogId;
  /** The entry behind it. */
  readonly next: LogId;
}

/**
 * Whether the state is cut between two neighbouring entries: just before the first entry of each ten-second slot of
 * log time. The log alone decides, so that every engine cuts at the same places.
 */
export function isCutBetween(previous: LogId, next: LogId): boolean {
  return slotOf(next) > slotOf(previous);
}

function slotOf(id: LogId): number {
  return Math.floor(logTime(id) / SLOT_MS);
}
