import { decimal, HISTORY_ID, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { client } from '../clients/clients-schemas.ts';
import { CURSOR } from '../lists/cursor.ts';
import { historyQuery, next, pageQuery } from '../lists/list-schemas.ts';

/** What the routes about money take and give. */

const ofClient = client.nullable().meta({ description: 'null: there is no such user any more' });

export const withdrawalsQuery = pageQuery.extend({
  state: z
    .enum(['waiting', 'paid', 'released', 'all'])
    .default('waiting')
    .meta({
      override: { default: 'waiting' },
      description: 'Those that wait come in the order of asking, all others the newest first',
    }),
  after: z
    .union([z.string().regex(HISTORY_ID), z.string().regex(CURSOR)], 'must be the next of the page before')
    .optional(),
});

export const withdrawalsReply = z.object({
  withdrawals: z.array(
    z
      .object({
        ...{ transferId: z.uuid(), client: ofClient, amount: decimal },
        status: z.enum(['waiting', 'paid', 'released']),
        heldAt: timeMs.nullable().meta({ description: 'Since when it waits; null: the history has yet to tell' }),
        settledAt: timeMs.nullable(),
        note: z.string().nullable(),
      })
      .meta({ id: 'DeskWithdrawal' }),
  ),
  next,
});

export const depositsQuery = historyQuery;

export const depositsReply = z.object({
  deposits: z.array(
    z
      .object({
        ...{ transferId: z.uuid(), client: ofClient, amount: decimal, note: z.string().nullable(), time: timeMs },
      })
      .meta({ id: 'DeskDeposit' }),
  ),
  next,
});
