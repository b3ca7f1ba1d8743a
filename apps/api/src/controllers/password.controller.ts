import { type Guesses, invalidInput, Problem } from '@fulcrum/http';
import type { SecondFactors } from '@fulcrum/second-factor';
import type { Session, SessionEndings } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { isCrossOrigin } from '../http/own-origin.ts';
import type { Reply } from '../http/route.ts';
import { isOwnAddress, OWN_ADDRESS } from '../passwords/password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { Passwords } from '../passwords/passwords.ts';
import type { Proof } from '../passwords/proof.ts';
import type { Devices } from '../sign-in/devices.ts';
import type { SessionStart } from '../sign-in/session-start.ts';
import type { AuthController } from './auth.controller.ts';

export interface PasswordParts {
  readonly auth: Pick<AuthController, 'signUp'>;
  readonly passwords: Passwords;
  readonly devices: Pick<Devices, 'hashIn'>;
  readonly hasher: PasswordHasher;
  readonly guesses: Guesses;
  readonly proof: Proof;
  readonly factors: Pick<SecondFactors, 'state'>;
  readonly start: SessionStart;
  readonly endings: Pick<SessionEndings, 'endAll'>;
  readonly publicUrl: string;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface PasswordChange {
  readonly password: string;
  readonly presentPassword?: string | undefined;
}

/** Signing up and in with a password, and setting it. */
export class PasswordController {
  readonly #parts: PasswordParts;

  constructor(parts: PasswordParts) {
    this.#parts = parts;
  }

  /** A known address and a new one get the same answer, and cost the same. */
  async signUp({ email, password }: Credentials): Promise<Reply> {
    return this.#parts.auth.signUp(email, await this.#parts.hasher.hash(password));
  }

  /** An unknown address, one without a password and a wrong password get the same answer, and cost the same. */
  async signIn({ email, password }: Credentials, request: Request, response: Response): Promise<Reply> {
    const { passwords, hasher, guesses, start, publicUrl } = this.#parts;
    if (isCrossOrigin(request, publicUrl))
      throw new Problem(403, 'cross_origin', 'A page of another origin may not sign anybody in.');
    const guess = await guesses.take({ email }, request);
    const owner = await passwords.find(email);
    const isRight = await hasher.verify(owner?.passwordHash, password);
    if (owner === undefined || !isRight) {
      guess.miss();
      throw wrongCredentials();
    }
    const user = { id: owner.id, email: owner.email, isByLink: false };
    return start.enter(user, request, response, async (note) => {
      if (!(await passwords.use(owner, note))) throw wrongCredentials();
    });
  }

  async security(session: Session): Promise<Reply> {
    const owner = await this.#parts.proof.ownerOf(session);
    const mayReset = await this.#parts.passwords.isFreshByLink(session);
    const { isOn, recoveryCodesLeft } = await this.#parts.factors.state(session.userId);
    const hasPassword = owner.passwordHash !== null;
    return { status: 200, body: { hasPassword, mayReset, hasSecondFactor: isOn, recoveryCodesLeft } };
  }

  async setPassword(session: Session, change: PasswordChange, request: Request): Promise<Reply> {
    const { passwords, hasher, proof, devices } = this.#parts;
    const owner = await proof.ownerOf(session);
    if (isOwnAddress(change.password, owner.email)) throw invalidInput({ password: OWN_ADDRESS });
    await proof.require(session, owner, change.presentPassword, request);
    const own = { sessionId: session.sessionId, deviceHash: devices.hashIn(request) };
    const ended = await passwords.set(owner, own, await hasher.hash(change.password));
    if (ended === undefined)
      throw new Problem(409, 'password_changed', 'The password was changed by somebody meanwhile.');
    return this.#end(ended);
  }

  async #end(ended: NonNullable<Awaited<ReturnType<Passwords['set']>>>): Promise<Reply> {
    const { endings } = this.#parts;
    if (await endings.endAll(ended))
      return { status: 200, body: { message: 'The password is set, and all other sessions are ended.' } };
    const message = 'The password is set. All other sessions end as soon as the log can be reached.';
    return { status: 202, body: { message } };
  }
}

function wrongCredentials(): Problem {
  return new Problem(401, 'wrong_credentials', 'The e-mail address or the password is wrong.');
}
