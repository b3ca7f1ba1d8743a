import { createStore } from 'zustand/vanilla';
import type { TicketForm } from './ticket-form.ts';

/**
 * The unfinished tickets, by asset. They survive a change of the instrument, a sign-in and the end of a session, and
 * last for this visit.
 */
export const drafts = createStore<{ readonly forms: Readonly<Record<string, TicketForm>> }>(() => ({ forms: {} }));

export function keepDraft(asset: string, form: TicketForm): void {
  drafts.setState(({ forms }) => ({ forms: { ...forms, [asset]: form } }));
}

/** Forgets all drafts before another user signs in. */
export function forgetDrafts(): void {
  drafts.setState({ forms: {} });
}
