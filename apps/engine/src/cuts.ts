import { type LogId, logTime } from '@fulcrum/log';

const SLOT_MS = 10_000;

/** Where the state is cut: between two neighbouring entries of the log. */
export interface CutPlace {
  /** The last entry that the state contains. */
  readonly position: LogId;
  /** Tells that entry from another one with its id. */
  readonly entryDigest?: string | undefined;
  /** The entry behind it. */
  readonly next: LogId;
}

/** Entries behind a cut after which there is another one, although log time may stand still. */
export const ENTRIES_PER_CUT = 131_072;

/** Rules from which on there is. Engines that do not know them cut by log time alone. */
const COUNTING_RULES = 2;

/**
 * Whether the state is cut between two neighbouring entries: just before the first entry of each ten-second slot of
 * log time, and so many entries after the last cut. The log alone decides, so that every engine cuts at the same places,
 * also one that has just loaded a snapshot, since that was cut there.
 *
 * @param since the entries since the last cut.
 */
export function isCutBetween(previous: LogId, next: LogId, since: number, rulesVersion: number): boolean {
  return slotOf(next) > slotOf(previous) || (since >= ENTRIES_PER_CUT && rulesVersion >= COUNTING_RULES);
}

function slotOf(id: LogId): number {
  return Math.floor(logTime(id) / SLOT_MS);
}
