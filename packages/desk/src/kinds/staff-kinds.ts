import { uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { DeskRefusal } from '../desk-refusal.ts';
import { changeRole } from '../staff/change-role.ts';
import { holdRoles } from '../staff/hold-roles.ts';
import { ROLES } from '../staff/roles.ts';
import { staffRole } from '../staff/staff-role.ts';
import type { DatabaseKind } from './kind.ts';

const change = z.object({ userId: uuid, role: z.enum(ROLES).nullable() });

/** Gives somebody a role, changes it, or takes it (null). */
export const setRole: DatabaseKind<z.output<typeof change>> = {
  data: change,
  subject: ({ userId }) => userId,
  userId: ({ userId }) => userId,
  replaces: { present: async ({ db }, { userId }) => ({ role: (await staffRole(db, userId)) ?? null }) },
  // So that of two who take the last two admins' roles at once one is told.
  hold: (tx) => holdRoles(tx, 'alone'),
  act: async (tx, { data: { userId, role } }) => {
    const before = await changeRole(tx, userId, role ?? undefined);
    if ((await tx.staffMember.count({ where: { role: 'admin' } })) === 0)
      throw new DeskRefusal(409, 'last_admin', 'Nobody would be an admin any more. Make somebody else one first.');
    return { type: 'role-set', userId, role, before: before ?? null };
  },
};
