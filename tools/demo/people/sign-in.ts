import type { Database } from '@fulcrum/db';
import { z } from 'zod';
import type { Answer, Api } from '../product/api.ts';
import { Refusal } from '../product/refusal.ts';
import { Session } from '../product/session.ts';
import type { Outcome } from '../product/tally.ts';
import { DEMO_PASSWORD } from './staff.ts';

const signedIn = z.object({ token: z.string(), user: z.object({ id: z.string() }) });
const asked = z.object({ devLink: z.url().optional() });
const security = z.object({ hasPassword: z.boolean() });

const MAILS =
  'This product sends its sign-in links by mail, as in production, and the people of the demonstration are made up and get none: it is for a product on a developer’s machine (npm start) alone.';

const SECOND_FACTOR = 'has a second factor by now, whose codes the demonstration does not have';

/** Somebody who is signed in, and whether they were there before. */
export interface SignedIn {
  readonly session: Session;
  readonly outcome: Outcome;
}

/**
 * Signs somebody in with the password of the demonstration, and up where they are new. Whoever has another password by
 * now keeps it, and is signed in by a link.
 *
 * @throws Error with a sentence for people where that cannot be done.
 */
export async function signIn(api: Api, db: Database, email: string): Promise<SignedIn> {
  const known = await db.user.findUnique({ where: { email }, select: { passwordHash: true } });
  if (known === null) return { session: await byLink(api, email), outcome: 'added' };
  const session = (known.passwordHash !== null && (await byPassword(api, email))) || (await byLink(api, email));
  return { session, outcome: 'there' };
}

/** @returns undefined when that is not the password. */
async function byPassword(api: Api, email: string): Promise<Session | undefined> {
  try {
    const body = { email, password: DEMO_PASSWORD };
    return sessionOf(api, email, await api.send({ method: 'POST', path: '/auth/signin', body }));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'wrong_credentials') return undefined;
    throw error;
  }
}

async function byLink(api: Api, email: string): Promise<Session> {
  const body = { email, password: DEMO_PASSWORD };
  const { devLink } = await api.ask({ method: 'POST', path: '/signup', body }, asked);
  if (devLink === undefined) throw new Error(MAILS);
  const path = `/auth/signin/verify?${new URLSearchParams({ token: tokenOf(devLink) })}`;
  const session = sessionOf(api, email, await api.send({ method: 'GET', path }));
  // Who was there before, and signed in by links alone, has none: a session of a link may set it.
  if (!(await session.get('/auth/security', security)).hasPassword)
    await session.post('/auth/password', { password: DEMO_PASSWORD });
  return session;
}

function tokenOf(link: string): string {
  const token = new URL(link).searchParams.get('token');
  if (token === null) throw new Error('The sign-in link has no token: is another version of the product running?');
  return token;
}

function sessionOf(api: Api, email: string, { text }: Answer): Session {
  const reply = signedIn.safeParse(JSON.parse(text));
  if (!reply.success) throw new Error(`${email} ${SECOND_FACTOR}.`);
  return new Session(api, { userId: reply.data.user.id, email, token: reply.data.token });
}
