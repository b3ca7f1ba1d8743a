import type { Queryable } from '@fulcrum/db';

/**
 * Keeps the roles of all staff as they are until the transaction ends, together with whoever else looks at them, or alone
 * where they are to be changed. Who changes them does so before they look at any role: of two who first looked and then
 * changed, each would wait for the other.
 */
export async function holdRoles(tx: Queryable, how: 'together' | 'alone'): Promise<void> {
  if (how === 'alone') await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('desk roles'))`;
  else await tx.$executeRaw`select pg_advisory_xact_lock_shared(hashtext('desk roles'))`;
}
