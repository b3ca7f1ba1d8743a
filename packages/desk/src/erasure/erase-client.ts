import { type EndedSession, endAllSessions, lockUser, type Queryable, writeEndedSessions } from '@fulcrum/db';
import { DeskRefusal } from '../desk-refusal.ts';
import { staffRole } from '../staff/staff-role.ts';

/** For so long processes remember that a key was deleted: longer than any of them keeps what it looked up. */
const REMEMBERED_SECONDS = 3_600;

/** No mail reaches it, nobody can have it, and it says nothing but the id. */
function meaninglessAddress(userId: string): string {
  return `erased-${userId}@erased.invalid`;
}

/**
 * Erases what is known of a person, and leaves what the broker has to keep: ledger, trades, orders, transfers, agreements
 * and the audit log stay, under an id that belongs to nobody who is known any more (docs/desk.md, "Export and erasure").
 *
 * @returns the sessions and keys that end by it: all processes have to be told.
 * @throws DeskRefusal when there is no such user, or they work here.
 */
export async function eraseClient(tx: Queryable, userId: string): Promise<EndedSession[]> {
  await lockUser(tx, userId);
  if ((await tx.user.count({ where: { id: userId } })) === 0)
    throw new DeskRefusal(404, 'unknown_user', 'There is no such user.');
  if ((await staffRole(tx, userId)) !== undefined)
    throw new DeskRefusal(409, 'works_here', 'Who works at the desk is not erased. Take their role first.');
  const sessions = await endAllSessions(tx, userId);
  const keys = await endKeys(tx, userId);
  const own = { where: { userId } };
  await tx.venueKey.deleteMany(own);
  await tx.signInToken.deleteMany(own);
  await tx.challenge.deleteMany(own);
  await tx.knownDevice.deleteMany(own);
  await tx.secondFactor.deleteMany(own);
  await tx.withdrawalApproval.deleteMany(own);
  await tx.emailChange.deleteMany(own);
  await tx.profile.deleteMany(own);
  await tx.clientNote.deleteMany(own);
  await tx.identityDocument.deleteMany(own);
  await tx.identityCheck.deleteMany(own);
  await tx.notice.deleteMany(own);
  await tx.mail.deleteMany(own);
  await tx.user.update({ where: { id: userId }, data: { email: meaninglessAddress(userId), passwordHash: null } });
  const doneAt = new Date();
  await tx.erasureRequest.upsert({ where: { userId }, create: { userId, doneAt }, update: { doneAt } });
  return [...sessions, ...keys];
}

/** A key counts as a session with the key's id. */
async function endKeys(tx: Queryable, userId: string): Promise<EndedSession[]> {
  const keys = await tx.apiKey.findMany({ where: { userId }, select: { id: true } });
  const expiresAt = Math.floor(Date.now() / 1_000) + REMEMBERED_SECONDS;
  const ended = keys.map(({ id }) => ({ sessionId: id, expiresAt }));
  await writeEndedSessions(tx, ended);
  await tx.apiKey.deleteMany({ where: { userId } });
  return ended;
}
