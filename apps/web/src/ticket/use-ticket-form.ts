import type { Instrument } from '@fulcrum/core';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { keepChoice, readChoice } from '../app/storage.ts';
import { EMPTY_FORM, NO_LEVEL, type TicketForm } from './ticket-form.ts';

/** What somebody prefers, from one order to the next. */
const preferences = z.object({
  sizeBy: z.enum(['quantity', 'margin', 'notional']),
  leverage: z.int().positive(),
  maxSlippageBps: z.int().nonnegative().optional(),
});

const KEY = 'ticket';

export interface TicketFields {
  readonly form: TicketForm;
  readonly change: (changes: Partial<TicketForm>) => void;
  /** Empties a form that was sent, unless somebody has gone on to the next order since. */
  readonly empty: (sent: TicketForm) => void;
}

/** The ticket's fields. Preferences survive a reload; sizes and levels do not. */
export function useTicketForm(instrument: Instrument): TicketFields {
  const [form, setForm] = useState<TicketForm>(() => withPreferences(instrument));
  const { sizeBy, leverage, maxSlippageBps } = form;
  useEffect(
    () => keepChoice(KEY, JSON.stringify({ sizeBy, leverage, maxSlippageBps })),
    [sizeBy, leverage, maxSlippageBps],
  );
  const change = (changes: Partial<TicketForm>) => setForm((before) => ({ ...before, ...changes }));
  const empty = (sent: TicketForm) =>
    setForm((now) => (now === sent ? { ...now, size: '', takeProfit: NO_LEVEL, stopLoss: NO_LEVEL } : now));
  return { form, change, empty };
}

function withPreferences({ maxLeverage }: Instrument): TicketForm {
  const kept = preferences.safeParse(readJson(readChoice(KEY)));
  if (!kept.success) return { ...EMPTY_FORM, leverage: Math.min(EMPTY_FORM.leverage, maxLeverage) };
  const { sizeBy, leverage, maxSlippageBps } = kept.data;
  return { ...EMPTY_FORM, sizeBy, leverage: Math.min(leverage, maxLeverage), maxSlippageBps };
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
