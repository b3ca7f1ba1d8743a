import { decimal } from '@fulcrum/protocol';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { z } from 'zod';
import { ApiError, call } from '../../api/client.ts';

/** What somebody may be at the desk. */
export const ROLES = ['support', 'dealer', 'compliance', 'admin'] as const;

export type Role = (typeof ROLES)[number];

const me = z.object({
  ...{ userId: z.uuid(), email: z.string(), name: z.string().nullable(), role: z.enum(ROLES) },
  /** What they may do, or ask for where it takes two. */
  acts: z.array(
    z.object({
      kind: z.string(),
      takesTwo: z.enum(['never', 'always', 'above the amount']),
      /** The roles of who may be the second person. */
      approves: z.array(z.enum(ROLES)),
    }),
  ),
  /** In USDC: what is about more takes a second person, where its kind says so. */
  secondPersonAbove: decimal,
});

/** Who sits at the desk. */
export type Me = z.infer<typeof me>;

/** Who asks, or why the desk is not theirs. */
export type Admission = { readonly me: Me } | { readonly refusal: 'staff_only' | 'second_factor_required' };

const KEY = ['desk', 'me'];

/** How often it is looked whether somebody still has the role that the screen was made for. */
const LOOK_EVERY_MS = 60_000;

/** @param userId undefined while nobody is signed in. */
export function useAdmission(userId: string | undefined) {
  return useQuery({
    queryKey: [...KEY, userId],
    queryFn: ({ signal }) => fetchAdmission(signal),
    enabled: userId !== undefined,
    refetchInterval: LOOK_EVERY_MS,
    refetchOnWindowFocus: 'always',
  });
}

/** Asks again, after a sign that the role has changed. */
export function refreshAdmission(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: KEY });
}

async function fetchAdmission(signal: AbortSignal): Promise<Admission> {
  try {
    return { me: (await call({ path: '/desk/me', schema: me, signal })).data };
  } catch (error) {
    const code = error instanceof ApiError ? error.code : '';
    if (code === 'staff_only' || code === 'second_factor_required') return { refusal: code };
    throw error;
  }
}

export const MeContext = createContext<Me | undefined>(undefined);

/** Who sits at the desk, for what is shown only once that is known. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('the screens of the desk are shown to staff alone');
  return me;
}

/** Whether who sits at the desk has one of these roles. What the screen hides the API refuses as well. */
export function useHasRole(...roles: readonly Role[]): boolean {
  return roles.includes(useMe().role);
}
