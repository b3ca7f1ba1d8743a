import type { Queryable } from '@fulcrum/db';
import { DeskRefusal } from '../desk-refusal.ts';
import type { Actor } from '../staff/actor.ts';
import { holdRoles } from '../staff/hold-roles.ts';
import type { Role } from '../staff/roles.ts';
import { staffRole } from '../staff/staff-role.ts';
import type { ActionKindName } from './action-kinds.ts';
import { ACTION_KINDS } from './action-kinds.ts';

/** The role of a member of staff at this moment. It stays theirs until the transaction ends. */
export async function heldRole(tx: Queryable, userId: string): Promise<Role | undefined> {
  await holdRoles(tx, 'together');
  return staffRole(tx, userId);
}

/**
 * Who acts, with the role that they have by now.
 *
 * @throws DeskRefusal when it is none of those roles. Who uses a command line may ask for anything.
 */
export async function withRole(tx: Queryable, actor: Actor, roles: readonly Role[]): Promise<Actor> {
  if (actor.role === 'operator') return actor;
  const role = await heldRole(tx, actor.id);
  if (role === undefined) throw new DeskRefusal(403, 'staff_only', 'This is for the broker’s staff alone.');
  if (!roles.includes(role)) throw new DeskRefusal(403, 'role_may_not', `This is not for the role ${role}.`);
  return { ...actor, role };
}

export function rolesWho(what: 'asks' | 'approves', kind: ActionKindName): readonly Role[] {
  return ACTION_KINDS[kind][what];
}

/** @throws DeskRefusal when somebody acts upon their own account. */
export function refuseOwnAccount(actor: Actor, userId: string | null | undefined): void {
  if (userId === actor.id) throw new DeskRefusal(403, 'own_account', 'Nobody acts upon their own account.');
}
