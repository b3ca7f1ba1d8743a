import { type QueryClient, useQuery } from '@tanstack/react-query';
import { ApiError, call } from '../api/client.ts';
import {
  balanceAnswer,
  meAnswer,
  messageAnswer,
  signedInAnswer,
  signUpAnswer,
  type User,
} from '../api/session-schemas.ts';
import { askForCode, noteCodeNeeded } from './code-needed.ts';

const KEY = ['session'];

/** Who is signed in: null when nobody is, undefined while that is not known. */
export function useSession() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: 60_000,
    // Right after its start the API may not be able to answer.
    refetchInterval: ({ state }) => (state.data === undefined ? 2_000 : false),
    // The user may have signed in or out in another program meanwhile.
    refetchOnWindowFocus: 'always',
  });
}

/** Asks again who is signed in, after a sign that this may have changed. */
export function refreshSession(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: KEY });
}

async function fetchSession(signal: AbortSignal): Promise<User | null> {
  const { user, needsCode = false } = (await call({ path: '/auth/me', schema: meAnswer, signal })).data;
  noteCodeNeeded(needsCode);
  return user;
}

export interface WantedLink {
  readonly email: string;
  /** What a new user signs in with from then on. */
  readonly password?: string | undefined;
}

/**
 * Asks for a sign-in link. Where no mail is sent, the answer contains the link.
 *
 * @throws ApiError when the password is too short or too common.
 */
export async function requestLink(wanted: WantedLink) {
  const path = wanted.password === undefined ? '/auth/signup' : '/signup';
  return (await call({ method: 'POST', path, body: wanted, schema: signUpAnswer })).data;
}

/**
 * Opens the account again after the log has lost it. The API opens an account whose owner asks for the balance. If this
 * fails, the feed refuses the account once more, and the screen tries again.
 */
export async function reopenAccount(): Promise<void> {
  await call({ path: '/balance/me', schema: balanceAnswer }).catch(() => {});
}

let leaving = false;

/** Whether the session has just ended because the user signed out. The next call answers false. */
export function takeLeave(): boolean {
  const wasWanted = leaving;
  leaving = false;
  return wasWanted;
}

/**
 * Ends the session.
 *
 * @throws what `call` throws. The session goes on then, unless it was over already (status 401).
 */
export async function signOut(): Promise<void> {
  leaving = true;
  try {
    await call({ method: 'POST', path: '/auth/logout', body: {}, schema: messageAnswer });
  } catch (error) {
    leaving = error instanceof ApiError && error.status === 401;
    throw error;
  }
}

/**
 * Signs in with the link that the API gave out instead of sending it.
 *
 * @throws ApiError when the link is used up or too old.
 */
export async function followLink(link: string): Promise<void> {
  const { searchParams } = new URL(link);
  const query = { token: searchParams.get('token') ?? '' };
  const { data } = await call({ path: '/auth/signin/verify', query, schema: signedInAnswer });
  if ('status' in data) askForCode();
}

/**
 * Signs in with a password.
 *
 * @throws ApiError when the address or the password is wrong.
 */
export async function signInWithPassword(body: { readonly email: string; readonly password: string }): Promise<void> {
  const { data } = await call({ method: 'POST', path: '/auth/signin', body, schema: signedInAnswer });
  if ('status' in data) askForCode();
}

/**
 * Names the code of the second factor, after the password or the link.
 *
 * @throws ApiError when the code is wrong, or the sign-in has ended meanwhile.
 */
export async function signInWithCode(code: string): Promise<void> {
  await call({ method: 'POST', path: '/auth/signin/code', body: { code }, schema: signedInAnswer });
}
