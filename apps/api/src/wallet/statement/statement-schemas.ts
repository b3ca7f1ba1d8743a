import { decimal, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { pageLimit } from '../../http/schemas.ts';
import { entryKind, LEDGER_ID, ledgerEntry } from '../ledger/ledger-schemas.ts';
import { MAX_PAGE } from '../wallet-schemas.ts';

export const statementQuery = z.strictObject({
  month: z
    .string()
    .regex(/^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
    .meta({ description: 'In UTC', example: '2026-11' }),
  format: z.enum(['json', 'html']).optional().meta({
    description: 'Without it, what `Accept` asks for. The page has the whole month, and prints well.',
  }),
  limit: pageLimit(MAX_PAGE)
    .default(MAX_PAGE)
    .meta({ override: { default: MAX_PAGE } }),
  cursor: z.string().regex(LEDGER_ID, 'must be the nextCursor of the page before').optional(),
});

export const statementReply = z
  .object({
    month: z.string(),
    from: timeMs,
    to: timeMs.meta({ description: 'The end of the month, which does not belong to it' }),
    opening: decimal.meta({ description: 'The cash at the beginning of the month' }),
    closing: decimal.meta({ description: 'The cash at its end, or now: opening plus all entries' }),
    sums: z.record(entryKind, decimal).meta({ description: 'Of the kinds that there are' }),
    count: z.int().meta({ description: 'How many entries the month has' }),
    isFinal: z.boolean().meta({ description: 'The month is over: nothing is added to it any more' }),
    entries: z.array(ledgerEntry).meta({ description: 'The oldest first' }),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'Statement' });
