import { timeMs, uuid } from '@fulcrum/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../api/client.ts';
import { useFetched } from '../blocks/use-fetched.ts';
import type { Looks } from '../blocks/values/WordBadge.tsx';

export const STATES = ['none', 'submitted', 'in_review', 'approved', 'refused', 'expired'] as const;

export type State = (typeof STATES)[number];

export const STATE_LOOKS: Looks<State> = {
  none: ['nothing sent'],
  submitted: ['waits', 'warn'],
  in_review: ['in review', 'warn'],
  approved: ['approved', 'good'],
  refused: ['refused', 'bad'],
  expired: ['expired', 'bad'],
};

/** What the questionnaire says about trading with leverage. */
export const RESULT_LOOKS: Looks<'appropriate' | 'warned'> = {
  appropriate: ['appropriate', 'good'],
  warned: ['warned', 'warn'],
};

const result = z.enum(['appropriate', 'warned']).nullable();

/** A check in a list. */
export const listedCheck = z.object({
  ...{ userId: uuid, email: z.string(), fullName: z.string().nullable(), nationality: z.string().nullable() },
  ...{ state: z.enum(STATES), result, submittedAt: timeMs, reviewedBy: uuid.nullable(), expiresAt: timeMs.nullable() },
});

export type ListedCheck = z.infer<typeof listedCheck>;

const document = z.object({
  ...{ id: uuid, kind: z.string(), name: z.string(), mediaType: z.string(), size: z.int(), sha256: z.string() },
  createdAt: timeMs,
});

export type CheckDocument = z.infer<typeof document>;

const check = z.object({
  ...{ userId: uuid, email: z.string(), state: z.enum(STATES), version: z.int() },
  person: z
    .object({
      ...{ fullName: z.string(), dateOfBirth: z.string(), nationality: z.string() },
      ...{ address: z.string(), taxResidence: z.string() },
    })
    .nullable(),
  ...{ questionnaireVersion: z.int().nullable(), answers: z.record(z.string(), z.string()).nullable(), result },
  ...{ submittedAt: timeMs.nullable(), decidedAt: timeMs.nullable(), reason: z.string().nullable() },
  ...{ expiresAt: timeMs.nullable(), warningReadAt: timeMs.nullable(), documents: z.array(document) },
  ...{ reviewedBy: uuid.nullable(), decidedBy: uuid.nullable() },
});

/** What a client sent of who they are, and what came of it. */
export type Check = z.infer<typeof check>;

/** A client may send something else, and a colleague may decide. */
const LOOK_EVERY_MS = 10_000;

export function checkPath(userId: string, part = ''): string {
  return `/desk/identity/${encodeURIComponent(userId)}${part}`;
}

export function useCheck(userId: string) {
  return useFetched({ path: checkPath(userId), schema: check, everyMs: LOOK_EVERY_MS, isFresh: true });
}

/** Takes a check into review, or decides about it. @param onDone is given how it stands then. */
export function useDecide(userId: string, onDone: (check: Check) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ part, body }: { readonly part: 'review' | 'decision'; readonly body: object }) =>
      (await call({ method: 'POST', path: checkPath(userId, `/${part}`), body, schema: check })).data,
    onSuccess: (data) => {
      client.setQueryData(['desk', checkPath(userId), {}], data);
      onDone(data);
    },
    onSettled: () =>
      client.invalidateQueries({ queryKey: ['desk'], predicate: ({ queryKey: [, path] }) => path !== 'me' }),
  });
}

const questionnaire = z.object({
  version: z.int(),
  questions: z.array(
    z.object({
      ...{ id: z.string(), text: z.string() },
      choices: z.array(z.object({ id: z.string(), text: z.string() })),
    }),
  ),
});

export type Questionnaire = z.infer<typeof questionnaire>;

/** The questions that are asked at present. */
export function useQuestionnaire() {
  return useFetched({ path: '/account/identity/questionnaire', schema: questionnaire });
}
