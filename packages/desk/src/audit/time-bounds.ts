import { Prisma, type Queryable } from '@fulcrum/db';

/** How far the database's clock may go back, as when it is set, or another server takes over. */
const CLOCK_STEP_MS = 3_600_000;

export interface TimeSpan {
  /** Milliseconds since 1970; `to` is no part of it. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Numbers between which all rows of a time are: the first of them, and the one behind the last. */
export interface NumberSpan {
  readonly first: bigint | undefined;
  readonly before: bigint | undefined;
}

/**
 * Finds the numbers of a time without reading what lies between. Times grow with the numbers, but for steps of the clock: an
 * hour more is taken on both sides, and each row's own time decides.
 */
export async function numbersOf(db: Queryable, { from, to }: TimeSpan): Promise<NumberSpan> {
  return {
    first: from === undefined ? undefined : await firstSince(db, from - CLOCK_STEP_MS),
    before: to === undefined ? undefined : await firstSince(db, to + CLOCK_STEP_MS),
  };
}

/** A row at or after a time with none such right before it, or the number behind the last row. */
async function firstSince(db: Queryable, timeMs: number): Promise<bigint> {
  const [ends] = await db.$queryRaw<{ least: bigint | null; most: bigint | null }[]>`
    select min("number") as "least", max("number") as "most" from "AuditEntry"`;
  let [low, high] = [ends?.least ?? 1n, (ends?.most ?? 0n) + 1n];
  while (low < high) {
    const middle = low + (high - low) / 2n;
    const [found] = await db.$queryRaw<{ number: bigint; isSince: boolean }[]>(Prisma.sql`
      select "number", "at" >= to_timestamp(${timeMs / 1_000}::float8) as "isSince" from "AuditEntry"
      where "number" >= ${middle} order by "number" limit 1`);
    if (found === undefined || found.isSince) high = middle;
    else low = found.number + 1n;
  }
  return low;
}
