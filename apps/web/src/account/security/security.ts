import { type QueryClient, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { preparedAnswer, recoveryCodesAnswer, securityAnswer } from '../../api/schemas.ts';
import { messageAnswer } from '../../api/session-schemas.ts';

const KEY = ['security'];

/** How the user signs in. It is forgotten when nothing shows it, so that the next user never sees it. */
export function useSecurity() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await call({ path: '/auth/security', schema: securityAnswer, signal })).data,
    gcTime: 0,
  });
}

/** Asks again, after something was changed. */
export function refreshSecurity(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: KEY });
}

const post = { method: 'POST' } as const;

export async function setPassword(body: { readonly password: string; readonly presentPassword?: string }) {
  return (await call({ ...post, path: '/auth/password', body, schema: messageAnswer })).data;
}

export async function prepareSecondFactor() {
  return (await call({ ...post, path: '/auth/second-factor/prepare', body: {}, schema: preparedAnswer })).data;
}

/** What it takes to turn the second factor on. */
export interface WantedFactor {
  readonly code: string;
  /** Not within fifteen minutes of signing in with a link. */
  readonly presentPassword?: string;
}

/** @returns the recovery codes, which are shown this once. */
export async function turnSecondFactorOn(body: WantedFactor): Promise<readonly string[]> {
  const path = '/auth/second-factor/turn-on';
  return (await call({ ...post, path, body, schema: recoveryCodesAnswer })).data.recoveryCodes;
}

/** @returns the new recovery codes, which are shown this once. Those before are good no more. */
export async function renewRecoveryCodes(code: string): Promise<readonly string[]> {
  const path = '/auth/second-factor/recovery-codes';
  return (await call({ ...post, path, body: { code }, schema: recoveryCodesAnswer })).data.recoveryCodes;
}

export async function turnSecondFactorOff(code: string): Promise<void> {
  await call({ ...post, path: '/auth/second-factor/turn-off', body: { code }, schema: messageAnswer });
}
