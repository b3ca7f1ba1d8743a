import { timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import type { Looks } from '../blocks/values/WordBadge.tsx';
import { ROLES } from '../me/me.ts';

export const ACTION_STATES = ['waiting', 'approved', 'done', 'failed', 'refused', 'withdrawn', 'expired'] as const;

/** What staff have asked for, as the API tells it. What is not known yet is absent. */
export const action = z.object({
  ...{ actionId: uuid, kind: z.string(), state: z.enum(ACTION_STATES), userId: uuid.optional(), subject: z.string() },
  ...{ reason: z.string(), askedBy: z.string(), askedAt: timeMs, takesTwo: z.boolean(), expiresAt: timeMs },
  ...{ mayApprove: z.array(z.enum(ROLES)), decidedBy: z.string().optional(), decidedAt: timeMs.optional() },
  ...{ decisionReason: z.string().optional(), answer: z.unknown().optional(), endedAt: timeMs.optional() },
  /** What shall be done, what there was when it was asked for, and the entry of the log that does it. */
  ...{ data: z.unknown(), before: z.unknown().optional(), entryId: z.string().optional() },
});

export type Action = z.infer<typeof action>;

/** The addresses of the users that are named, by their ids. */
const emails = z.record(z.string(), z.string());

export type Emails = z.infer<typeof emails>;

export const actionAnswer = z.object({
  ...{ action, emails },
  /** The present value that the action would replace, and whether it has changed since the action was asked for. */
  ...{ present: z.unknown().optional(), hasChanged: z.boolean().optional() },
});

export type ActionAnswer = z.infer<typeof actionAnswer>;

export const actionsAnswer = z.object({ actions: z.array(action), emails, next: z.string().optional() });

export const STATE_LOOKS: Looks<Action['state']> = {
  waiting: ['waits for a second person', 'warn'],
  approved: ['is being carried out', 'warn'],
  done: ['done', 'good'],
  failed: ['failed', 'bad'],
  refused: ['refused', 'bad'],
  withdrawn: ['withdrawn'],
  expired: ['expired', 'bad'],
};

const KINDS = {
  'restrict-account': 'Restrict the account',
  'restore-account': 'Give rights back',
  'book-deposit': 'Book a deposit',
  'adjust-cash': 'Adjust the cash',
  'pay-withdrawal': 'Pay a withdrawal',
  'release-withdrawal': 'Refuse a withdrawal',
  'close-order': 'Close a position',
  'cancel-order': 'Cancel an order',
  'close-all': 'Close all positions',
  'cancel-all': 'Cancel all orders',
  'halt-instrument': 'Halt an instrument',
  'set-instrument': 'Change an instrument',
  'set-limits': 'Change the limits of all accounts',
  'set-price': 'Set a price by hand',
  'set-role': 'Change a role',
  'erase-client': 'Erase a client’s data',
  'decide-identity': 'Decide about an identity',
} as const;

export type ActionKind = keyof typeof KINDS;

/** What each kind is called, in the order of docs/desk.md. */
export const KIND_NAMES: readonly (readonly [kind: string, text: string])[] = Object.entries(KINDS);

/** What people call a kind of act. One that is newer than this page is called as the API calls it. */
export function kindText(kind: string): string {
  return (KINDS as Readonly<Record<string, string>>)[kind] ?? kind;
}

export function hasEnded({ state }: Action): boolean {
  return state !== 'waiting' && state !== 'approved';
}

const told = z.object({ code: z.string().optional(), message: z.string().optional() });

/** What went wrong with an action, if it says. */
export function faultOf({ state, answer }: Action): string | undefined {
  if (state !== 'failed') return undefined;
  const { code, message } = told.safeParse(answer).data ?? {};
  return message ?? code ?? 'It does not say why.';
}
