/** Microseconds by the machine's own clock, which all its processes share and which never goes back. */
export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
