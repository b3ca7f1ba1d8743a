import type { IncomingHttpHeaders } from 'node:http';
import { cookieName, SESSION_COOKIE, type Session } from '@fulcrum/sessions';
import { parseCookie } from 'cookie';

/**
 * Who opens a connection, by the session cookie of the upgrade request. Browsers send the cookie whichever page opens
 * the connection, so it counts only for a page of the same host, or of an origin that is allowed by name. Other
 * clients send no origin.
 *
 * @param find tells whose a token is.
 */
export function sessionOfUpgrade(
  headers: IncomingHttpHeaders,
  find: (token: string) => Session | undefined,
  allowedOrigins: ReadonlySet<string>,
): Session | undefined {
  const cookies = parseCookie(headers.cookie ?? '');
  const secure = cookies[cookieName(SESSION_COOKIE, true)];
  const token = secure ?? cookies[SESSION_COOKIE];
  if (token === undefined) return undefined;
  const { origin, host } = headers;
  const mayUse =
    origin === undefined ||
    allowedOrigins.has(origin) ||
    isSameHost(origin, host, secure === undefined ? '' : 'https:');
  return mayUse ? find(token) : undefined;
}

/** @param scheme of the page, or nothing for any: a page that came without TLS may be somebody else's on the way. */
function isSameHost(origin: string, host: string | undefined, scheme: string): boolean {
  const own = `http://${host}`;
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(own)) return false;
  const page = new URL(origin);
  return page.hostname === new URL(own).hostname && page.protocol.startsWith(scheme);
}
