import { formatDecimal, MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import type { Database } from '@fulcrum/db';
import { ACTION_KINDS, type Actor, ROLES } from '@fulcrum/desk';
import { assert } from '@fulcrum/log';
import type { Reply } from '../../http/route.ts';

/** More than any broker has. */
const MOST_LISTED = 1_000;

const PERSON = { email: true, profile: { select: { name: true } } } as const;

/** Who works here. */
export class StaffController {
  readonly #db: Database;
  readonly #secondPersonAbove: string;

  /** @param secondPersonAbove in USDC: what is about more takes two, where the kind of act says so. */
  constructor(db: Database, secondPersonAbove: string) {
    this.#db = db;
    this.#secondPersonAbove = secondPersonAbove;
  }

  async me({ id, role }: Actor): Promise<Reply> {
    const { email, profile } = await this.#db.user.findUniqueOrThrow({ where: { id }, select: PERSON });
    return { status: 200, body: { userId: id, email, name: profile?.name ?? null, role, ...this.#actsOf(role) } };
  }

  /** What somebody may ask for, so that the screen offers nothing else. */
  #actsOf(role: Actor['role']) {
    const units = parseDecimal(this.#secondPersonAbove, MONEY_DECIMALS);
    assert(units !== undefined, 'the amount from which on it takes two is one');
    const acts = Object.entries(ACTION_KINDS)
      .filter(([, { asks }]) => (asks as readonly string[]).includes(role))
      .map(([kind, { takesTwo, approves }]) => ({ kind, takesTwo, approves }));
    return { acts, secondPersonAbove: formatDecimal(units, MONEY_DECIMALS) };
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
