import { type Guesses, Problem } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { PasswordHasher } from './password-hasher.ts';
import type { PasswordOwner, Passwords } from './passwords.ts';

export interface ProofParts {
  readonly passwords: Pick<Passwords, 'ofUser' | 'isFreshByLink'>;
  readonly hasher: Pick<PasswordHasher, 'verify'>;
  readonly guesses: Guesses;
}

/**
 * Asks who changes how a user signs in for more than a session, which may have been left open somewhere. Whoever has just
 * followed a link reads the user's mail; anybody else names the present password.
 */
export class Proof {
  readonly #parts: ProofParts;

  constructor(parts: ProofParts) {
    this.#parts = parts;
  }

  /** @throws Problem when there is no such user any more. */
  async ownerOf({ userId }: Session): Promise<PasswordOwner> {
    const owner = await this.#parts.passwords.ofUser(userId);
    if (owner === undefined) throw new Problem(404, 'unknown_user', 'There is no such user any more.');
    return owner;
  }

  /** @throws Problem when it is missing or wrong. */
  async require(session: Session, owner: PasswordOwner, presentPassword: string | undefined, request: Request) {
    const { passwords, hasher, guesses } = this.#parts;
    if (await passwords.isFreshByLink(session)) return;
    if (presentPassword === undefined)
      throw new Problem(403, 'proof_needed', 'Name the present password, or sign in with a link to set a new one.');
    const guess = await guesses.take({ email: owner.email }, request);
    if (await hasher.verify(owner.passwordHash, presentPassword)) return;
    guess.miss();
    throw new Problem(403, 'wrong_password', 'The present password is wrong. A link sets a new one without it.');
  }
}
