import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { type Identity, identityAnswer, type Person, questionnaireAnswer } from './answers.ts';

const IDENTITY = '/account/identity';

/** Somebody may decide at any moment. */
const LOOK_AGAIN_MS = 15_000;

export interface Submission extends Person {
  readonly questionnaireVersion: number;
  readonly answers: Readonly<Record<string, string>>;
  readonly hasReadWarning?: boolean;
}

/** It is forgotten when nothing shows it, so that the next user never sees it. */
export function useIdentity() {
  return useQuery({
    queryKey: [IDENTITY],
    queryFn: async ({ signal }) => (await call({ path: IDENTITY, schema: identityAnswer, signal })).data,
    gcTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.mayChange === false ? LOOK_AGAIN_MS : false),
  });
}

export function useQuestionnaire() {
  return useQuery({
    queryKey: [`${IDENTITY}/questionnaire`],
    queryFn: async ({ signal }) =>
      (await call({ path: `${IDENTITY}/questionnaire`, schema: questionnaireAnswer, signal })).data,
    staleTime: 600_000,
  });
}

export function useSubmit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Submission) =>
      (await call({ method: 'POST', path: `${IDENTITY}/submit`, body, schema: identityAnswer })).data,
    onSuccess: (identity) => keep(client, identity),
    onError: () => lookAgain(client),
  });
}

export function useDeleteDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      (await call({ method: 'DELETE', path: `${IDENTITY}/documents/${id}`, schema: identityAnswer })).data,
    onSuccess: (identity) => keep(client, identity),
    onError: () => lookAgain(client),
  });
}

/** What was sent elsewhere meanwhile is shown as well. */
export function lookAgain(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: [IDENTITY], exact: true });
}

function keep(client: QueryClient, identity: Identity): void {
  client.setQueryData([IDENTITY], identity);
}
