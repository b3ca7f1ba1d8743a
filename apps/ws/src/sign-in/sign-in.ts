import type { IncomingHttpHeaders } from 'node:http';
import { cookieName, isSecure, publicOrigin, SESSION_COOKIE, type Session } from '@fulcrum/sessions';
import { parseCookie } from 'cookie';
import type { WsConfig } from '../config.ts';

const [SECURE, PLAIN] = [cookieName(SESSION_COOKIE, true), cookieName(SESSION_COOKIE, false)];

/**
 * The names under which the session's cookie counts: as at the API the one alone that it sets. Under https only its own
 * host can have set that. Where nobody says how people come, in production it is by https, and elsewhere by either.
 */
export function cookieNames({ PUBLIC_URL, NODE_ENV }: Pick<WsConfig, 'PUBLIC_URL' | 'NODE_ENV'>): readonly string[] {
  if (PUBLIC_URL !== undefined) return [cookieName(SESSION_COOKIE, isSecure(PUBLIC_URL))];
  return NODE_ENV === 'production' ? [SECURE] : [SECURE, PLAIN];
}

/** The origins whose pages may use the cookie, whatever `Host` says: that of PUBLIC_URL, and those of ALLOWED_ORIGINS. */
export function trustedOrigins({
  PUBLIC_URL,
  ALLOWED_ORIGINS,
}: Pick<WsConfig, 'PUBLIC_URL' | 'ALLOWED_ORIGINS'>): ReadonlySet<string> {
  const own = publicOrigin(PUBLIC_URL);
  return own === undefined ? ALLOWED_ORIGINS : new Set([...ALLOWED_ORIGINS, own]);
}

/**
 * Who opens a connection, by the session cookie of the upgrade request. Browsers send the cookie whichever page opens
 * the connection, so it counts only for a page of the same host, or of an origin that is trusted. Other clients
 * send no origin.
 *
 * @param find tells whose a token is.
 * @param names under which the cookie counts, the first that is there.
 */
export function sessionOfUpgrade(
  headers: IncomingHttpHeaders,
  find: (token: string) => Session | undefined,
  trusted: ReadonlySet<string>,
  names: readonly string[],
): Session | undefined {
  const cookies = parseCookie(headers.cookie ?? '');
  const name = names.find((name) => cookies[name] !== undefined);
  const token = name && cookies[name];
  if (token === undefined) return undefined;
  const { origin, host } = headers;
  const mayUse =
    origin === undefined || trusted.has(origin) || isSameHost(origin, host, name === SECURE ? 'https:' : '');
  return mayUse ? find(token) : undefined;
}

/** @param scheme of the page, or nothing for any: a page that came without TLS may be somebody else's on the way. */
function isSameHost(origin: string, host: string | undefined, scheme: string): boolean {
  const own = `http://${host}`;
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(own)) return false;
  const page = new URL(origin);
  return page.hostname === new URL(own).hostname && page.protocol.startsWith(scheme);
}
