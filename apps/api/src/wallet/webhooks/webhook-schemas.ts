import { emailAddress } from '@fulcrum/mail';
import { uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { bodyOf } from '../../http/command-bodies.ts';

/** Sent when money has arrived. */
export const DEPOSIT_RECEIVED = 'deposit.received';

const { amount } = bodyOf('hold');

const deposit = z
  .object({
    transferId: z
      .string()
      .regex(/^[\x21-\x7E]{1,128}$/, 'must be 1 to 128 printable characters without spaces')
      .meta({ description: "The payment's id at its provider: it is booked once, for ever", example: 'pay_42' }),
    userId: uuid.optional(),
    email: emailAddress.optional(),
    amount,
    currency: z.literal('USDC').optional(),
  })
  .refine(({ userId, email }) => (userId === undefined) !== (email === undefined), {
    path: ['userId'],
    message: 'or else email has to say whose the money is',
  });

/** Providers add fields, and send events of other types: neither is an error. */
export const webhookBody = z.union(
  [
    z.object({ type: z.literal(DEPOSIT_RECEIVED), data: deposit }),
    z.object({ type: z.string().refine((type) => type !== DEPOSIT_RECEIVED) }),
  ],
  `must have a type; data of ${DEPOSIT_RECEIVED} needs transferId (1 to 128 printable characters), amount (a decimal in a string), and either userId or email; its currency can only be USDC`,
);

export const webhookReply = z
  .object({ status: z.enum(['booked', 'ignored']), transferId: uuid.optional() })
  .meta({ id: 'WebhookAnswer', description: 'Events of other types are ignored' });
