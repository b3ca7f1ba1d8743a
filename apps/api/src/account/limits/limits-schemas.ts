import { MAX_ORDERS_PER_ACCOUNT, MONEY_DECIMALS, parseDecimal, WORDS } from '@fulcrum/cfd';
import { decimal, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';

/** What the routes of an account's limits take and give. */

/** The longest pause that a number of days can ask for. */
const MAX_DAYS = 366;

const ordersFault = `must be a whole number from 1 to ${MAX_ORDERS_PER_ACCOUNT}`;
const orders = z.int(ordersFault).min(1, ordersFault).max(MAX_ORDERS_PER_ACCOUNT, ordersFault);
const amount = decimal
  .max(20)
  .refine(
    (text) => (parseDecimal(text, MONEY_DECIMALS) ?? 0) > 0,
    'must be an amount above 0, with at most 6 decimals',
  );

export const limitsBody = z
  .strictObject({
    maxOpenOrders: orders.nullable().optional(),
    maxNotional: amount
      .nullable()
      .optional()
      .meta({ description: 'Of one asset, both sides together, at open prices' }),
    maxTotalNotional: amount.nullable().optional().meta({ description: 'Of all assets' }),
  })
  .meta({ description: 'All of your own limits: one that is absent, or null, is taken away.' });

export const pauseBody = z
  .strictObject({
    days: z.int().min(1).max(MAX_DAYS).optional(),
    until: timeMs.optional(),
  })
  .refine(({ days, until }) => (days === undefined) !== (until === undefined), {
    message: 'Say for how many days, or until when: one of both.',
    path: ['days'],
  });

const limits = z
  .object({
    maxOpenOrders: z.int().nullable(),
    maxNotional: decimal.nullable(),
    maxTotalNotional: decimal.nullable(),
  })
  .meta({ id: 'Limits', description: 'null: none' });

export const limitsReply = z
  .object({
    rights: z.enum(WORDS.rights).meta({ description: 'close_only: nothing is opened; none: nothing is closed either' }),
    pausedUntil: timeMs.nullable().meta({ description: 'Nothing is opened before; null: no pause runs' }),
    group: limits.meta({ description: 'Those of all accounts' }),
    own: limits,
    holding: limits.meta({ description: 'Of both the lower' }),
    used: z.object({
      openOrders: z.int(),
      totalNotional: decimal,
      notionals: z.array(z.object({ asset: z.string(), notional: decimal })),
    }),
  })
  .meta({ id: 'AccountLimits' });

export const pendingReply = z.object({ status: z.literal('pending') }).meta({ id: 'PendingSettings' });
