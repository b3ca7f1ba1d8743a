import { type Database, lockUser } from '@fulcrum/db';
import { type Guesses, Problem } from '@fulcrum/http';
import { type SecondFactors, wrongCode } from '@fulcrum/second-factor';
import type { Session } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { isCrossOrigin } from '../http/own-origin.ts';
import type { Reply } from '../http/route.ts';
import type { Proof } from '../passwords/proof.ts';
import type { SessionStart } from '../sign-in/session-start.ts';
import type { Challenges } from './challenges.ts';

export interface SecondFactorParts {
  readonly db: Database;
  readonly factors: SecondFactors;
  readonly challenges: Challenges;
  readonly start: SessionStart;
  readonly guesses: Guesses;
  readonly proof: Pick<Proof, 'ownerOf' | 'require'>;
  readonly publicUrl: string;
}

export interface TurnOn {
  readonly code: string;
  readonly presentPassword?: string | undefined;
}

export interface NamedCode {
  readonly code: string;
  readonly challenge?: string | undefined;
}

/** Signing in with a code, and turning the second factor on and off. */
export class SecondFactorController {
  readonly #parts: SecondFactorParts;

  constructor(parts: SecondFactorParts) {
    this.#parts = parts;
  }

  async signIn({ code, challenge }: NamedCode, request: Request, response: Response): Promise<Reply> {
    const { challenges, factors, guesses, start, publicUrl } = this.#parts;
    if (isCrossOrigin(request, publicUrl))
      throw new Problem(403, 'cross_origin', 'A page of another origin may not sign anybody in.');
    const token = challenge ?? start.challengeOf(request);
    const user = token === undefined ? undefined : await challenges.find(token);
    if (token === undefined || user === undefined) throw challengeOver();
    await guesses.take({ id: user.id }, request);
    if (!(await challenges.count(token))) throw challengeOver();
    if (!(await factors.isGood(user.id, code))) throw wrongCode();
    return start.begin(user, request, response, (note) => this.#use({ token, userId: user.id, code }, note));
  }

  async prepare({ userId }: Session): Promise<Reply> {
    const user = await this.#parts.db.user.findUnique({ where: { id: userId } });
    const prepared = user === null ? undefined : await this.#parts.factors.prepare(userId, user.email);
    if (prepared === undefined)
      throw new Problem(409, 'second_factor_on', 'The second factor is on: turn it off first.');
    return { status: 200, body: prepared };
  }

  /** Whoever finds an open screen could otherwise keep the owner out with an app of their own. */
  async turnOn(session: Session, { code, presentPassword }: TurnOn, request: Request): Promise<Reply> {
    const { userId } = session;
    await this.#parts.proof.require(session, await this.#parts.proof.ownerOf(session), presentPassword, request);
    await this.#parts.guesses.take({ id: userId }, request);
    const recoveryCodes = await this.#parts.factors.turnOn(userId, code);
    if (recoveryCodes === undefined) throw wrongCode();
    return { status: 200, body: { recoveryCodes } };
  }

  async turnOff({ userId }: Session, code: string, request: Request): Promise<Reply> {
    await this.#parts.guesses.take({ id: userId }, request);
    if (!(await this.#parts.factors.turnOff(userId, code))) throw wrongCode();
    return { status: 200, body: { message: 'The second factor is off.' } };
  }

  /** New recovery codes, in the place of those that were there. */
  async renewRecoveryCodes({ userId }: Session, code: string, request: Request): Promise<Reply> {
    await this.#parts.guesses.take({ id: userId }, request);
    const recoveryCodes = await this.#parts.factors.renewRecoveryCodes(userId, code);
    if (recoveryCodes === undefined) throw wrongCode();
    return { status: 200, body: { recoveryCodes } };
  }

  /** The challenge, the code and the session are one: none of them is used up without the others. */
  async #use(
    { token, userId, code }: { readonly token: string; readonly userId: string; readonly code: string },
    note: (tx: Parameters<SecondFactors['use']>[0]) => Promise<void>,
  ): Promise<void> {
    const { db, challenges, factors } = this.#parts;
    await db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      if (!(await challenges.take(tx, token))) throw challengeOver();
      if (!(await factors.use(tx, userId, code))) throw wrongCode();
      await tx.user.updateMany({ where: { id: userId }, data: { lastLoggedIn: new Date() } });
      await note(tx);
    });
  }
}

function challengeOver(): Problem {
  return new Problem(401, 'challenge_over', 'This sign-in has ended: begin again, with the password or another link.');
}
