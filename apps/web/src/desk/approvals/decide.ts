import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { actionAnswer } from '../acts/action.ts';
import { refreshDesk } from '../acts/ask.ts';

/** What somebody decides about an action that waits. Who asked for it may take it back. */
export interface Decision {
  readonly what: 'approve' | 'refuse' | 'withdraw';
  readonly reason?: string;
  /** Approves although the value that it replaces has changed since it was asked for. */
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
