import { Prisma } from '../generated/client.ts';

/**
 * Who has never signed in, and has nothing in the ledger: money may have been paid in for somebody who has not come yet.
 * Such a user was made by a mere request for a link, and may be deleted.
 */
export const NEVER_USED = Prisma.sql`"User"."lastLoggedIn" is null
  and not exists (select from "LedgerEntry" where "userId" = "User"."id")`;
