import type { Queryable } from '../client/client.ts';

/** What users may be told by mail, and may want no mail of. */
export const NOTICE_KINDS = ['liquidation', 'withdrawal', 'sign_in'] as const;

/** What is told in any case. Whoever has taken an account over would want no mail of a changed address. */
export const TOLD_ANYWAY = ['email_changed', 'identity'] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number] | (typeof TOLD_ANYWAY)[number];

/** Something that a user is told by mail. */
export interface NewNotice {
  /** Made from what happened, so that nothing is told twice. The kind and the user become a part of it. */
  readonly event: string;
  readonly userId: string;
  readonly kind: NoticeKind;
  /** How many things happened. */
  readonly count: number;
  /** The first of them in words. */
  readonly lines: readonly string[];
  /** Where the mail goes, where that is not the user's present address. */
  readonly address?: string;
}

/** The most notices that wait for a mail, of one user and of all. What comes beyond it is dropped, and counted. */
export const MAX_WAITING_PER_USER = 1_000;
const MAX_WAITING = 100_000;

/**
 * Notes what users are to be told by mail, in the transaction that does it, or in that which moves the reader's checkpoint.
 * Who is no user, or wants no mail of it, is left out; a notice that is there already stays as it is.
 *
 * @returns how many were dropped, because too many wait.
 */
export async function addNotices(
  tx: Queryable,
  shard: number,
  notices: readonly NewNotice[],
  most = MAX_WAITING,
): Promise<number> {
  if (notices.length === 0) return 0;
  const ids = notices.map(({ event, userId, kind }) => `${shard}:${event}:${kind}:${userId}`);
  const [told] = await tx.$queryRaw<{ dropped: number }[]>`
    with given as (
      select * from unnest(
        ${ids}::text[],
        ${notices.map(({ userId }) => userId)}::uuid[],
        ${notices.map(({ kind }) => kind)}::text[],
        ${notices.map(({ count }) => count)}::int[],
        ${notices.map(({ lines }) => lines.join('\n'))}::text[],
        ${notices.map(({ address }) => address ?? null)}::text[]) as given (id, "user", kind, count, lines, address)
    ), wanted as (
      select given.*, (
        (select count(*) from "Notice" where "userId" = "user" and "mailId" is null) < ${MAX_WAITING_PER_USER}::int
        and (select count(*) from (select from "Notice" where "mailId" is null limit ${most}::int) as waiting) < ${most}::int
      ) as has_room
      from given join "User" on "User".id = "user" left join "Profile" on "Profile"."userId" = "user"
      where not (kind = any(coalesce("mutedNotices", '{}')))
        and not exists (select from "Notice" where "Notice".id = given.id)
    ), added as (
      insert into "Notice" (id, shard, "userId", kind, count, lines, address)
      select id, ${shard}::int, "user", kind, count, string_to_array(lines, E'\n'), address from wanted where has_room
      on conflict do nothing
    )
    select count(*)::int as dropped from wanted where not has_room`;
  return told?.dropped ?? 0;
}
