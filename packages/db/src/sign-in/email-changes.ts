import type { Queryable } from '../client/client.ts';

/** Ends the changes of a user's e-mail address that wait for their links. The rows stay, since they are counted. */
export async function voidEmailChanges(tx: Queryable, userId: string): Promise<void> {
  const now = new Date();
  await tx.emailChange.updateMany({ where: { userId, expiresAt: { gt: now } }, data: { expiresAt: now } });
}
