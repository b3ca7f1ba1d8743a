import type { Instrument } from '@fulcrum/core';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { keepChoice, readChoice } from '../app/storage.ts';
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
  const { sizeBy, leverage, maxSlippageBps } = form;
  useEffect(
    () => keepChoice(KEY, JSON.stringify({ sizeBy, leverage, maxSlippageBps })),
    [sizeBy, leverage, maxSlippageBps],
  );
  const change = (changes: Partial<TicketForm>) => setForm((before) => ({ ...before, ...changes }));
  return [form, change];
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
