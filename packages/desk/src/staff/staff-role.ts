import type { Queryable } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import { isRole, type Role } from './roles.ts';

/** The role of a user at the desk; undefined of one who has none. */
export async function staffRole(db: Queryable, userId: string): Promise<Role | undefined> {
  const found = await db.staffMember.findUnique({ where: { userId }, select: { role: true } });
  if (found === null) return undefined;
  assert(isRole(found.role), `${found.role} is a role`);
  return found.role;
}
