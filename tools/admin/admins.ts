import { randomUUID } from 'node:crypto';
import type { Database, Queryable } from '@fulcrum/db';
import { type Actor, appendAudit, changeRole, holdRoles, ROLES, type Role } from '@fulcrum/desk';

/** A member of staff, as the list shows them. */
export interface Listed {
  readonly email: string;
  readonly role: string;
  readonly givenAt: Date;
  readonly hasSecondFactor: boolean;
}

/** What came of it: the role that somebody had before. */
export type Change = { readonly before: Role | undefined; readonly shard: number };

/** What is on record as why. */
const REASON = 'npm run admin';

/** Those of one role stand together, in the order of docs/desk.md. */
export async function listStaff(db: Database): Promise<Listed[]> {
  const rows = await db.staffMember.findMany({
    include: { user: { select: { email: true, secondFactor: { select: { isOn: true } } } } },
    orderBy: { user: { email: 'asc' } },
  });
  const placeOf = ({ role }: { readonly role: string }) => (ROLES as readonly string[]).indexOf(role);
  return rows
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map(({ role, givenAt, user }) => ({
      ...{ email: user.email, role, givenAt, hasSecondFactor: user.secondFactor?.isOn === true },
    }));
}

/** Makes somebody an admin, and a user first if they are none. */
export function makeAdmin(db: Database, actor: Actor, email: string, shard: number): Promise<Change> {
  return giveRole(db, actor, { email, role: 'admin', shard, reason: REASON });
}

export interface GivenRole {
  readonly email: string;
  readonly role: Role;
  /** That keeps the accounts of new users. */
  readonly shard: number;
  readonly reason: string;
}

/** Gives somebody a role whatever they were before, and makes them a user first if they are none, as signing up would. */
export function giveRole(db: Database, actor: Actor, given: GivenRole): Promise<Change> {
  const { email, role, shard, reason } = given;
  return db.$transaction(async (tx) => {
    await holdRoles(tx, 'alone');
    const user = await userOf(tx, email, shard);
    const before = await changeRole(tx, user.id, role);
    if (before !== role) await noteChange(tx, actor, user.id, { before: before ?? null, after: role }, reason);
    return { before, shard: user.shard };
  });
}

/**
 * Takes somebody's role, whichever it is.
 *
 * @param mayBeLast whether there may be no admin afterwards.
 * @throws with a sentence for people when there is no such role, or when it is the last admin's.
 */
export function takeRole(db: Database, actor: Actor, email: string, mayBeLast: boolean): Promise<Role> {
  return db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, select: { id: true } });
    if (user === null) throw new Error(`There is no user with the address ${email}.`);
    await holdRoles(tx, 'alone');
    const role = await changeRole(tx, user.id, undefined);
    if (role === undefined) throw new Error(`${email} has no role.`);
    if (role === 'admin' && !mayBeLast && (await tx.staffMember.count({ where: { role } })) === 0)
      throw new Error(`${email} is the last admin: nobody could give roles at the desk any more. --yes takes it.`);
    await noteChange(tx, actor, user.id, { before: role, after: null }, REASON);
    return role;
  });
}

/** A row is written either way, so that it is held until the transaction ends. */
async function userOf(tx: Queryable, email: string, shard: number): Promise<{ id: string; shard: number }> {
  const [user] = await tx.$queryRaw<{ id: string; shard: number }[]>`
    insert into "User" (id, shard, email) values (${randomUUID()}::uuid, ${shard}::int, ${email})
    on conflict (email) do update set email = excluded.email
    returning id, shard`;
  if (user === undefined) throw new Error('the user was neither found nor made');
  return user;
}

type RoleOrNone = Role | null;

async function noteChange(
  tx: Queryable,
  actor: Actor,
  subject: string,
  { before, after }: { readonly before: RoleOrNone; readonly after: RoleOrNone },
  reason: string,
): Promise<void> {
  const content = { reason, before: { role: before }, after: { role: after } };
  await appendAudit(tx, actor, { act: 'set-role:act', subject, content });
}
