import { isPaymentTransferId } from '@fulcrum/db';
import { decimal, HISTORY_ID, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { bodyOf } from '../http/command-bodies.ts';
import { pageLimit } from '../http/schemas.ts';
import { codeIfOn } from '../second-factor/schemas.ts';
import { entryKind, LEDGER_ID, ledgerEntry } from './ledger/ledger-schemas.ts';

export const MAX_PAGE = 500;

const { transferId, amount } = bodyOf('hold');

const limit = pageLimit(MAX_PAGE);

const cursorOf = (cursor: RegExp) => z.string().regex(cursor, 'must be the nextCursor of an earlier page').optional();

/** Fifteen digits are as many as the ids of rows have for it. */
const utcMs = z
  .string()
  .regex(/^\d{1,15}$/, 'must be milliseconds since 1970, such as 1732000000000')
  .transform(Number)
  .optional();

export const transferBody = z.strictObject({
  transferId: transferId
    .refine((id) => !isPaymentTransferId(id), 'must be no UUID of version 8: these are made from the ids of payments')
    .meta({ description: 'Choose it yourself: whatever is repeated, and whenever, no id moves money twice.' }),
  amount,
});

export const withdrawalBody = transferBody.extend({ code: codeIfOn });

export const resetBody = transferBody.pick({ transferId: true });

export const resetReply = z
  .object({ transferId: uuid, status: z.literal('reset'), balance: decimal.optional() })
  .meta({ id: 'AccountReset' });

export const withdrawalParams = z.object({ transferId });

export const transactionsQuery = z.strictObject({
  limit: limit.optional().meta({ description: 'Of a page of JSON: 50 where nothing is said' }),
  cursor: cursorOf(LEDGER_ID),
  kind: entryKind.optional(),
  from: utcMs.meta({ description: 'Milliseconds since 1970: those of then or later', example: '1732000000000' }),
  to: utcMs.meta({ description: 'Milliseconds since 1970: those of before', example: '1732086400000' }),
  format: z.enum(['json', 'csv']).optional().meta({
    description:
      'Without it, what `Accept` asks for. CSV has up to 100,000 rows; where there are more, the header Link names the rest.',
  }),
});

export const withdrawalsQuery = z.strictObject({
  limit: limit.default(50).meta({ override: { default: 50 } }),
  cursor: cursorOf(HISTORY_ID),
});

export const depositReply = z
  .object({ transferId: uuid, amount: decimal, status: z.literal('booked'), bookedAt: timeMs.optional() })
  .meta({ id: 'Deposit' });

const withdrawal = z
  .object({
    transferId: uuid,
    amount: decimal,
    status: z.enum(['waiting', 'paid', 'released']).meta({ description: 'What is released went back to the balance' }),
    heldAt: timeMs.optional(),
    settledAt: timeMs.optional(),
    note: z.string().optional().meta({ description: 'Why it was not paid' }),
  })
  .meta({ id: 'Withdrawal' });

export const withdrawalReply = withdrawal;

export const withdrawalsReply = z.object({ withdrawals: z.array(withdrawal), nextCursor: z.string().optional() });

export const pendingTransferReply = z.object({ status: z.literal('pending'), transferId: uuid }).meta({
  id: 'PendingTransfer',
  description: 'It was sent, or may have been: send it again with the same transferId.',
});

export const transactionsReply = z.object({ transactions: z.array(ledgerEntry), nextCursor: z.string().optional() });
