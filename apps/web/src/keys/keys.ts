import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { type CreatedKey, createdKeyAnswer, keysAnswer, type ProgramKey } from '../api/schemas.ts';
import { messageAnswer } from '../api/session-schemas.ts';

const KEY = ['keys'];

/** What a user wants of a new key, as the API takes it. */
export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly ('read' | 'trade')[];
  readonly addresses: readonly string[];
  readonly expiresAt?: number;
  /** Of the second factor, where it is on. */
  readonly code?: string;
}

/** The user's keys. They are forgotten when nothing shows them, so that the next user never sees them. */
export function useKeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<ProgramKey[]> =>
      (await call({ path: '/auth/keys', schema: keysAnswer, signal })).data.keys,
    gcTime: 0,
  });
}

export function useMakeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: WantedKey): Promise<CreatedKey> =>
      (await call({ method: 'POST', path: '/auth/keys', body, schema: createdKeyAnswer })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
    // The answer holds the secret.
    gcTime: 0,
  });
}

export function useDeleteKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string): Promise<string> =>
      (await call({ method: 'DELETE', path: `/auth/keys/${id}`, schema: messageAnswer })).data.message,
    // A key may have been deleted elsewhere, so the list is asked for in any case.
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
