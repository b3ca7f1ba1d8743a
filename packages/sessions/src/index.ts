export { KnownSessions } from './known-sessions.ts';
export { publicOrigin } from './public-origin.ts';
export { MAX_REVOCATIONS, RevokedSessions } from './revoked-sessions.ts';
export { cookieName, isSecure, SESSION_COOKIE } from './session-cookie.ts';
export { type SessionEnding, SessionEndings } from './session-endings.ts';
export { realSecretInProduction, sessionSecret } from './session-secret.ts';
export { SESSION_DAYS, type Session, signSession, verifySession } from './session-token.ts';
