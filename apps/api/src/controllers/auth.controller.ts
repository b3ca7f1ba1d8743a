import type { Database } from '@fulcrum/db';
import { Problem, unavailable } from '@fulcrum/http';
import type { Session, SessionEndings } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { isCrossOrigin } from '../http/own-origin.ts';
import type { Reply } from '../http/route.ts';
import type { Challenges } from '../second-factor/challenges.ts';
import type { Mailer } from '../sign-in/mailer.ts';
import { namesJson } from '../sign-in/names-json.ts';
import type { SessionStart } from '../sign-in/session-start.ts';
import type { SignInLinks } from '../sign-in/sign-in-links.ts';
import { signInPage } from '../sign-in/sign-in-page.ts';

export interface AuthParts {
  readonly db: Database;
  readonly start: SessionStart;
  readonly links: SignInLinks;
  readonly challenges: Pick<Challenges, 'isGood'>;
  readonly endings: SessionEndings;
  readonly mailer: Mailer;
  readonly publicUrl: string;
}

/** What a link names. */
export interface LinkQuery {
  readonly token: string;
  /** Whether the password is not wanted that was chosen when the link was asked for. */
  readonly password?: 'drop' | undefined;
}

/** Signing in by a link, and out. */
export class AuthController {
  readonly #parts: AuthParts;

  constructor(parts: AuthParts) {
    this.#parts = parts;
  }

  /**
   * A known address and a new one get the same answer.
   *
   * @param passwordHash of the password that a new user chose.
   */
  async signUp(email: string, passwordHash?: string): Promise<Reply> {
    const { links, mailer, publicUrl } = this.#parts;
    const made = await links.create(email, passwordHash);
    if (made.token === undefined) throw made.refused === 'sent' ? tooManyLinks() : linksOnTheirWay();
    const { token } = made;
    const link = `${publicUrl}/api/v1/auth/signin/verify?token=${token}`;
    const outcome = await mailer.sendLink(email, link, made.hasPassword);
    await (outcome === 'unsent' ? links.withdraw(token) : links.noteSent(token));
    if (outcome !== 'sent') throw unavailable('The mail could not be sent. Try again in a moment.');
    const message = 'A sign-in link is on its way. It works once, within 15 minutes.';
    return { status: 202, body: { message, ...(mailer.isLocal ? { devLink: link } : {}) } };
  }

  /**
   * Follows a link. A program that names JSON is signed in. Anybody else is asked first: it may be a mail scanner, or
   * somebody who was sent the link of another's account.
   */
  async openLink(link: LinkQuery, request: Request, response: Response): Promise<Reply> {
    const isProgram = namesJson(request) && !isCrossOrigin(request, this.#parts.publicUrl);
    if (isProgram) return this.#signIn(link, request, response);
    const found = await this.#parts.links.find(link.token);
    if (found === undefined) throw invalidLink();
    return { status: 200, body: undefined, page: signInPage(response, found, link.token) };
  }

  /** The answer to the question that `openLink` asks. A page of another origin cannot give it for its visitor. */
  async confirm(link: LinkQuery, request: Request, response: Response): Promise<Reply> {
    if (isCrossOrigin(request, this.#parts.publicUrl))
      throw new Problem(403, 'cross_origin', 'A page of another origin may not sign anybody in.');
    return this.#signIn(link, request, response);
  }

  async #signIn({ token, password }: LinkQuery, request: Request, response: Response): Promise<Reply> {
    const { links, start } = this.#parts;
    const found = await links.find(token);
    if (found === undefined) throw invalidLink();
    return start.enter({ ...found, isByLink: true }, request, response, async (note) => {
      const isUsed = await links.use(token, { isPasswordDropped: password === 'drop', alongside: note });
      if (!isUsed) throw invalidLink();
    });
  }

  /** Without a session the answer is nobody, which is no error: every visitor's page asks. */
  async whoIs(session: Session | undefined, request: Request): Promise<Reply> {
    if (session === undefined) return { status: 200, body: { user: null, ...(await this.#waiting(request)) } };
    const { userId, expiresAt } = session;
    const user = await this.#parts.db.user.findUnique({ where: { id: userId } });
    const body = {
      user: user && { userId, email: user.email, expiresAt: expiresAt * 1_000, createdAt: user.createdAt.getTime() },
    };
    return { status: 200, body };
  }

  /** Whether a browser has signed in but for the code of its user's second factor. */
  async #waiting(request: Request): Promise<{ needsCode?: true }> {
    const challenge = this.#parts.start.challengeOf(request);
    return challenge !== undefined && (await this.#parts.challenges.isGood(challenge)) ? { needsCode: true } : {};
  }

  /** The session ends at this process in any case. The answer says whether all other processes are sure to know it. */
  async logOut(session: Session, response: Response): Promise<Reply> {
    const ending = await this.#parts.endings.end(session);
    if (ending === 'nowhere') throw unavailable('The session could not be ended. Try again in a moment.');
    this.#parts.start.forget(response);
    if (ending === 'everywhere') return { status: 200, body: { message: 'Signed out.' } };
    const message = 'Signed out at this server. The others will be told as soon as the log can be reached.';
    return { status: 202, body: { message } };
  }
}

/** Known and unknown addresses are counted alike, so that a refusal does not tell whether an address is known. */
function tooManyLinks(): Problem {
  const detail = 'This address was sent too many links. Use the last one, or wait for fifteen minutes.';
  return new Problem(429, 'too_many_links', detail, {}, 15 * 60);
}

function linksOnTheirWay(): Problem {
  const detail = 'As many links as may be are on their way to this address. Wait for one, or try again in a moment.';
  return new Problem(429, 'too_many_links', detail, {}, 5);
}

function invalidLink(): Problem {
  return new Problem(401, 'invalid_link', 'This sign-in link is unknown, used up or too old: ask for a new one.');
}
