import { type ChangeSet, FIRST_RULES, hasLaterSettings, LEDGER_RULES, ORDER_RULES, SETTINGS_RULES } from '@fulcrum/cfd';

/**
 * The layout of what is written. A change of the layout or of the state's hash raises it. A field that is kept and hashed
 * when it is set (`keptLater`) changes neither of a state without it, and need not raise it: an engine that does not know
 * its column refuses a state with it by its hash, and names the column (see load-snapshot.ts in packages/replica).
 *
 * 1: the first one.
 * 2: the same rows; the hash is made of the records' words and not of their text.
 * 3: the version of the rules, the later settings of instruments and the ticks that these hold; the hash covers them
 *    where they are set.
 * 4: what accounts have on hold, and whether a closed id was a transfer's.
 * 5: the limits of groups, and the rights, pauses and limits of accounts.
 * 6: orders that wait, trailing and guaranteed stops, and how a group holds positions.
 */
export const FORMAT_VERSION = 6;

/** Formats whose rows this engine can read. */
const READABLE: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, FORMAT_VERSION]);

/** The hash of these is that of format 2 while the state has nothing that format 2 cannot hold. */
const COMPARABLE: ReadonlySet<number> = new Set([2, 3, 4, 5, FORMAT_VERSION]);

/**
 * The format in which a state is written: the oldest that holds all of it, so that engines which know no newer one may
 * run beside this one until `set-rules`, or a setting that they do not know, is in the log.
 */
export function formatOf({ totals, markets }: Pick<ChangeSet, 'totals' | 'markets'>): number {
  if (totals.rulesVersion >= ORDER_RULES) return FORMAT_VERSION;
  if (totals.rulesVersion >= SETTINGS_RULES) return 5;
  if (totals.rulesVersion >= LEDGER_RULES) return 4;
  // Only an instrument with such settings holds a tick.
  return totals.rulesVersion === FIRST_RULES && !markets.some(hasLaterSettings) ? 2 : 3;
}

export function isReadable(formatVersion: number): boolean {
  return READABLE.has(formatVersion);
}

/** Whether a snapshot's hash was made as this engine makes it. Engines of two versions may run while one is upgraded. */
export function hasComparableHash(formatVersion: number): boolean {
  return COMPARABLE.has(formatVersion);
}
