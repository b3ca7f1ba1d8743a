import { assert } from '@fulcrum/log';

/** How the check of an identity stands (docs/desk.md, "Identity checks"). */
export const IDENTITY_STATES = ['none', 'submitted', 'in_review', 'approved', 'refused', 'expired'] as const;

export type IdentityState = (typeof IDENTITY_STATES)[number];

/** What of a check's row says how it stands. */
export interface StoredState {
  readonly state: string;
  readonly expiresAt: Date | null;
}

/** An approval ends by itself: nothing has to run for it. */
export function identityState(check: StoredState | null | undefined, now = Date.now()): IdentityState {
  const state = check?.state ?? 'none';
  assert(isState(state), `${state} is a state of an identity check`);
  if (state !== 'approved') return state;
  const { expiresAt } = check as StoredState;
  assert(expiresAt !== null, 'an approval ends');
  return expiresAt.getTime() <= now ? 'expired' : 'approved';
}

/** Whether the client may change what was sent, and send it. */
export function isOpenToChange(state: IdentityState): boolean {
  return state === 'none' || state === 'refused' || state === 'expired';
}

function isState(text: string): text is IdentityState {
  return (IDENTITY_STATES as readonly string[]).includes(text);
}
