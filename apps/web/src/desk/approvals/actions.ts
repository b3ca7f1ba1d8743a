import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { type Action, actionAnswer, actionsAnswer, type Emails } from '../acts/action.ts';
import { usePages } from '../blocks/tables/use-pages.ts';

/** An action in a list, with the addresses of those whom it names. */
export interface ListedAction extends Action {
  readonly emails: Emails;
}

export interface ActionFilter {
  readonly state?: Action['state'] | undefined;
  readonly kind?: string | undefined;
}

/** How often what waits is looked at again: a colleague may wait for the yes. */
const LOOK_EVERY_MS = 10_000;

export function useActions({ state, kind }: ActionFilter) {
  return usePages({
    path: '/desk/actions',
    query: { state, kind },
    schema: actionsAnswer,
    rowsOf: ({ actions, emails }): ListedAction[] => actions.map((action) => ({ ...action, emails })),
    everyMs: LOOK_EVERY_MS,
  });
}

export function useAction(actionId: string) {
  const path = `/desk/actions/${encodeURIComponent(actionId)}`;
  return useQuery({
    queryKey: ['desk', path, 'whole'],
    queryFn: async ({ signal }) => (await call({ path, schema: actionAnswer, signal })).data,
    refetchInterval: ({ state: { data } }) => {
      const state = data?.action.state;
      if (state === 'approved') return 1_000;
      return state === undefined || state === 'waiting' ? LOOK_EVERY_MS : false;
    },
  });
}
