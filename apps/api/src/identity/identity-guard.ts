import type { Database } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import { type IdentityState, identityState } from '@fulcrum/identity';
import type { Need } from './identity-needs.ts';

/**
 * How long an approval is known without asking the database. An approval that is taken back keeps nobody from opening
 * for that long; money is asked for anew each time.
 */
const KNOWN_MS = 5_000;

/** The most approvals that are known. Beyond it all are looked up again. */
const MAX_KNOWN = 100_000;

/** Keeps those from what needs an approved identity who have none. */
export class IdentityGuard {
  readonly #db: Database;
  readonly #needs: ReadonlySet<Need>;
  /** Users whose identity is approved, and until when that is known. */
  readonly #known = new Map<string, number>();

  constructor(db: Database, needs: readonly Need[]) {
    this.#db = db;
    this.#needs = new Set(needs);
  }

  /** What a state of the identity keeps its user from. */
  keepsFrom(state: IdentityState): Need[] {
    return state === 'approved' ? [] : [...this.#needs];
  }

  /** @throws Problem where it takes an approved identity and the user has none. */
  async require(userId: string, need: Need): Promise<void> {
    if (!this.#needs.has(need)) return;
    const isTrading = need === 'trading';
    if (isTrading && (this.#known.get(userId) ?? 0) > Date.now()) return;
    const check = await this.#db.identityCheck.findUnique({
      where: { userId },
      select: { state: true, expiresAt: true },
    });
    const state = identityState(check);
    if (state !== 'approved') throw identityRequired(state);
    if (isTrading) this.#note(userId, check?.expiresAt?.getTime() ?? 0);
  }

  #note(userId: string, expiresAt: number): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(userId, Math.min(Date.now() + KNOWN_MS, expiresAt));
  }
}

const STATES: Readonly<Record<Exclude<IdentityState, 'approved'>, string>> = {
  none: 'it was not sent yet',
  submitted: 'it waits to be checked',
  in_review: 'it is being checked',
  refused: 'it was refused',
  expired: 'it has expired',
};

function identityRequired(state: Exclude<IdentityState, 'approved'>): Problem {
  const detail = `This needs an approved identity, and yours is not (${state}): ${STATES[state]}. See the page “Identity”, or GET /api/v1/account/identity.`;
  return new Problem(403, 'identity_required', detail);
}
