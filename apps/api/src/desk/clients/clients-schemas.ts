import { WORDS } from '@fulcrum/cfd';
import { ROLES } from '@fulcrum/desk';
import { IDENTITY_STATES } from '@fulcrum/identity';
import {
  accountFigureFields,
  accountSettingFields,
  decimal,
  eventSchemas,
  ORDER_CURSOR,
  timeMs,
} from '@fulcrum/protocol';
import { z } from 'zod';
import { closedOrdersReply, openOrder, pendingOrder } from '../../http/order-schemas.ts';
import { endSessionBody, messageReply, sessionsReply } from '../../http/schemas.ts';
import { entryKind, LEDGER_ID, ledgerEntry } from '../../wallet/ledger/ledger-schemas.ts';
import { historyQuery, next, pageQuery, plainLine } from '../lists/list-schemas.ts';
import { MOST_COUNTED } from './client-overview.ts';

/** What the routes about clients take and give. */

/** No e-mail address is longer. */
const MAX_SEARCH = 254;

const MAX_REASON = 500;

const NO_CURSOR = 'must be the next of the page before';

export const clientsQuery = pageQuery.extend({
  search: plainLine(MAX_SEARCH).optional().meta({
    description:
      'The beginning of an e-mail address, of a name or of its last word; or the id of a user, an order or a transfer. Without it the newest clients come first.',
    example: 'ada',
  }),
});

const role = z.enum(ROLES).nullable().meta({ description: 'At the desk; null: a client alone' });

const clientFields = {
  ...{ userId: z.uuid(), email: z.string(), name: z.string().nullable(), country: z.string().nullable() },
  shard: z.int().meta({ description: 'Which shard keeps the account' }),
  createdAt: timeMs,
  lastLoggedIn: timeMs.nullable().meta({ description: 'null: they never did' }),
  role,
  identity: z.enum(IDENTITY_STATES).meta({ description: 'How their identity check stands' }),
};

export const client = z
  .object({
    ...clientFields,
    rights: z.enum(WORDS.rights).nullable().meta({
      description: 'What the account may do, at most ten seconds ago; null: it has no account yet',
    }),
  })
  .meta({ id: 'DeskClient' });

export const clientsReply = z.object({ clients: z.array(client), next });

const count = z.int().meta({ description: `${MOST_COUNTED} stands for that many, or more` });

export const clientReply = z
  .object({
    client: z.object({
      ...clientFields,
      language: z.string().nullable(),
      hasPassword: z.boolean(),
      hasSecondFactor: z.boolean(),
    }),
    counts: z.object({
      ...{ trades: count, ledgerEntries: count, transfers: count, rejections: count, notes: count },
      sessions: z.int().meta({ description: 'Those that go on' }),
    }),
    account: z
      .object({
        userId: z.uuid(),
        ...accountFigureFields,
        ...accountSettingFields,
        exposure: eventSchemas.account.shape.exposure,
      })
      .nullable()
      .meta({ description: 'As the engine has it when it comes to the question in the log; null: see accountLack' }),
    accountLack: z.object({ code: z.string(), detail: z.string() }).optional().meta({
      description:
        'Why there is no account: `unavailable`, `unknown_account` of who never had one, `other_shard` of one that another shard keeps',
    }),
  })
  .meta({ id: 'DeskClientOverview' });

export const ordersQuery = pageQuery.extend({ after: z.string().regex(ORDER_CURSOR, NO_CURSOR).optional() });
export const ordersReply = z.object({
  orders: z.array(openOrder).meta({ description: 'Open positions, in the order of opening' }),
  pendingOrders: z.array(pendingOrder).meta({ description: 'Orders that wait, in the order of placing' }),
  next: next.meta({ description: 'A page counts both. Where it is there, another page follows' }),
});

export const tradesQuery = historyQuery;
export const tradesReply = closedOrdersReply.pick({ orders: true }).extend({ next });

export const ledgerQuery = pageQuery.extend({
  after: z.string().regex(LEDGER_ID, NO_CURSOR).optional(),
  kind: entryKind.optional(),
});
export const ledgerReply = z.object({ entries: z.array(ledgerEntry), next });

const step = z.enum(['deposit', 'adjustment', 'held', 'paid', 'released']);

export const transfersReply = z.object({
  transfers: z.array(
    z
      .object({
        ...{ id: z.string(), transferId: z.uuid(), amount: decimal, note: z.string().nullable(), time: timeMs },
        step: step.meta({ description: 'A withdrawal is `held`, and then `paid` or `released`' }),
      })
      .meta({ id: 'TransferStep' }),
  ),
  next,
});

export const rejectionsReply = z.object({
  rejections: z.array(
    z
      .object({
        ...{ id: z.string(), requestId: z.string(), orderId: z.uuid().nullable() },
        ...{ code: z.string(), message: z.string(), time: timeMs },
      })
      .meta({ id: 'Rejection' }),
  ),
  next,
});

const session = sessionsReply.shape.sessions.element.omit({ isOwn: true });

export const clientSessionsReply = z.object({ sessions: z.array(session) });
export const endClientSessionsBody = z
  .strictObject({ ...endSessionBody.partial().shape, reason: plainLine(MAX_REASON) })
  .meta({ description: 'Without `sessionId` all sessions of the client end.' });
export const endedReply = messageReply;

export const notesReply = z.object({
  notes: z.array(
    z
      .object({
        ...{ id: z.uuid(), author: z.uuid(), authorEmail: z.string().nullable(), text: z.string(), time: timeMs },
      })
      .meta({ id: 'ClientNote' }),
  ),
  next,
});
