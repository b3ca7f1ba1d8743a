/** Such as "2024-09-11T12:00:00.123": Backpack's form of times in what is past, which is UTC. */
export function isoTime(ms: number | bigint): string {
  return new Date(Number(ms)).toISOString().slice(0, 23);
}

/** The same to the second. */
export function isoSecond(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
