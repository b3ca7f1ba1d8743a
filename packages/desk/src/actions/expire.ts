import type { Queryable } from '@fulcrum/db';
import { DESK } from '../staff/actor.ts';
import { type ActionRow, auditStep, lockAction, updateAction } from './action.ts';
import type { DeskParts } from './ask.ts';

/** Ends an action that waited for too long. Nobody else holds its row. */
export async function expireLocked(tx: Queryable, row: ActionRow): Promise<void> {
  const ended = await updateAction(tx, row.id, { state: 'expired', endedAt: new Date() });
  await auditStep(tx, DESK, 'expire', ended, { after: row.data });
}

const AT_ONCE = 50;

/** Ends what nobody said yes to in time. */
export async function expireOld({ db, keys }: Pick<DeskParts, 'db' | 'keys'>): Promise<void> {
  const due = await db.deskAction.findMany({
    where: { shard: keys.shard, state: 'waiting', expiresAt: { lte: new Date() } },
    ...{ select: { id: true }, take: AT_ONCE },
  });
  for (const { id } of due)
    await db.$transaction(async (tx) => {
      const row = await lockAction(tx, keys.shard, id, false);
      if (row?.state === 'waiting') await expireLocked(tx, row);
    });
}
