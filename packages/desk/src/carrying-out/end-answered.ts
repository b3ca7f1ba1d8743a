import { type ActionRow, lockAction } from '../actions/action.ts';
import type { DeskParts } from '../actions/ask.ts';
import { type ActionAnswer, finish } from './finish.ts';

/** Ends an action that was sent, once the recorder has written the engine's answer. */
export async function endAnswered(
  { db, keys }: Pick<DeskParts, 'db' | 'keys'>,
  id: string,
): Promise<ActionRow | undefined> {
  return db.$transaction(async (tx) => {
    const row = await lockAction(tx, keys.shard, id, false);
    if (row === undefined || row.state !== 'approved' || row.entryId === null) return undefined;
    const answer = await tx.deskAnswer.findFirst({ where: { actionId: id }, orderBy: { id: 'asc' } });
    return answer === null ? undefined : finish(tx, row, answer.event as unknown as ActionAnswer);
  });
}
