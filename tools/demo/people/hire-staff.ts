import { localOperator, type Role, staffRole } from '@fulcrum/desk';
import { z } from 'zod';
import { giveRole } from '../../admin/admins.ts';
import type { LogParts } from '../../log/log-parts.ts';
import type { Api } from '../product/api.ts';
import { Refusal } from '../product/refusal.ts';
import type { Session } from '../product/session.ts';
import type { Tally } from '../product/tally.ts';
import type { People } from './people.ts';
import { signIn } from './sign-in.ts';
import { STAFF, type StaffRole } from './staff.ts';

/**
 * Signs staff in, and gives those who are new their roles, as `npm run admin` does. Whatever else somebody has become at
 * the desk is left to them, and told.
 *
 * @throws Error with a sentence for people where they cannot work.
 */
export async function hireStaff(api: Api, { db, keys }: LogParts, tally: Tally): Promise<People<StaffRole>> {
  const hired: Partial<Record<StaffRole, Session>> = {};
  for (const { email, role } of STAFF) {
    const { session, outcome } = await signIn(api, db, email);
    const present = await staffRole(db, session.userId);
    if (present === undefined)
      await giveRole(db, localOperator(), { email, role, shard: keys.shard, reason: 'npm run demo' });
    else if (present !== role) throw new Error(changed(email, role, present));
    await requireDesk(session);
    tally[present === undefined ? 'added' : outcome] += 1;
    hired[role] = session;
  }
  return hired as Record<StaffRole, Session>;
}

/** @throws Error with a sentence for people where staff need what the demonstration does not have. */
async function requireDesk(session: Session): Promise<void> {
  try {
    await session.get('/desk/me', z.unknown());
  } catch (error) {
    if (error instanceof Refusal && error.code === 'second_factor_required') throw new Error(NEED_CODES);
    throw error;
  }
}

const NEED_CODES =
  'Staff need a second factor here, as in production (STAFF_SECOND_FACTOR), and the demonstration has none: it is for a product on a developer’s machine (npm start) alone.';

function changed(email: string, role: Role, present: Role): string {
  return `${email} is ${present} by now, and the demonstration needs them as ${role}: make them ${role} again at the desk.`;
}
