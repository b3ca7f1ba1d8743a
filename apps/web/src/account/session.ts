import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ApiError, call } from '../api/client.ts';
import { meAnswer, signedInAnswer, signedOutAnswer, signUpAnswer } from '../api/schemas.ts';

export type Session = z.output<typeof meAnswer>;

const KEY = ['session'];

/** Who is signed in: null when nobody is, undefined while that is not known. */
export function useSession() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchSession(signal), staleTime: 60_000 });
}

/** Looks again, after something has shown that it may have changed. */
export function refreshSession(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: KEY });
}

async function fetchSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return (await call({ path: '/auth/me', schema: meAnswer, signal })).data;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Asks for a sign-in link. Where no mail is sent out the answer has the link itself. */
export async function requestLink(email: string) {
  return (await call({ method: 'POST', path: '/auth/signup', body: { email }, schema: signUpAnswer })).data;
}

export async function signOut(): Promise<void> {
  await call({ method: 'POST', path: '/auth/logout', body: {}, schema: signedOutAnswer });
}

/**
 * Signs in with the link that the API gave out instead of sending it.
 *
 * @throws ApiError when the link is used up or too old.
 */
export async function followLink(link: string): Promise<void> {
  const { searchParams } = new URL(link);
  const query = { token: searchParams.get('token') ?? '' };
  await call({ path: '/auth/signin/verify', query, schema: signedInAnswer });
}
