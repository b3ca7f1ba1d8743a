import type { Database } from '@fulcrum/db';
import { type Actor, ROLES } from '@fulcrum/desk';
import type { Reply } from '../../http/route.ts';

/** More than any broker has. */
const MOST_LISTED = 1_000;

const PERSON = { email: true, profile: { select: { name: true } } } as const;

/** Who works here. */
export class StaffController {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async me({ id, role }: Actor): Promise<Reply> {
    const { email, profile } = await this.#db.user.findUniqueOrThrow({ where: { id }, select: PERSON });
    return { status: 200, body: { userId: id, email, name: profile?.name ?? null, role } };
  }

  /** By role, as docs/desk.md lists them, and by address. */
  async list(): Promise<Reply> {
    const rows = await this.#db.staffMember.findMany({
      select: {
        ...{ userId: true, role: true, givenAt: true },
        user: { select: { ...PERSON, lastLoggedIn: true, secondFactor: { select: { isOn: true } } } },
      },
      orderBy: { user: { email: 'asc' } },
      take: MOST_LISTED,
    });
    const placeOf = (role: string) => (ROLES as readonly string[]).indexOf(role);
    const staff = rows
      .toSorted((one, other) => placeOf(one.role) - placeOf(other.role))
      .map(({ userId, role, givenAt, user: { email, profile, lastLoggedIn, secondFactor } }) => ({
        ...{ userId, email, name: profile?.name ?? null, role, givenAt: givenAt.getTime() },
        ...{ lastLoggedIn: lastLoggedIn?.getTime() ?? null, hasSecondFactor: secondFactor?.isOn === true },
      }));
    return { status: 200, body: { staff } };
  }
}
