import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { actionAnswer } from '../acts/action.ts';
import { refreshDesk } from '../acts/ask.ts';

/** What somebody says to an action that waits: yes or no, or that they take back what they asked for. */
export interface Decision {
  readonly what: 'approve' | 'refuse' | 'withdraw';
  readonly reason?: string;
  /** Of a yes: it is known that what it replaces is not what it was. */
  readonly despiteChanges?: boolean;
}

export function useDecide(actionId: string) {
  const client = useQueryClient();
  const path = `/desk/actions/${actionId}`;
  return useMutation({
    mutationFn: ({ what, ...body }: Decision) =>
      call({ method: 'POST', path: `${path}/${what}`, body, schema: actionAnswer }),
    onSettled: () => Promise.all([refreshDesk(client), client.invalidateQueries({ queryKey: ['desk', path] })]),
  });
}
