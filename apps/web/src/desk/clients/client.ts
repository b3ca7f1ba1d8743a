import { accountFigureFields, accountSettingFields, eventSchemas } from '@fulcrum/protocol';
import { z } from 'zod';
import { clientFields } from '../blocks/client-row.ts';
import { useFetched } from '../blocks/use-fetched.ts';

const account = z.object({
  ...accountFigureFields,
  ...accountSettingFields,
  exposure: eventSchemas.account.shape.exposure,
});

/** How an account stands: its figures, and what it may do. */
export type Account = z.infer<typeof account>;

const counts = z.object({
  ...{ trades: z.int(), ledgerEntries: z.int(), transfers: z.int() },
  ...{ rejections: z.int(), notes: z.int(), sessions: z.int() },
});

/** A number of rows stands for that many, or more. */
export const MOST_COUNTED = 1_000;

const overview = z.object({
  client: z.object({
    ...clientFields,
    ...{ language: z.string().nullable(), hasPassword: z.boolean(), hasSecondFactor: z.boolean() },
  }),
  counts,
  account: account.nullable(),
  accountLack: z.object({ code: z.string(), detail: z.string() }).optional(),
});

/** What the desk shows of a client at first. */
export type Overview = z.infer<typeof overview>;

/** What is shown of a client, on one of their page's tabs. */
export interface OfClient {
  readonly overview: Overview;
}

/** Figures change with each tick. */
const LOOK_EVERY_MS = 5_000;

export function clientPath(userId: string, part = ''): string {
  return `/desk/clients/${encodeURIComponent(userId)}${part}`;
}

export function useClient(userId: string) {
  return useFetched({ path: clientPath(userId), schema: overview, everyMs: LOOK_EVERY_MS });
}
