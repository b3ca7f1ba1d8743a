import { randomUUID } from 'node:crypto';
import { SESSION_COOKIE, signSession } from '@fulcrum/sessions';

export const secret = 'a secret that is only for tests, and long enough';
export const token = (userId: string) => signSession(userId, randomUUID(), secret);
export const cookieOf = (userId: string) => ({ cookie: `${SESSION_COOKIE}=${token(userId)}` });
