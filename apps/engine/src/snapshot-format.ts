/**
 * The layout of what is written. A change of the layout or of the state's hash raises it.
 *
 * 1: the first one.
 * 2: the same rows; the hash is made of the records' words and not of their text.
 */
export const FORMAT_VERSION = 2;

/** Formats whose rows this engine can read. */
const READABLE: ReadonlySet<number> = new Set([1, FORMAT_VERSION]);

export function isReadable(formatVersion: number): boolean {
  return READABLE.has(formatVersion);
}

/** Whether a snapshot's hash was made as this engine makes it. Engines of two versions may run while one is upgraded. */
export function hasComparableHash(formatVersion: number): boolean {
  return formatVersion === FORMAT_VERSION;
}
