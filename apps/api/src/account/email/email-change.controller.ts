import { invalidInput, Problem, unavailable } from '@fulcrum/http';
import type { Session, SessionEndings } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { isCrossOrigin } from '../../http/own-origin.ts';
import type { Reply } from '../../http/route.ts';
import type { Proof } from '../../passwords/proof.ts';
import type { Mailer } from '../../sign-in/mailer.ts';
import { namesJson, wantsPage } from '../../sign-in/names-json.ts';
import type { ChangeTokens, EmailChanges } from './email-changes.ts';
import { mailToNew, mailToOld } from './email-mails.ts';
import { askPage, tellPage } from './email-pages.ts';

export interface EmailChangeParts {
  readonly changes: EmailChanges;
  readonly proof: Proof;
  readonly mailer: Mailer;
  readonly endings: Pick<SessionEndings, 'endAll'>;
  readonly publicUrl: string;
}

export interface WantedEmail {
  readonly email: string;
  readonly presentPassword?: string | undefined;
}

/** A change of the e-mail address. Neither of its links signs anybody in. */
export class EmailChangeController {
  readonly #parts: EmailChangeParts;

  constructor(parts: EmailChangeParts) {
    this.#parts = parts;
  }

  /** The answer is the same whether the new address belongs to somebody or not. */
  async begin(session: Session, { email, presentPassword }: WantedEmail, request: Request): Promise<Reply> {
    const { proof, changes, mailer } = this.#parts;
    const owner = await proof.ownerOf(session);
    if (email === owner.email) throw invalidInput({ email: 'is your address already' });
    await proof.require(session, owner, presentPassword, request);
    const tokens = await changes.create(owner, session, email);
    if (tokens === 'too_many') throw tooManyChanges();
    if (tokens === 'stale') throw new Problem(409, 'account_changed', 'The address or the password has just changed.');
    const links = await this.#send(tokens, owner.email, email);
    const message = 'A link is on its way to each of the two addresses. Follow both within an hour.';
    return { status: 202, body: { message, ...(mailer.isLocal ? { devLinks: links } : {}) } };
  }

  /** A mail scanner that only looks changes nothing: a page asks first. */
  async open(token: string, request: Request, response: Response): Promise<Reply> {
    const link = await this.#parts.changes.find(token);
    if (link === undefined) throw invalidLink();
    const message = 'Send this link with POST to agree to the change.';
    const page = namesJson(request) ? {} : { page: askPage(response, link) };
    return { status: 200, body: { status: 'asked', message }, ...page };
  }

  async confirm(token: string, request: Request, response: Response): Promise<Reply> {
    const { changes, endings, publicUrl } = this.#parts;
    if (isCrossOrigin(request, publicUrl))
      throw new Problem(403, 'cross_origin', 'A page of another origin may not change anybody’s address.');
    const confirmation = await changes.confirm(token);
    if (confirmation.outcome === 'invalid') throw invalidLink();
    if (confirmation.outcome === 'taken')
      throw new Problem(409, 'address_taken', 'The new address has an account of its own: nothing was changed.');
    if (confirmation.outcome === 'changed') await endings.endAll(confirmation.ended);
    const status = confirmation.outcome;
    const message = TOLD[status];
    const page = wantsPage(request) ? { page: tellPage(response, message) } : {};
    return { status: 200, body: { status, message }, ...page };
  }

  async #send(tokens: ChangeTokens, oldEmail: string, newEmail: string) {
    const { mailer, changes, publicUrl } = this.#parts;
    const linkOf = (token: string) => `${publicUrl}/api/v1/account/email/confirm?token=${token}`;
    const links = { old: linkOf(tokens.old), new: linkOf(tokens.new) };
    const outcomes = await Promise.all([
      mailer.sendOther(oldEmail, links.old, mailToOld(links.old, newEmail)),
      mailer.sendOther(newEmail, links.new, mailToNew(links.new)),
    ]);
    if (outcomes.every((outcome) => outcome === 'sent')) return links;
    // One of the two may have come all the same. Without the other it changes nothing, and a new change ends it.
    if (outcomes.every((outcome) => outcome === 'unsent')) await changes.withdraw(tokens.id);
    throw unavailable('The mails could not be sent. Try again in a moment.');
  }
}

const TOLD = {
  waiting: 'Thank you. The address changes when the link in the other mail is followed as well.',
  changed: 'The address of the account is changed. All other sessions are ended: sign in with the new address.',
};

function tooManyChanges(): Problem {
  const detail = 'There were too many changes of this account’s address, or to the new address, today.';
  return new Problem(429, 'too_many_changes', detail, {}, 3_600);
}

function invalidLink(): Problem {
  return new Problem(401, 'invalid_link', 'This link is unknown, used up or too old: ask for the change again.');
}
