import type { Instrument } from '@fulcrum/cfd';
import { z } from 'zod';
import { CHOICE, keepChoice, readChoice } from '../../preferences/storage.ts';
import { EMPTY_FORM, type TicketForm } from './ticket-form.ts';

/** The choices that are kept from one order to the next. The leverage is kept for each instrument. */
const preferences = z.object({
  sizeBy: z.enum(['quantity', 'margin', 'notional']),
  maxSlippageBps: z.int().nonnegative().optional(),
  /** By asset. */
  leverages: z.record(z.string(), z.int().positive()).default({}),
});

const KEY = CHOICE.ticket;

/** An empty form for an instrument, with the last choices. */
export function preferredForm({ asset, maxLeverage }: Instrument): TicketForm {
  const kept = readPreferences();
  const leverage = String(kept?.leverages[asset] ?? Math.min(Number(EMPTY_FORM.leverage), maxLeverage));
  if (kept === undefined) return { ...EMPTY_FORM, leverage };
  const { sizeBy, maxSlippageBps } = kept;
  return { ...EMPTY_FORM, sizeBy, leverage, maxSlippageBps };
}

/** Keeps the choices over a reload. Sizes and levels are not kept. */
export function keepPreferences(asset: string, { sizeBy, leverage, maxSlippageBps }: TicketForm): void {
  const leverages = { ...readPreferences()?.leverages, ...(isWhole(leverage) ? { [asset]: Number(leverage) } : {}) };
  keepChoice(KEY, JSON.stringify({ sizeBy, maxSlippageBps, leverages }));
}

function isWhole(leverage: string): boolean {
  return /^[1-9]\d{0,3}$/.test(leverage);
}

function readPreferences(): z.infer<typeof preferences> | undefined {
  try {
    return preferences.safeParse(JSON.parse(readChoice(KEY) ?? '')).data;
  } catch {
    return undefined;
  }
}
