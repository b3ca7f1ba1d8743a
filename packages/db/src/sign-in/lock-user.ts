import type { Queryable } from '../client/client.ts';

/**
 * Holds a user's row until the transaction ends, so that what is done for one user at once is done one after the other. It
 * comes first in each transaction that does so, or two of them could wait for each other.
 */
export async function lockUser(tx: Queryable, userId: string): Promise<void> {
  await tx.$queryRaw`select from "User" where id = ${userId}::uuid for update`;
}
