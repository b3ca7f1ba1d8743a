import { createHash } from 'node:crypto';
import { cookieName } from '@fulcrum/sessions';
import type { CookieOptions, Request, Response } from 'express';

const COOKIE = 'fulcrum_asked';

/** Notes in a browser that it asked for a link, in a way that tells nothing about the link. */
export function noteAsked(response: Response, token: string, options: CookieOptions): void {
  response.cookie(cookieName(COOKIE, options.secure === true), markOf(token), options);
}

/** Whether the browser that follows a link is the one that asked for it: then nobody else sent it there. */
export function askedHere({ cookies }: Pick<Request, 'cookies'>, token: string, isSecure: boolean): boolean {
  return cookies?.[cookieName(COOKIE, isSecure)] === markOf(token);
}

function markOf(token: string): string {
  return createHash('sha256').update(`asked:${token}`).digest('base64url');
}
