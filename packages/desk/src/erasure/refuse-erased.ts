import { lockUser, type Queryable } from '@fulcrum/db';
import { DeskRefusal } from '../desk-refusal.ts';

/**
 * Keeps what was asked for earlier, or is asked for by mistake, from a client who was erased: money that nobody can have, a
 * role for nobody, or a note about a person who is not known any more. The user's row is held until the transaction ends.
 *
 * @throws DeskRefusal when the client was erased.
 */
export async function refuseErased(tx: Queryable, userId: string | null | undefined): Promise<void> {
  if (userId === null || userId === undefined) return;
  await lockUser(tx, userId);
  if ((await tx.erasureRequest.count({ where: { userId, doneAt: { not: null } } })) === 0) return;
  throw new DeskRefusal(409, 'erased', 'This client was erased: nothing is done to what is left of them.');
}
