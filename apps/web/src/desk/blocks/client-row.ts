import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { ROLES } from '../me/me.ts';

/** What all lists tell of a client. */
export const clientFields = {
  ...{ userId: z.uuid(), email: z.string(), name: z.string().nullable(), country: z.string().nullable() },
  ...{ shard: z.int(), createdAt: timeMs, lastLoggedIn: timeMs.nullable(), role: z.enum(ROLES).nullable() },
};

/** A client as lists show them. */
export const clientRow = z.object({ ...clientFields, rights: z.enum(['full', 'close_only', 'none']).nullable() });

export type ClientRow = z.infer<typeof clientRow>;
