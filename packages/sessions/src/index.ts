export { KnownSessions } from './known-sessions.ts';
export { RevokedSessions } from './revoked-sessions.ts';
export { SESSION_COOKIE, SESSION_DAYS, type Session, signSession, verifySession } from './session-token.ts';
