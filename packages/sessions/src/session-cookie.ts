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
