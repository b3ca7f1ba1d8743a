import type { Instrument } from '@fulcrum/cfd';
import { useState } from 'react';
import { useStore } from 'zustand';
import { drafts, keepDraft } from './drafts.ts';
import { NO_LEVEL, NO_STOP, type TicketForm } from './ticket-form.ts';
import { keepPreferences, preferredForm } from './ticket-preferences.ts';

export interface TicketFields {
  readonly form: TicketForm;
  readonly change: (changes: Partial<TicketForm>) => void;
  /** Empties a form that was sent, unless the user has gone on to the next order. */
  readonly empty: (sent: TicketForm) => void;
}

/** The ticket's fields for this asset. */
export function useTicketForm(instrument: Instrument): TicketFields {
  const { asset } = instrument;
  const [begun] = useState(() => preferredForm(instrument));
  const form = useStore(drafts, ({ forms }) => forms[asset] ?? begun);
  const current = () => drafts.getState().forms[asset] ?? begun;
  const change = (changes: Partial<TicketForm>) => {
    const changed = { ...current(), ...changes };
    keepDraft(asset, changed);
    keepPreferences(asset, changed);
  };
  const empty = (sent: TicketForm) => {
    if (current() === sent) keepDraft(asset, { ...sent, price: '', size: '', takeProfit: NO_LEVEL, ...NO_STOP });
  };
  return { form, change, empty };
}
