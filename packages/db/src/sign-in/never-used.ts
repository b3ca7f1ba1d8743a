import { Prisma } from '../generated/client.ts';

/**
 * Who has never signed in, has nothing in the ledger and does not work here: money may have been paid in for somebody who
 * has not come yet, and so may a role have been given. Such a user was made by a mere request for a link, and may be
 * deleted.
 */
export const NEVER_USED = Prisma.sql`"User"."lastLoggedIn" is null
  and not exists (select from "LedgerEntry" where "userId" = "User"."id")
  and not exists (select from "StaffMember" where "userId" = "User"."id")`;
