import type { IncomingHttpHeaders } from 'node:http';
import { SESSION_COOKIE, type Session, verifySession } from '@fulcrum/sessions';
import { parseCookie } from 'cookie';

/**
 * Who opens a connection, by the session cookie of the upgrade request. Browsers send the cookie whichever page opens
 * the connection, so it counts only for a page of the same host, or of an origin that is allowed by name. Other
 * clients send no origin.
 */
export function sessionOfUpgrade(
  headers: IncomingHttpHeaders,
  secret: string,
  allowedOrigins: ReadonlySet<string>,
): Session | undefined {
  const token = parseCookie(headers.cookie ?? '')[SESSION_COOKIE];
  if (token === undefined) return undefined;
  const { origin, host } = headers;
  if (origin !== undefined && !allowedOrigins.has(origin) && !isSameHost(origin, host)) return undefined;
  return verifySession(token, secret);
}

function isSameHost(origin: string, host: string | undefined): boolean {
  const own = `http://${host}`;
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(own)) return false;
  return new URL(origin).hostname === new URL(own).hostname;
}
