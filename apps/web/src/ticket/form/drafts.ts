import type { Instrument } from '@fulcrum/cfd';
import { createStore } from 'zustand/vanilla';
import type { TicketForm } from './ticket-form.ts';
import { preferredForm } from './ticket-preferences.ts';

/**
 * The unfinished tickets, by asset. They survive a change of the instrument, a sign-in and the end of a session, and
 * last for this visit.
 */
export const drafts = createStore<{ readonly forms: Readonly<Record<string, TicketForm>> }>(() => ({ forms: {} }));

export function keepDraft(asset: string, form: TicketForm): void {
  drafts.setState(({ forms }) => ({ forms: { ...forms, [asset]: form } }));
}

/** Fills fields of an instrument's ticket in, and leaves the others as they are. */
export function fillTicket(instrument: Instrument, changes: Partial<TicketForm>): void {
  const { asset } = instrument;
  keepDraft(asset, { ...(drafts.getState().forms[asset] ?? preferredForm(instrument)), ...changes });
}

/** Forgets all drafts before another user signs in. */
export function forgetDrafts(): void {
  drafts.setState({ forms: {} });
}
