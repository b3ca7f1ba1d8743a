import { timeMs, uuid } from '@fulcrum/protocol';
import { isAddressRange } from '@fulcrum/sessions';
import { z } from 'zod';
import { codeIfOn } from '../second-factor/schemas.ts';

const MAX_ADDRESSES = 20;

const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'must be one line without control characters')
  .meta({ example: 'My bot', description: 'One line of 1 to 60 characters, to know the key by' });

const scope = z.enum(['read', 'trade']);

const scopes = z
  .array(scope)
  .min(1)
  .max(2)
  .refine((given) => given.includes('read'), 'must hold read: a key that trades reads as well')
  .refine((given) => new Set(given).size === given.length, 'must name each scope once')
  .meta({ example: ['read', 'trade'], description: '`read`, or `read` and `trade`. No key may do more.' });

const addresses = z
  .array(z.string().max(64).refine(isAddressRange, 'must be an IPv4 or IPv6 address, or a range such as 192.0.2.0/24'))
  .max(MAX_ADDRESSES)
  .meta({
    example: ['192.0.2.7', '2001:db8::/32'],
    description: 'From where alone the key may be used: addresses, and ranges of them. Without any, from everywhere.',
  });

/** The last moment that a Date can hold is later, but nobody needs a year of five digits. */
const LATEST = Date.UTC(9999, 0, 1);

export const createKeyBody = z.strictObject({
  name,
  scopes,
  addresses: addresses.optional(),
  expiresAt: timeMs
    .refine((time) => time > Date.now() && time < LATEST, 'must be a time to come')
    .optional()
    .meta({ description: 'In milliseconds since 1970; without it the key holds until it is deleted' }),
  code: codeIfOn,
});

export type NewKey = z.output<typeof createKeyBody>;

export const keyParams = z.object({ id: uuid });

const keyFields = {
  id: uuid,
  name: z.string(),
  scopes: z.array(scope),
  addresses: z.array(z.string()),
  createdAt: timeMs,
  expiresAt: timeMs.nullable(),
  lastUsedAt: timeMs.nullable().meta({ description: 'To the minute' }),
};

export const keysReply = z.object({ keys: z.array(z.object(keyFields).meta({ id: 'Key' })) });

export const createdKeyReply = z
  .object({
    ...keyFields,
    secret: z.string().meta({ description: 'To be sent as Authorization: Bearer. It is shown this once.' }),
  })
  .meta({ id: 'CreatedKey' });
