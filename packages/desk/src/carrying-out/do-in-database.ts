import type { Queryable } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import { type ActionRow, asJson, updateAction } from '../actions/action.ts';
import type { DatabaseKind, Kind } from '../kinds/kind.ts';
import { isEngineKind } from '../kinds/kind.ts';

/** Carries out what concerns the database alone, in the transaction of the yes. */
export async function doInDatabase(tx: Queryable, kind: Kind, row: ActionRow): Promise<ActionRow> {
  assert(!isEngineKind(kind), 'what the engine does is not done in the database');
  const { act } = kind as DatabaseKind<unknown>;
  const answer = await act(tx, { id: row.id, data: row.data, askedBy: row.askedBy });
  return updateAction(tx, row.id, { state: 'done', answer: asJson(answer), endedAt: new Date() });
}
