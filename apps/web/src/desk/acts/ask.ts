import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../api/client.ts';
import { type Action, actionAnswer, hasEnded } from './action.ts';

/** How often it is looked whether an action has ended that is being carried out. */
const LOOK_EVERY_MS = 1_000;

/** What is asked for, besides its reason. */
export type ActBody = Readonly<Record<string, unknown>>;

export interface Asking {
  readonly ask: (body: ActBody) => void;
  /** What came of it so far. */
  readonly action: Action | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
}

/**
 * Asks for an action. What is sent again has the same id, so that it is done once, whatever became of the first answer.
 *
 * @param path below /api/v1.
 */
export function useAsking(path: string): Asking {
  const client = useQueryClient();
  const idOf = useRef(new Map<string, string>());
  const asking = useMutation({
    mutationFn: async (body: ActBody) => {
      const text = JSON.stringify(body);
      const actionId = idOf.current.get(text) ?? crypto.randomUUID();
      idOf.current.set(text, actionId);
      const answer = await call({ method: 'POST', path, body: { ...body, actionId }, schema: actionAnswer });
      return answer.data.action;
    },
    onSettled: () => refreshDesk(client),
  });
  const action = useLastState(asking.data);
  return { ask: asking.mutate, action, error: asking.error, isPending: asking.isPending };
}

/** An action as it is now: it is looked at again until it has ended. */
function useLastState(first: Action | undefined): Action | undefined {
  const client = useQueryClient();
  const path = `/desk/actions/${first?.actionId}`;
  const { data } = useQuery({
    queryKey: ['desk', path],
    queryFn: async ({ signal }) => {
      const { action } = (await call({ path, schema: actionAnswer, signal })).data;
      if (hasEnded(action)) void refreshDesk(client);
      return action;
    },
    enabled: first?.state === 'approved',
    refetchInterval: (query) => (query.state.data && hasEnded(query.state.data) ? false : LOOK_EVERY_MS),
  });
  return data ?? first;
}

/** What was changed shows wherever it is looked at. */
export function refreshDesk(client: ReturnType<typeof useQueryClient>): Promise<void> {
  return client.invalidateQueries({
    queryKey: ['desk'],
    predicate: ({ queryKey: [, path] }) => path !== 'me' && !String(path).startsWith('/desk/actions/'),
  });
}
