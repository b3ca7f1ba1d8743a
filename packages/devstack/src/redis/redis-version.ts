export const oldestVersion = '7.0';

/** Redis 7.0 is needed: it has an append-only file in parts, and `entries-added` of a stream. */
export function isRecentEnough(version: string): boolean {
  return Number.parseInt(version, 10) >= 7;
}
