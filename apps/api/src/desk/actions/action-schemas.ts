import { WORDS } from '@fulcrum/cfd';
import {
  ACTION_KINDS,
  ACTION_STATES,
  type ActionKindName,
  groupLimits,
  instrumentSettings,
  moneyAmount,
  moneyChange,
  paymentId,
  ROLES,
  reasonText,
  shownNote,
} from '@fulcrum/desk';
import { assetName, decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { clientParams, next, pageQuery } from '../lists/list-schemas.ts';

/** What the routes about actions take and give. */

const KINDS = Object.keys(ACTION_KINDS) as [ActionKindName, ...ActionKindName[]];

const reason = reasonText.meta({ description: 'Why: staff read it, and the audit log keeps it' });

const asked = {
  actionId: uuid.meta({ description: 'Choose it yourself: what is asked for twice is done once' }),
  reason,
};

const clientNote = shownNote.meta({ description: 'The client reads it' });

export { clientParams };
export const orderParams = z.object({ userId: uuid, orderId: uuid });
export const withdrawalParams = z.object({ transferId: uuid });
export const assetParams = z.object({ asset: assetName });
export const actionParams = z.object({ actionId: uuid });

export const askedBody = z.strictObject(asked);
export const rightsBody = z.strictObject({ ...asked, rights: z.enum(WORDS.rights) });
export const depositBody = z.strictObject({
  ...asked,
  amount: moneyAmount,
  paymentId: paymentId.meta({ description: 'Its id at the bank or the provider: nothing is booked twice under it' }),
  note: clientNote.optional(),
});
export const adjustmentBody = z.strictObject({
  ...asked,
  amount: moneyChange.meta({ description: 'In USDC; below zero it is taken out, as far as it is free' }),
  note: clientNote,
});
export const releaseBody = z.strictObject({ ...asked, note: clientNote });
export const closeBody = z
  .strictObject({
    ...asked,
    quantity: decimal.max(64).optional().meta({ description: 'A part of it' }),
    openQuantity: decimal.max(64).optional().meta({ description: 'With a part: what you believe to be open' }),
  })
  .refine((body) => (body.quantity === undefined) === (body.openQuantity === undefined), {
    message: 'Name both quantity and openQuantity, or neither.',
    path: ['openQuantity'],
  });
export const manyBody = z.strictObject({ ...asked, asset: assetName.optional() });
export const haltBody = z.strictObject({ ...asked, mode: z.enum(['close_only', 'closed']) });
export const settingsBody = z.strictObject({ ...asked, settings: instrumentSettings });
export const priceBody = z.strictObject({ ...asked, bid: decimal.max(64), ask: decimal.max(64) });
export const limitsBody = z.strictObject({ ...asked, limits: groupLimits });
export const roleBody = z.strictObject({
  ...asked,
  userId: uuid,
  role: z.enum(ROLES).nullable().meta({ description: 'null takes the role' }),
});

export const approveBody = z.strictObject({
  reason: reason.optional(),
  despiteChanges: z.boolean().optional().meta({
    description: 'You know that what it replaces is not what it was when it was asked for',
  }),
});
export const refuseBody = z.strictObject({ reason });
export const withdrawBody = z.strictObject({ reason: reason.optional() });

export const actionsQuery = pageQuery.extend({
  state: z.enum(ACTION_STATES).optional(),
  kind: z.enum(KINDS).optional(),
  userId: uuid.optional().meta({ description: 'Whom it concerns' }),
});

const anything = z.unknown().meta({ type: 'object', description: 'By its kind' });

const actionFields = {
  actionId: uuid,
  kind: z.enum(KINDS),
  state: z.enum(ACTION_STATES),
  userId: uuid.optional().meta({ description: 'Whom it concerns, where that is a user' }),
  subject: z.string(),
  data: anything.meta({ description: 'What shall be done, by its kind' }),
  before: anything.optional().meta({ description: 'What there was when it was asked for' }),
  reason: z.string(),
  askedBy: z.string().meta({ description: 'The id of a member of staff, or cli:NAME' }),
  askedAt: timeMs,
  takesTwo: z.boolean(),
  mayApprove: z.array(z.enum(ROLES)).meta({ description: 'The roles of who may say yes' }),
  expiresAt: timeMs.meta({ description: 'When it ends by itself, if nobody says yes' }),
  decidedBy: z.string().optional(),
  decidedAt: timeMs.optional(),
  decisionReason: z.string().optional(),
  entryId: z.string().optional().meta({ description: 'The entry of the engine’s log that carries it out' }),
  answer: anything.optional().meta({ description: 'What came of it: the engine’s event, or what went wrong' }),
  endedAt: timeMs.optional(),
};

const action = z.object(actionFields).meta({ id: 'DeskAction' });

const emails = z
  .record(z.string(), z.string())
  .meta({ description: 'The addresses of the users that are named, by their ids' });

export const actionReply = z
  .object({
    action,
    emails,
    present: anything.optional().meta({ description: 'What there is now, of an action that would replace it' }),
    hasChanged: z.boolean().optional().meta({ description: 'Whether that is not what it was' }),
  })
  .meta({ id: 'DeskActionReply' });

export const actionsReply = z.object({ actions: z.array(action), emails, next });
