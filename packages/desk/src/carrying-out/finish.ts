import type { Queryable } from '@fulcrum/db';
import { type ActionRow, asJson, auditStep, updateAction } from '../actions/action.ts';
import { DESK } from '../staff/actor.ts';

/** What came of an action: the engine's event, or why it was never sent. */
export interface ActionAnswer {
  readonly type: string;
}

/** Answers that say that nothing was done. */
const FAILURES = ['rejected', 'not-sent'];

/** Ends an action whose answer is known. Its row is held by this transaction, of which this is the last. */
export async function finish(
  tx: Queryable,
  row: ActionRow,
  answer: ActionAnswer,
  entryId?: string,
): Promise<ActionRow> {
  const hasFailed = FAILURES.includes(answer.type);
  const ended = await updateAction(tx, row.id, {
    ...{ state: hasFailed ? 'failed' : 'done', answer: asJson(answer), endedAt: new Date() },
    ...(entryId === undefined ? {} : { entryId }),
  });
  await auditStep(tx, DESK, hasFailed ? 'failed' : 'done', ended, { before: row.before, after: answer });
  return ended;
}
