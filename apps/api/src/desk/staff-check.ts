import type { Database } from '@fulcrum/db';
import { type Actor, type Role, staffRole } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import { clientNetwork } from '@fulcrum/service';
import type { RequestHandler } from 'express';

export interface StaffCheckParts {
  readonly db: Database;
  readonly trustedProxies: number;
  /** Whether staff without a second factor are refused. */
  readonly needsSecondFactor: boolean;
}

/** Finds out who of the staff asks. The database is asked each time, so that who loses their role is refused at once. */
export class StaffCheck {
  readonly #parts: StaffCheckParts;

  constructor(parts: StaffCheckParts) {
    this.#parts = parts;
  }

  /** Lets staff through who have one of these roles, and notes who acts. Stands behind the check of the session. */
  require(roles: readonly Role[]): RequestHandler {
    return async (request, response, next) => {
      const { userId } = response.locals.session;
      const role = await this.#roleOf(userId);
      if (!roles.includes(role)) throw new Problem(403, 'role_may_not', `This is not for the role ${role}.`);
      const address = clientNetwork(request, this.#parts.trustedProxies);
      response.locals.actor = { id: userId, role, address } satisfies Actor;
      next();
    };
  }

  async #roleOf(userId: string): Promise<Role> {
    const { db, needsSecondFactor } = this.#parts;
    const role = await staffRole(db, userId);
    if (role === undefined) throw new Problem(403, 'staff_only', 'This is for the broker’s staff alone.');
    if (!needsSecondFactor) return role;
    const factor = await db.secondFactor.findUnique({ where: { userId }, select: { isOn: true } });
    if (factor?.isOn !== true)
      throw new Problem(403, 'second_factor_required', 'Staff need a second factor: turn it on under “Security”.');
    return role;
  }
}
