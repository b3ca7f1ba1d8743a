import { timeMs } from '@fulcrum/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../../api/client.ts';
import { useFetched } from '../../blocks/use-fetched.ts';
import { clientPath } from '../client.ts';

const session = z.object({
  ...{ sessionId: z.uuid(), device: z.string(), address: z.string(), isByLink: z.boolean() },
  ...{ startedAt: timeMs, lastUsedAt: timeMs },
});

/** A session of a client, as staff see it. */
export type ClientSession = z.infer<typeof session>;

const answer = z.object({ sessions: z.array(session) });
const ended = z.object({ message: z.string() });

export function useClientSessions(userId: string) {
  return useFetched({ path: clientPath(userId, '/sessions'), schema: answer });
}

export interface Ending {
  /** Undefined: all of them. */
  readonly sessionId: string | undefined;
  readonly reason: string;
}

/** Ends sessions of a client, everywhere. */
export function useEndSessions(userId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Ending) =>
      (await call({ method: 'POST', path: clientPath(userId, '/sessions/end'), body, schema: ended })).data.message,
    onSettled: () => client.invalidateQueries({ queryKey: ['desk', clientPath(userId, '/sessions')] }),
  });
}
