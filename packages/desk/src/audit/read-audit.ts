import { Prisma, type Queryable } from '@fulcrum/db';
import { numbersOf, type TimeSpan } from './time-bounds.ts';

/** How many rows of one subject, actor or act are looked through for a page, so that no answer takes longer. */
const MOST_LOOKED_AT = 10_000;

export interface AuditFilter extends TimeSpan {
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly act?: string | undefined;
}

export interface AuditQuery extends AuditFilter {
  /** Rows before this number, the newest first, or behind `after`, the oldest first. */
  readonly before?: bigint | undefined;
  readonly after?: bigint | undefined;
  readonly limit: number;
}

/** A row of the audit log. */
export interface AuditRow {
  readonly number: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly role: string;
  readonly address: string;
  readonly act: string;
  readonly subject: string;
  readonly content: string;
  /** In hex. */
  readonly hash: string;
}

/** A part of the log. Where `next` is, there may be more: `before` it, or `after` it. */
export interface AuditPage {
  readonly rows: readonly AuditRow[];
  readonly next: bigint | undefined;
}

/**
 * Reads a page of the log. It goes along the index of what is asked for, of the subject first, and looks through so many
 * rows at most: where few of these are meant, a page has fewer than its limit, and the next one goes on behind them.
 */
export async function readAudit(db: Queryable, query: AuditQuery): Promise<AuditPage> {
  const { limit, after } = query;
  const { first, before } = await numbersOf(db, query);
  const bounds = and(
    [query.before, (n: bigint) => Prisma.sql`"number" < ${n}`],
    [before, (n) => Prisma.sql`"number" < ${n}`],
    [first, (n) => Prisma.sql`"number" >= ${n}`],
    [after, (n) => Prisma.sql`"number" > ${n}`],
  );
  const [along, ...others] = filters(query);
  const order = after === undefined ? Prisma.sql`"number" desc` : Prisma.sql`"number"`;
  const looked = Prisma.sql`
    select * from "AuditEntry" where ${along ?? Prisma.sql`true`} and ${bounds} order by ${order} limit ${MOST_LOOKED_AT}::int`;
  const rows = await db.$queryRaw<AuditRow[]>`
    select "number", "at", "actor", "role", "address", "act", "subject", "content", encode("hash", 'hex') as "hash"
    from (${looked}) as looked where ${Prisma.join([...others, ...ownTime(query), Prisma.sql`true`], ' and ')}
    order by ${order} limit ${limit + 1}::int`;
  const page = rows.slice(0, limit);
  if (rows.length > limit) return { rows: page, next: page.at(-1)?.number };
  return { rows, next: await lastLookedAt(db, looked) };
}

/** Where the next page goes on, if not all was looked through. */
async function lastLookedAt(db: Queryable, looked: Prisma.Sql): Promise<bigint | undefined> {
  const [last] = await db.$queryRaw<{ number: bigint }[]>`
    select "number" from (${looked}) as looked offset ${MOST_LOOKED_AT - 1}::int`;
  return last?.number;
}

function and(...parts: readonly [bigint | undefined, (value: bigint) => Prisma.Sql][]): Prisma.Sql {
  const given = parts.flatMap(([value, condition]) => (value === undefined ? [] : [condition(value)]));
  return Prisma.join([...given, Prisma.sql`true`], ' and ');
}

/** Those that have an index, which of one subject is shorter than of one actor, and of one act the longest. */
function filters({ subject, actor, act }: AuditFilter): Prisma.Sql[] {
  return [
    ...(subject === undefined ? [] : [Prisma.sql`"subject" = ${subject}`]),
    ...(actor === undefined ? [] : [Prisma.sql`"actor" = ${actor}`]),
    ...(act === undefined ? [] : [Prisma.sql`"act" = ${act}`]),
  ];
}

function ownTime({ from, to }: TimeSpan): Prisma.Sql[] {
  return [
    ...(from === undefined ? [] : [Prisma.sql`"at" >= to_timestamp(${from / 1_000}::float8)`]),
    ...(to === undefined ? [] : [Prisma.sql`"at" < to_timestamp(${to / 1_000}::float8)`]),
  ];
}
