import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { type AccountLimits, changedLimitsAnswer, type Limits, limitsAnswer } from '../api/schemas.ts';

const KEY = ['limits'];

/** They are forgotten when nothing shows them, so that the next user never sees them. */
export function useLimits() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<AccountLimits> =>
      (await call({ path: '/account/limits', schema: limitsAnswer, signal })).data,
    gcTime: 0,
  });
}

export function useSetLimits() {
  return useChange((body: Limits) => ({ method: 'PUT', path: '/account/limits', body }) as const);
}

export function usePause() {
  return useChange((days: number) => ({ method: 'POST', path: '/account/pause', body: { days } }) as const);
}

type Change = Pick<Parameters<typeof call>[0], 'path' | 'body'> & { readonly method: 'PUT' | 'POST' };

/** @returns whether the engine has answered. A late answer is asked for again. */
function useChange<Wanted>(requestOf: (wanted: Wanted) => Change) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: Wanted): Promise<boolean> => {
      const { data } = await call({ ...requestOf(wanted), schema: changedLimitsAnswer });
      return !('status' in data);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
