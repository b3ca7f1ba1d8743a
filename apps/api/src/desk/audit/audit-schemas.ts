import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { pageLimit } from '../../http/schemas.ts';

/** What the routes of the audit log take and give. */

const MAX_PAGE = 100;

/** As much as a row has room for, on one line. */
const part = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\p{Cc}]*$/u, 'must have no control characters');

const utcMs = z
  .string()
  .regex(/^\d{1,15}$/, 'must be milliseconds since 1970, such as 1732000000000')
  .transform(Number)
  .optional();

export const auditQuery = z.strictObject({
  limit: pageLimit(MAX_PAGE)
    .default(50)
    .meta({ override: { default: 50 } }),
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the next of an earlier page')
    .transform(BigInt)
    .optional()
    .meta({
      override: { type: 'integer', minimum: 1 },
      description: 'Rows before this one: the `next` of an earlier page',
    }),
  actor: part.optional().meta({ description: 'The id of a member of staff, or `cli:NAME`' }),
  subject: part.optional().meta({ description: 'Whom or what it concerned: the id of a user, an asset, a group' }),
  act: part.optional(),
  from: utcMs.meta({ description: 'Milliseconds since 1970: rows of then or later', example: '1732000000000' }),
  to: utcMs.meta({ description: 'Milliseconds since 1970: rows of before', example: '1732086400000' }),
});

export type AuditPageQuery = z.output<typeof auditQuery>;

const number = z.int().meta({ description: 'The number of a row', example: 17 });
const hash = z.string().meta({ description: 'SHA-256, in hex' });

const entry = z
  .object({
    number,
    at: timeMs,
    actor: z.string(),
    actorEmail: z.string().nullable().meta({ description: 'null: the actor is no user' }),
    ...{ role: z.string(), address: z.string(), act: z.string(), subject: z.string() },
    content: z.unknown().meta({ description: 'Why, and what it was before and after' }),
    hash,
  })
  .meta({ id: 'AuditEntry' });

export const auditReply = z.object({
  entries: z.array(entry),
  next: number.optional().meta({
    description: 'Where it is, there may be more: ask with it as `before`. A page may have fewer rows than its limit.',
  }),
});

const place = z.object({ number, hash });

export const auditHeadReply = place.meta({ id: 'AuditHead', description: 'The last row; 0 where there is none' });

export const auditCheckQuery = z.strictObject({
  again: z.enum(['true']).optional().meta({ description: 'Begin with the first row, also what was found good before' }),
});

export const auditCheckReply = z
  .object({
    checked: place.meta({ description: 'Up to here the chain is whole' }),
    head: place,
    isDone: z.boolean().meta({ description: 'Whether all of it was checked, or a fault found: else ask again' }),
    fault: z
      .object({
        number,
        kind: z.enum(['gap', 'previous-hash', 'hash', 'not-as-expected', 'cut-off']),
        message: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'AuditCheck' });
