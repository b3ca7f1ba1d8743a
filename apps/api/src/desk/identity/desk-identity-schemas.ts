import { IDENTITY_STATES, RESULTS } from '@fulcrum/identity';
import { timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { sentFields } from '../../identity/identity-schemas.ts';
import { next, pageQuery, plainLine } from '../lists/list-schemas.ts';

/** What the routes of staff about identities take and give. */

/** A check that was never sent is none of the desk's business. */
const LISTED = IDENTITY_STATES.filter((state) => state !== 'none');
const state = z.enum(LISTED as [(typeof LISTED)[number], ...typeof LISTED]);
const text = z.string();

export const identitiesQuery = pageQuery.extend({
  state: state.default('submitted').meta({ override: { default: 'submitted' } }),
});

export const identitiesReply = z.object({
  identities: z.array(
    z
      .object({
        ...{ userId: uuid, email: text, fullName: text.nullable(), nationality: text.nullable(), state },
        version: sentFields.version,
        result: z.enum(RESULTS).nullable(),
        submittedAt: timeMs,
        reviewedBy: uuid.nullable().meta({ description: 'Who looks at it' }),
        expiresAt: timeMs.nullable(),
      })
      .meta({ id: 'ListedIdentity' }),
  ),
  next,
});

export const clientIdentityReply = z
  .object({
    ...{ userId: uuid, email: text, ...sentFields },
    warningReadAt: timeMs.nullable().meta({ description: 'When who was warned said that they read it' }),
    reviewedBy: uuid.nullable(),
    decidedBy: uuid.nullable(),
  })
  .meta({ id: 'ClientIdentity' });

const version = sentFields.version.meta({ description: 'What was looked at: when it was changed since, it is 409' });

export const reviewBody = z.strictObject({ version });

export const decisionBody = z
  .strictObject({
    version,
    decision: z.enum(['approve', 'refuse']),
    reason: plainLine(500).optional().meta({ description: 'Of a refusal: the client reads it' }),
  })
  .refine(({ decision, reason }) => decision === 'approve' || reason !== undefined, {
    path: ['reason'],
    message: 'must say to the client why',
  });

export type Decision = z.output<typeof decisionBody>;
