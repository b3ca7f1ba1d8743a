import { lockUser, type Queryable } from '@fulcrum/db';
import type { Role } from './roles.ts';
import { staffRole } from './staff-role.ts';

/**
 * Gives a user a role, another role, or none. The user's row is held from then on until the transaction ends.
 *
 * @param role undefined takes the role away.
 * @returns the role that they had, undefined where there was none.
 */
export async function changeRole(tx: Queryable, userId: string, role: Role | undefined): Promise<Role | undefined> {
  await lockUser(tx, userId);
  const before = await staffRole(tx, userId);
  if (role === before) return before;
  if (role === undefined) await tx.staffMember.deleteMany({ where: { userId } });
  else {
    const data = { role, givenAt: new Date() };
    await tx.staffMember.upsert({ where: { userId }, create: { userId, ...data }, update: data });
  }
  return before;
}
