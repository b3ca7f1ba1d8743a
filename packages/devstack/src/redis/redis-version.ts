export const oldestVersion = '7.0';

/** Redis 7.0 keeps its append-only file in parts and knows `entries-added` of a stream: both are relied upon. */
export function isRecentEnough(version: string): boolean {
  return Number.parseInt(version, 10) >= 7;
}
