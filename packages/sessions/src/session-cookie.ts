/** The cookie that carries the session's token. */
export const SESSION_COOKIE = 'fulcrum_session';

/** Whether people come by https: then cookies have to be Secure, and the session's has its other name. */
export function isSecure(publicUrl: string | undefined): boolean {
  return publicUrl !== undefined && /^https:/i.test(publicUrl);
}

/**
 * The name under which a cookie is set and read. Where people come by https it has a prefix with which browsers take it
 * only over https, for every path and for this host alone: no neighbouring host can plant one.
 */
export function cookieName(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}
