import { WORDS } from '@fulcrum/cfd';
import type { Database } from '@fulcrum/db';
import type { Role } from '@fulcrum/desk';
import { type IdentityState, identityState } from '@fulcrum/identity';

/** What lists show of a client. */
export interface ClientRow {
  readonly userId: string;
  readonly shard: number;
  readonly email: string;
  readonly name: string | null;
  readonly country: string | null;
  readonly createdAt: number;
  readonly lastLoggedIn: number | null;
  readonly rights: (typeof WORDS.rights)[number] | null;
  readonly role: Role | null;
  readonly identity: IdentityState;
}

interface Found extends Omit<ClientRow, 'createdAt' | 'lastLoggedIn' | 'rights' | 'identity'> {
  readonly createdAt: Date;
  readonly lastLoggedIn: Date | null;
  readonly rights: number | null;
  readonly state: string | null;
  readonly expiresAt: Date | null;
}

/** Reads what lists show of these clients, in their order. Rights are those of the last snapshot: ten seconds old at most. */
export async function readClientRows(db: Database, userIds: readonly string[]): Promise<ClientRow[]> {
  if (userIds.length === 0) return [];
  const found = await db.$queryRaw<Found[]>`
    select u."id" as "userId", u."shard", u."email", p."name", p."country", u."createdAt", u."lastLoggedIn",
      a."rights", s."role", i."state", i."expiresAt"
    from unnest(${userIds}::uuid[]) with ordinality as wanted ("id", place)
    join "User" u on u."id" = wanted."id"
    left join "Profile" p on p."userId" = u."id"
    left join "StaffMember" s on s."userId" = u."id"
    left join "IdentityCheck" i on i."userId" = u."id"
    left join "Account" a on a."shard" = u."shard" and a."userId" = u."id"
    order by wanted.place`;
  return found.map(({ createdAt, lastLoggedIn, rights, state, expiresAt, ...row }) => ({
    ...row,
    identity: identityState(state === null ? null : { state, expiresAt }),
    createdAt: createdAt.getTime(),
    lastLoggedIn: lastLoggedIn?.getTime() ?? null,
    rights: rights === null ? null : (WORDS.rights[rights] ?? null),
  }));
}
