import { randomUUID } from 'node:crypto';
import { type BegunSession, beginSession, type EndedSession, type Queryable } from '@fulcrum/db';
import type { SecondFactors } from '@fulcrum/second-factor';
import { clientNetwork, publicPath } from '@fulcrum/service';
import { SESSION_COOKIE, SESSION_DAYS, type SessionEndings, signSession, verifySession } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { required } from '../controllers/engine-answers.ts';
import type { Accounts } from '../engine/accounts.ts';
import type { Reply } from '../http/route.ts';
import { CHALLENGE_MS, type Challenges } from '../second-factor/challenges.ts';
import type { DeviceKind, Devices } from './devices.ts';
import { wantsPage } from './names-json.ts';
import { OwnCookie } from './own-cookie.ts';

/** Names a sign-in that waits for a code. */
const CHALLENGE_COOKIE = 'fulcrum_challenge';

/** The most characters that are kept of what a program calls itself. */
const MAX_AGENT_LENGTH = 256;

export interface SessionStartParts {
  readonly accounts: Pick<Accounts, 'open'>;
  readonly endings: Pick<SessionEndings, 'endAll'>;
  readonly factors: Pick<SecondFactors, 'state'>;
  readonly challenges: Pick<Challenges, 'create'>;
  readonly devices: Pick<Devices, 'isFirst' | 'renew' | 'hand'>;
  readonly jwtSecret: string;
  readonly publicUrl: string;
  readonly trustedProxies: number;
  /** Is told of each session that begins, in the transaction in which it does. */
  readonly onBegun?: (tx: Queryable, signedIn: SignedIn) => Promise<void>;
}

/** Somebody who has proved who they are. */
export interface Proven {
  readonly id: string;
  readonly email: string;
  readonly isByLink: boolean;
}

/** Somebody whose session begins, and how well the device is known with which they signed in. */
export interface SignedIn extends BegunSession {
  readonly email: string;
  readonly device: DeviceKind;
}

/** Notes the session that begins, in the transaction in which the link, the password or the code is used. */
export type NoteSession = (tx: Queryable) => Promise<void>;

/** Begins sessions: whatever somebody signs in with, the answer and the cookie are the same. */
export class SessionStart {
  readonly #parts: SessionStartParts;
  readonly #cookie: OwnCookie;
  readonly #challengeCookie: OwnCookie;
  /** The address below which people reach the screen. */
  readonly #path: string;

  constructor(parts: SessionStartParts) {
    const { publicUrl } = parts;
    this.#parts = parts;
    this.#cookie = new OwnCookie(SESSION_COOKIE, publicUrl, SESSION_DAYS * 86_400_000);
    this.#challengeCookie = new OwnCookie(CHALLENGE_COOKIE, publicUrl, CHALLENGE_MS);
    this.#path = publicPath(publicUrl);
  }

  /**
   * Signs in somebody who has named their password, or followed a link. Whoever has a second factor is asked for a code
   * first, and has until then only a challenge.
   *
   * @param use as for `begin`.
   */
  async enter(user: Proven, request: Request, response: Response, use: (note: NoteSession) => Promise<void>) {
    const { factors, challenges } = this.#parts;
    if (!(await factors.state(user.id)).isOn) return this.begin(user, request, response, use);
    let challenge = '';
    await use(async (tx) => {
      challenge = await challenges.create(tx, user);
    });
    this.#challengeCookie.set(response, challenge);
    return this.#reply(request, 202, { status: 'code_needed', challenge });
  }

  /** The challenge that a browser has. */
  challengeOf(request: Request): string | undefined {
    return this.#challengeCookie.read(request);
  }

  /**
   * What somebody signs in with is used up last of all, when the engine has the account. So whatever fails before that
   * heals with the next attempt.
   *
   * @param use uses it up, in a transaction that notes the session as well.
   * @throws what `use` throws. Then there is no session.
   */
  async begin(user: Proven, request: Request, response: Response, use: (note: NoteSession) => Promise<void>) {
    const { accounts, devices, jwtSecret } = this.#parts;
    const { balance } = required(await accounts.open(user.id), 'account-created');
    const token = signSession(user.id, randomUUID(), jwtSecret);
    const begun = this.#describe(user, token, request);
    const isFirst = await devices.isFirst(user.id);
    let ended: readonly EndedSession[] = [];
    let deviceToken = '';
    await use(async (tx) => {
      ended = await beginSession(tx, begun);
      const device = await devices.renew(tx, user.id, request);
      deviceToken = device.token;
      const kind = isFirst ? 'first' : device.isKnown ? 'known' : 'new';
      await this.#parts.onBegun?.(tx, { ...begun, email: user.email, device: kind });
    });
    await this.#parts.endings.endAll(ended);
    this.#cookie.set(response, token);
    if (this.challengeOf(request) !== undefined) this.#challengeCookie.clear(response);
    devices.hand(response, deviceToken);
    const { id, email } = user;
    return this.#reply(request, 200, { token, user: { id, email, balance } });
  }

  /** Takes the cookie back. */
  forget(response: Response): void {
    this.#cookie.clear(response);
  }

  #describe({ id, isByLink }: Proven, token: string, request: Request): BegunSession {
    const session = verifySession(token, this.#parts.jwtSecret);
    if (session === undefined) throw new Error('a session’s own token is not good');
    return {
      sessionId: session.sessionId,
      userId: id,
      isByLink,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_AGENT_LENGTH),
      address: clientNetwork(request, this.#parts.trustedProxies),
      startedAt: new Date(),
      expiresAt: new Date(session.expiresAt * 1_000),
    };
  }

  #reply(request: Request, status: number, body: object): Reply {
    return wantsPage(request) ? { status: 303, location: `${this.#path}/`, body: undefined } : { status, body };
  }
}
