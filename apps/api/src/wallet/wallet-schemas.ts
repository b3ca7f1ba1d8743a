import { decimal, HISTORY_ID, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { bodyOf } from '../http/command-bodies.ts';
import { pageLimit } from '../http/schemas.ts';

/** A ledger row's id: that of its event, and which change of it. */
export const LEDGER_ID = new RegExp(`${HISTORY_ID.source.replace(/\$$/, '')}-\\d$`);

const KINDS = ['deposit', 'withdrawal', 'adjustment', 'pnl', 'negative_balance_protection'] as const;

const MAX_PAGE = 500;

const { transferId, amount } = bodyOf('hold');

const pageOf = (cursor: RegExp) => ({
  limit: pageLimit(MAX_PAGE)
    .default(50)
    .meta({ override: { default: 50 } }),
  cursor: z.string().regex(cursor, 'must be the nextCursor of an earlier page').optional(),
});

export const transferBody = z.strictObject({
  transferId: transferId.meta({
    description: 'Choose it yourself: whatever is repeated, and whenever, no id moves money twice.',
  }),
  amount,
});

export const withdrawalParams = z.object({ transferId });

export const transactionsQuery = z.strictObject({ ...pageOf(LEDGER_ID), kind: z.enum(KINDS).optional() });

export const withdrawalsQuery = z.strictObject(pageOf(HISTORY_ID));

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

export const transactionsReply = z.object({
  transactions: z.array(
    z.object({
      id: z.string(),
      time: timeMs,
      kind: z.enum(KINDS),
      amount: decimal,
      cash: decimal.meta({ description: 'What the account had behind it' }),
      orderId: uuid.optional(),
      transferId: uuid.optional(),
      note: z.string().optional(),
    }),
  ),
  nextCursor: z.string().optional(),
});
