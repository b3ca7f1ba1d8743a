import {
  DOCUMENT_KINDS,
  IDENTITY_STATES,
  isOfAge,
  MAX_DOCUMENT_BYTES,
  MIN_AGE,
  RESULTS,
  TOPICS,
} from '@fulcrum/identity';
import { COUNTRIES, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { plainLine } from '../account/profile/plain-name.ts';
import { NEEDS } from './identity-needs.ts';

/** What the routes of identity checks take and give. */

const country = z
  .enum(COUNTRIES as [string, ...string[]], 'must be a code of ISO 3166-1 with two letters')
  .meta({ override: { type: 'string', pattern: '^[A-Z]{2}$' }, description: 'ISO 3166-1 alpha-2', example: 'PT' });

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

const dateOfBirth = z
  .string()
  .regex(ISO_DATE, 'must be a date such as 1990-12-31')
  .refine((date) => !ISO_DATE.test(date) || isOfAge(date), `must be a date, of at least ${MIN_AGE} years ago`)
  .meta({ format: 'date', example: '1990-12-31' });

const state = z.enum(IDENTITY_STATES).meta({ description: '`expired`: it was approved, and has to be sent again' });
const kind = z.enum(DOCUMENT_KINDS);
const version = z.int().nonnegative().max(2_147_483_647);
const answers = z.record(z.string().max(64), z.string().max(64));

/** Who somebody is. */
const personFields = {
  fullName: plainLine(160).meta({ description: 'As the document has it' }),
  dateOfBirth,
  nationality: country,
  address: plainLine(300).meta({ description: 'Street, number, postal code and city, in one line' }),
  taxResidence: country,
};

export const submissionBody = z.strictObject({
  ...personFields,
  questionnaireVersion: z.int().positive().max(1_000_000),
  answers: answers
    .refine((given) => Object.keys(given).length <= 50, 'has too many answers')
    .meta({ description: 'The id of the chosen answer of each question, by the question’s id' }),
  hasReadWarning: z.boolean().optional().meta({
    description: 'That the warning was read: needed of who is warned, by 409 `warning_unread`',
  }),
});

export type Submission = z.output<typeof submissionBody>;

export const documentQuery = z.strictObject({
  kind,
  name: z.string().min(1).max(500).meta({ description: 'The file’s name. What may not stand in one is taken out.' }),
});

export const documentParams = z.object({ id: uuid });

export const documentReply = z
  .object({
    ...{ id: uuid, kind, name: z.string(), mediaType: z.string() },
    size: z.int().meta({ description: 'In bytes' }),
    sha256: z.string().meta({ description: 'Of the file, in hex' }),
    createdAt: timeMs,
  })
  .meta({ id: 'IdentityDocument' });

const text = z.string();

/** What was sent, and what came of it. */
export const sentFields = {
  state,
  version: version.meta({ description: 'Grows with each change' }),
  person: z
    .object({ fullName: text, dateOfBirth: text, nationality: text, address: text, taxResidence: text })
    .nullable(),
  questionnaireVersion: z.int().nullable(),
  answers: answers.nullable(),
  result: z.enum(RESULTS).nullable().meta({ description: 'Of the questionnaire' }),
  submittedAt: timeMs.nullable(),
  decidedAt: timeMs.nullable(),
  reason: text.nullable().meta({ description: 'Why it was refused' }),
  expiresAt: timeMs.nullable(),
  documents: z.array(documentReply),
};

export const identityReply = z
  .object({
    ...sentFields,
    keepsFrom: z.array(z.enum(NEEDS)).meta({ description: 'What the present state keeps you from' }),
    neededFor: z.array(z.enum(NEEDS)).meta({ description: 'What needs an approved identity' }),
    missing: z.array(kind).meta({ description: 'The documents without which it cannot be sent' }),
    mayChange: z.boolean().meta({ description: 'Whether documents are taken, and it can be sent' }),
    limits: z.object({ maxDocuments: z.int(), maxBytes: z.int(), mediaTypes: z.array(text) }),
  })
  .meta({ id: 'Identity' });

export const questionnaireReply = z
  .object({
    version: z.int(),
    warning: text.meta({ description: 'What who is warned has to read' }),
    questions: z.array(
      z.object({
        ...{ id: text, topic: z.enum(TOPICS), text },
        choices: z.array(z.object({ id: text, text })),
      }),
    ),
  })
  .meta({ id: 'Questionnaire' });

export const fileReply = z.string().meta({ description: 'The file', format: 'binary', maxLength: MAX_DOCUMENT_BYTES });
