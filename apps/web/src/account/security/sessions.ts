import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { type SessionShown, sessionsAnswer } from '../../api/schemas.ts';
import { messageAnswer } from '../../api/session-schemas.ts';

const KEY = ['sessions'];

/** The user's sessions. They are forgotten when nothing shows them, so that the next user never sees them. */
export function useSessions() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<SessionShown[]> =>
      (await call({ path: '/auth/sessions', schema: sessionsAnswer, signal })).data.sessions,
    gcTime: 0,
  });
}

/** Ends one session, or all others where none is named. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (sessionId: string | undefined): Promise<string> => {
      const [path, body] = sessionId === undefined ? ['/end-others', {}] : ['/end', { sessionId }];
      return (await call({ method: 'POST', path: `/auth/sessions${path}`, body, schema: messageAnswer })).data.message;
    },
    // A session may have ended elsewhere, so the list is asked for in any case.
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
