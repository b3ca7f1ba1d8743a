import { createStore } from 'zustand/vanilla';
import type { TicketForm } from './ticket-form.ts';

/**
 * What stands in the tickets, by asset. It outlives a look at another instrument, a sign-in, and the end of a session,
 * and lasts for this visit.
 */
export const drafts = createStore<{ readonly forms: Readonly<Record<string, TicketForm>> }>(() => ({ forms: {} }));

export function keepDraft(asset: string, form: TicketForm): void {
  drafts.setState(({ forms }) => ({ forms: { ...forms, [asset]: form } }));
}

/** What one user has typed is nothing for another. */
export function forgetDrafts(): void {
  drafts.setState({ forms: {} });
}
