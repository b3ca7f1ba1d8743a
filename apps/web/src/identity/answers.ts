import { z } from 'zod';

/** What the API answers about an identity, as far as the screen uses it. */

const NEEDS = ['withdrawals', 'deposits', 'trading'] as const;
export const KINDS = ['identity_front', 'identity_back', 'address_proof', 'other'] as const;

const text = z.string();

export const documentAnswer = z.object({
  ...{ id: text, kind: z.enum(KINDS), name: text, mediaType: text, size: z.number(), createdAt: z.number() },
});

export const identityAnswer = z.object({
  state: z.enum(['none', 'submitted', 'in_review', 'approved', 'refused', 'expired']),
  person: z
    .object({ fullName: text, dateOfBirth: text, nationality: text, address: text, taxResidence: text })
    .nullable(),
  answers: z.record(text, text).nullable(),
  submittedAt: z.number().nullable(),
  decidedAt: z.number().nullable(),
  reason: text.nullable(),
  expiresAt: z.number().nullable(),
  documents: z.array(documentAnswer),
  keepsFrom: z.array(z.enum(NEEDS)),
  missing: z.array(z.enum(KINDS)),
  mayChange: z.boolean(),
  limits: z.object({ maxDocuments: z.number(), maxBytes: z.number(), mediaTypes: z.array(text) }),
});

export const questionnaireAnswer = z.object({
  version: z.number(),
  warning: text,
  questions: z.array(z.object({ id: text, topic: text, text, choices: z.array(z.object({ id: text, text })) })),
});

export type Identity = z.infer<typeof identityAnswer>;
export type IdentityDocument = z.infer<typeof documentAnswer>;
export type DocumentKind = IdentityDocument['kind'];
export type Questionnaire = z.infer<typeof questionnaireAnswer>;
export type Person = NonNullable<Identity['person']>;
