import { NOTICE_KINDS } from '@fulcrum/db';
import { emailAddress } from '@fulcrum/mail';
import { COUNTRIES, preferencesSchema, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { provingPassword } from '../passwords/password.ts';
import { DOCUMENT_NAMES } from './agreements/documents.ts';
import { languageTag } from './profile/language-tag.ts';
import { plainName } from './profile/plain-name.ts';

/** What the routes of the account take and give. */

const country = z
  .enum(COUNTRIES as [string, ...string[]], 'must be a code of ISO 3166-1 with two letters')
  .meta({ override: { type: 'string', pattern: '^[A-Z]{2}$' }, description: 'ISO 3166-1 alpha-2', example: 'PT' });
const language = languageTag.meta({ description: 'BCP 47', example: 'pt-BR' });

export const profileBody = z
  .strictObject({
    name: plainName.meta({ description: 'One line of plain text, of at most 80 characters' }).nullable().optional(),
    country: country.nullable().optional(),
    language: language.nullable().optional(),
  })
  .meta({ description: 'What is absent stays as it is; null takes it away.' });

export type ProfileChange = z.output<typeof profileBody>;

export const profileReply = z
  .object({
    email: z.string(),
    ...{ name: z.string().nullable(), country: z.string().nullable(), language: z.string().nullable() },
  })
  .meta({ id: 'Profile' });

export const preferencesBody = preferencesSchema.meta({ id: 'Preferences' });

export const preferencesReply = z.object({
  preferences: preferencesSchema.nullable().meta({ description: 'null: none were ever kept' }),
});

const document = z.enum(DOCUMENT_NAMES);
const version = z.int().positive().max(1_000_000);

export const agreementBody = z.strictObject({ document, version });

export const agreementsReply = z.object({
  areRequired: z.boolean().meta({ description: 'Whether orders are opened only for who has agreed to all' }),
  documents: z.array(
    z.object({
      ...{ document, version, title: z.string(), paragraphs: z.array(z.string()) },
      agreedAt: timeMs.nullable().meta({ description: 'When this version was agreed to; null: not yet' }),
    }),
  ),
  agreed: z.array(z.object({ document: z.string(), version, agreedAt: timeMs })).meta({
    description: 'All that was ever agreed to, the newest first',
  }),
});

const kinds = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, z.boolean()])) as Record<
  (typeof NOTICE_KINDS)[number],
  z.ZodBoolean
>;

export const noticesBody = z.strictObject(kinds).meta({ id: 'Notifications', description: 'What is told by mail' });

export const emailBody = z.strictObject({
  email: emailAddress,
  presentPassword: provingPassword,
});

export const emailReply = z.object({
  message: z.string(),
  devLinks: z.object({ old: z.url(), new: z.url() }).optional().meta({
    description: 'The links themselves: only where no mail is sent out',
  }),
});

export const emailLinkQuery = z.strictObject({ token: z.string().min(1).max(128) });

export const emailLinkReply = z.object({
  status: z.enum(['asked', 'waiting', 'changed']).meta({
    description: 'Whether the link is still to be followed, or the other link is, or both were',
  }),
  message: z.string(),
});
