import { LastUses } from '../last-uses.ts';
import type { RevokedSessions } from '../revoked-sessions.ts';
import type { Session } from '../session-token.ts';
import { type KeyScope, type KnownKey, KnownKeys, type KnownKeysOptions } from './known-keys.ts';

/** A key that is being used counts as a session, whose id is the key's. */
export interface KeySession extends Session {
  readonly scopes: readonly KeyScope[];
}

export function isOfKey(session: Session): session is KeySession {
  return 'scopes' in session;
}

/** `unknown` is also what was deleted; `busy`: too many keys are being looked up. */
export type KeyRefusal = 'unknown' | 'expired' | 'address' | 'busy';

export type KeyAnswer =
  | { readonly session: KeySession; readonly refusal?: never }
  | { readonly session?: never; readonly refusal: KeyRefusal };

/** The end of what does not end: the last second of the year 9999. */
const NEVER = 253_402_300_799;

/** When a key was last used, to the minute, in milliseconds since 1970. */
export interface KeyUse {
  readonly keyId: string;
  readonly usedAt: number;
}

export interface KeyCheckOptions extends KnownKeysOptions {
  readonly ended: Pick<RevokedSessions, 'has'>;
  readonly writeUses: (uses: readonly KeyUse[]) => Promise<void>;
}

/** Finds out for whom a key speaks, and whether it may be used: now, and from this address. */
export class KeyCheck {
  readonly #known: KnownKeys;
  readonly #ended: Pick<RevokedSessions, 'has'>;
  readonly uses: LastUses;

  constructor({ ended, writeUses, ...options }: KeyCheckOptions) {
    this.#known = new KnownKeys(options);
    this.#ended = ended;
    this.uses = new LastUses((uses) => writeUses(uses.map(({ id, usedAt }) => ({ keyId: id, usedAt }))));
  }

  /** Keys that are kept, good and unknown ones. */
  get size(): number {
    return this.#known.size;
  }

  /** @returns the answer without asking the database; undefined: it has to be asked. */
  recall(secret: string, address: string): KeyAnswer | undefined {
    const known = this.#known.recall(secret);
    return known && this.#judge(known, address);
  }

  /** Asks the database, if it was not asked a moment ago. */
  async ask(secret: string, address: string): Promise<KeyAnswer> {
    return this.#judge(await this.#known.lookUp(secret), address);
  }

  /** A key was deleted. */
  forget(keyId: string): void {
    this.#known.forget(keyId);
  }

  #judge(known: KnownKey | 'unknown' | 'busy', address: string): KeyAnswer {
    if (typeof known === 'string') return { refusal: known };
    const { id, userId, expiresAt, allowed } = known;
    const scopes = known.scopes.filter((scope) => scope === 'read' || scope === 'trade');
    const seconds = expiresAt === undefined ? NEVER : Math.floor(expiresAt / 1_000);
    const session: KeySession = { userId, sessionId: id, expiresAt: seconds, scopes };
    if (this.#ended.has(session)) return { refusal: 'unknown' };
    if (expiresAt !== undefined && Date.now() >= expiresAt) return { refusal: 'expired' };
    if (!allowed.has(address)) return { refusal: 'address' };
    this.uses.note(id);
    return { session };
  }
}
