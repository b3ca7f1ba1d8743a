import type { Queryable } from '@fulcrum/db';
import { ACTION_KINDS, type ActionKindName, type ActionRow } from '@fulcrum/desk';

/** An action as the desk shows it: what is not known yet is absent. */
export function actionView(row: ActionRow) {
  const { id, kind, state, userId, subject, data, before, reason, askedBy, takesTwo } = row;
  const { decidedBy, decisionReason, entryId, answer } = row;
  const times = { askedAt: row.askedAt, expiresAt: row.expiresAt, decidedAt: row.decidedAt, endedAt: row.endedAt };
  const known = Object.entries({ userId, before, decidedBy, decisionReason, entryId, answer, ...times })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, value instanceof Date ? value.getTime() : value]);
  const mayApprove = [...ACTION_KINDS[kind as ActionKindName].approves];
  return {
    ...{ actionId: id, kind, state, subject, data, reason, askedBy, takesTwo, mayApprove },
    ...Object.fromEntries(known),
  };
}

const UUID = /^[0-9a-f-]{36}$/;

/** The addresses of all users that actions name. */
export async function emailsOf(db: Queryable, rows: readonly ActionRow[]): Promise<Record<string, string>> {
  const named = rows.flatMap(({ userId, askedBy, decidedBy }) => [userId, askedBy, decidedBy]);
  const ids = [...new Set(named.filter((id) => id !== null && UUID.test(id)))] as string[];
  if (ids.length === 0) return {};
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } });
  return Object.fromEntries(users.map(({ id, email }) => [id, email]));
}
