import type { IncomingHttpHeaders } from 'node:http';
import { publicOrigin, type Session, tokenInCookie } from '@fulcrum/sessions';
import type { WsConfig } from '../config.ts';

/** The origins whose pages may use the cookie whatever `Host` says: PUBLIC_URL's own, and ALLOWED_ORIGINS. */
export function trustedOrigins({
  PUBLIC_URL,
  ALLOWED_ORIGINS,
}: Pick<WsConfig, 'PUBLIC_URL' | 'ALLOWED_ORIGINS'>): ReadonlySet<string> {
  const own = publicOrigin(PUBLIC_URL);
  return own === undefined ? ALLOWED_ORIGINS : new Set([...ALLOWED_ORIGINS, own]);
}

/**
 * The session of the cookie in an upgrade request. Browsers send the cookie whichever page opens the connection. So it
 * counts only for a page of the same host, or of a trusted origin. Other clients send no origin.
 *
 * @param find looks up the session of a token.
 * @param names of the cookie. The first one that is there counts.
 */
export function sessionOfUpgrade(
  headers: IncomingHttpHeaders,
  find: (token: string) => Session | undefined,
  trusted: ReadonlySet<string>,
  names: readonly string[],
): Session | undefined {
  const found = tokenInCookie(headers.cookie, names);
  if (found === undefined) return undefined;
  const { origin, host } = headers;
  const mayUse =
    origin === undefined || trusted.has(origin) || isSameHost(origin, host, found.isSecure ? 'https:' : '');
  return mayUse ? find(found.token) : undefined;
}

/** @param scheme that the page must have, or nothing for any. A page without TLS may have been replaced on its way. */
function isSameHost(origin: string, host: string | undefined, scheme: string): boolean {
  const own = `http://${host}`;
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(own)) return false;
  const page = new URL(origin);
  return page.hostname === new URL(own).hostname && page.protocol.startsWith(scheme);
}
