import type { Role } from '@fulcrum/desk';
import { Problem, unavailable } from '@fulcrum/http';
import { clientAddress } from '@fulcrum/service';
import { type KeyAnswer, type KeyCheck, type KeyRefusal, keyInHeader } from '@fulcrum/sessions';
import type { RequestHandler, Response } from 'express';
import { signInFirst } from '../sign-in/session.ts';

/**
 * Who may ask a route: anybody; somebody who signed in, and no program's key; somebody who signed in, and also a key
 * with this scope; or staff with one of these roles, who signed in.
 */
export type Access = 'public' | 'session' | 'read' | 'trade' | StaffAccess;

export interface StaffAccess {
  readonly staff: readonly Role[];
}

/** Whether staff alone may ask. */
export function isOfStaff(access: Access): access is StaffAccess {
  return typeof access === 'object';
}

/**
 * Finds out who uses a key that was looked up a moment ago, so that the request counts on its user. Any other key is looked
 * up behind the limit on its sender's address, and only where a route asks for it.
 */
export function recallKey(keys: KeyCheck, trustedProxies: number): RequestHandler {
  return (request, response, next) => {
    const secret = keyInHeader(request.headers.authorization);
    const answer = secret && keys.recall(secret, clientAddress(request, trustedProxies));
    if (answer) response.locals.key = answer;
    next();
  };
}

/** Lets those through who may ask, and says to the others what they lack. */
export function requireAccess(
  access: Exclude<Access, 'public' | StaffAccess>,
  keys: KeyCheck,
  trustedProxies: number,
): RequestHandler {
  return (request, response, next) => {
    const secret = keyInHeader(request.headers.authorization);
    if (secret === undefined) return takeSession(access, response, next);
    const recalled: KeyAnswer | undefined = response.locals.key;
    if (recalled !== undefined) return takeKey(recalled, access, response, next);
    const asked = keys.ask(secret, clientAddress(request, trustedProxies));
    return asked.then((answer) => takeKey(answer, access, response, next));
  };
}

function takeSession(access: Exclude<Access, StaffAccess>, response: Response, next: () => void): void {
  if (response.locals.session !== undefined) next();
  else throw signInFirst(access === 'session' ? '' : ` A program sends a key with the scope ${access} as the token.`);
}

function takeKey(
  { session, refusal }: KeyAnswer,
  access: Exclude<Access, StaffAccess>,
  response: Response,
  next: () => void,
): void {
  if (session === undefined) throw REFUSED[refusal]();
  if (access === 'session')
    throw new Problem(403, 'session_required', 'No key may do this: sign in, and use the session’s token or cookie.');
  if (access !== 'public' && !session.scopes.includes(access))
    throw new Problem(403, 'insufficient_scope', `This key lacks the scope ${access}.`);
  response.locals.session = session;
  next();
}

const REFUSED: Readonly<Record<KeyRefusal, () => Problem>> = {
  unknown: () => new Problem(401, 'invalid_key', 'This key is unknown, or was deleted: make a new one.'),
  expired: () => new Problem(401, 'expired_key', 'This key has expired: make a new one.'),
  address: () => new Problem(403, 'address_not_allowed', 'This key may not be used from this address.'),
  busy: () => unavailable('Too many keys are being looked up.'),
};
