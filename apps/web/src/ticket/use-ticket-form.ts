import type { Instrument } from '@fulcrum/core';
import { useState } from 'react';
import { z } from 'zod';
import { EMPTY_FORM, type TicketForm } from './ticket-form.ts';

/** What somebody prefers, from one order to the next. */
const preferences = z.object({
  sizeBy: z.enum(['quantity', 'margin', 'notional']),
  leverage: z.int().positive(),
  maxSlippageBps: z.int().nonnegative().optional(),
});

const KEY = 'ticket';

/** The ticket's fields, and how to change some of them. Preferences survive a reload; sizes and levels do not. */
export function useTicketForm(instrument: Instrument): [TicketForm, (changes: Partial<TicketForm>) => void] {
  const [form, setForm] = useState<TicketForm>(() => withPreferences(instrument));
  const change = (changes: Partial<TicketForm>) =>
    setForm((before) => {
      const after = { ...before, ...changes };
      const { sizeBy, leverage, maxSlippageBps } = after;
      localStorage.setItem(KEY, JSON.stringify({ sizeBy, leverage, maxSlippageBps }));
      return after;
    });
  return [form, change];
}

function withPreferences({ maxLeverage }: Instrument): TicketForm {
  const kept = preferences.safeParse(readJson(localStorage.getItem(KEY)));
  if (!kept.success) return { ...EMPTY_FORM, leverage: Math.min(EMPTY_FORM.leverage, maxLeverage) };
  const { sizeBy, leverage, maxSlippageBps } = kept.data;
  return { ...EMPTY_FORM, sizeBy, leverage: Math.min(leverage, maxLeverage), maxSlippageBps };
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
