import { decimal, HISTORY_ID, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';

/** An entry's id: that of its event, and which change of it. */
export const LEDGER_ID = new RegExp(`${HISTORY_ID.source.replace(/\$$/, '')}-\\d$`);

export const entryKind = z.enum([
  'deposit',
  'withdrawal',
  'adjustment',
  'pnl',
  'guaranteed_stop',
  'negative_balance_protection',
]);

export const ledgerEntry = z
  .object({
    id: z.string(),
    time: timeMs,
    kind: entryKind,
    amount: decimal,
    cash: decimal.meta({ description: 'What the account had behind it' }),
    orderId: uuid.optional(),
    transferId: uuid.optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'LedgerEntry' });
