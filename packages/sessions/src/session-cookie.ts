import { parseCookie } from 'cookie';

/** The cookie that carries the session's token. */
export const SESSION_COOKIE = 'fulcrum_session';

/** Whether people use https. Then cookies have to be Secure, and the session's cookie has its other name. */
export function isSecure(publicUrl: string | undefined): boolean {
  return publicUrl !== undefined && /^https:/i.test(publicUrl);
}

/**
 * The name of a cookie. With https it has a prefix for which browsers accept the cookie only over https, for every path
 * and for this host alone. So no neighbouring host can plant one.
 */
export function cookieName(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

const [SECURE, PLAIN] = [cookieName(SESSION_COOKIE, true), cookieName(SESSION_COOKIE, false)];

/**
 * The names of the session's cookie, for processes beside the API. Only the name that the API sets counts. Under https
 * nobody but the host itself can have set it. Without PUBLIC_URL it is the one for https in production, and either one
 * elsewhere.
 */
export function sessionCookieNames(config: {
  readonly PUBLIC_URL?: string | undefined;
  readonly NODE_ENV: string;
}): readonly string[] {
  if (config.PUBLIC_URL !== undefined) return [cookieName(SESSION_COOKIE, isSecure(config.PUBLIC_URL))];
  return config.NODE_ENV === 'production' ? [SECURE] : [SECURE, PLAIN];
}

/** A token that a browser keeps. It need not be a good one. */
export interface CookieToken {
  readonly token: string;
  /** Whether browsers take and send this cookie over https alone. */
  readonly isSecure: boolean;
}

/** @param names of the cookie. The first one that is there counts. */
export function tokenInCookie(header: string | undefined, names: readonly string[]): CookieToken | undefined {
  const cookies = parseCookie(header ?? '');
  const name = names.find((name) => cookies[name] !== undefined);
  const token = name && cookies[name];
  return token === undefined ? undefined : { token, isSecure: name === SECURE };
}
