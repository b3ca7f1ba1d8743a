import type { Loss } from '@fulcrum/db';
import { callbackId, compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { entryAt } from '@fulcrum/streams';
import { type ActionRow, asJson, auditStep, lockAction, requestIdOf, updateAction } from '../actions/action.ts';
import type { DeskParts } from '../actions/ask.ts';
import { DESK } from '../staff/actor.ts';

/** An action is carried out within two days of being asked for, or never. */
const LATEST_MS = 2 * 86_400_000;

/** The clocks of Redis, of PostgreSQL and of who finds a loss may be this far apart. */
const CLOCKS_APART_MS = 60_000;

/** Of which it cannot be told yet whether it is lost: the history is being written anew. */
export interface LostRound {
  readonly lost: ActionRow[];
  readonly isOver: boolean;
}

/**
 * Ends anew what the log has lost: actions whose entry is gone, and whose answer the recorder has deleted with all else that
 * came of the lost entries. Their effect is not in the engine's state. They have failed, whatever they were before.
 */
export async function endLost(
  parts: Pick<DeskParts, 'db' | 'redis' | 'keys'>,
  losses: readonly Loss[],
): Promise<LostRound> {
  const lost: ActionRow[] = [];
  let isOver = true;
  for (const id of await suspects(parts, losses)) {
    const outcome = await endIfLost(parts, losses, id);
    if (outcome === 'unknown') isOver = false;
    else if (outcome !== undefined) lost.push(outcome);
  }
  return { lost, isOver };
}

/** Actions that were sent, whose answer is not there, and that may have been sent within a loss. */
async function suspects({ db, keys }: Pick<DeskParts, 'db' | 'keys'>, losses: readonly Loss[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const { after, foundAt } of losses) {
    const from = new Date(Math.max(0, logTime(after) - LATEST_MS));
    const rows = await db.$queryRaw<{ id: string; entryId: LogId }[]>`
      select action."id", action."entryId" from "DeskAction" action
      where action."shard" = ${keys.shard}::int and action."state" in ('approved', 'done', 'failed')
        and action."entryId" is not null and action."askedAt" between ${from} and ${new Date(foundAt + CLOCKS_APART_MS)}
        and coalesce(action."answer"->>'type', '') <> 'lost'
        and not exists (select from "DeskAnswer" where "actionId" = action."id")`;
    for (const { id, entryId } of rows) if (isWithin(entryId, losses)) ids.add(id);
  }
  return [...ids];
}

/** The clock of Redis may be ahead of the one by which the loss was found. What is there after all is found there. */
function isWithin(entryId: LogId, losses: readonly Loss[]): boolean {
  return losses.some(
    ({ after, foundAt }) => compareLogIds(entryId, after) > 0 && logTime(entryId) <= foundAt + CLOCKS_APART_MS,
  );
}

function endIfLost({ db, redis, keys }: Pick<DeskParts, 'db' | 'redis' | 'keys'>, losses: readonly Loss[], id: string) {
  return db.$transaction(async (tx): Promise<ActionRow | 'unknown' | undefined> => {
    const row = await lockAction(tx, keys.shard, id, false);
    if (row?.entryId == null || !['approved', 'done', 'failed'].includes(row.state)) return undefined;
    // One statement: what the recorder writes anew, and how far it has come with that, are of one moment.
    const [found] = await tx.$queryRaw<[{ position: string; isAnswered: boolean }]>`
      select coalesce((select "position" from "Checkpoint" where "shard" = ${keys.shard}::int and "reader" = 'recorder'), '0-0')
        as "position",
      exists (select from "DeskAnswer" where "actionId" = ${id}::uuid) as "isAnswered"`;
    if (found.isAnswered || !isWithin(row.entryId, losses)) return undefined;
    const entry = await entryAt(redis, keys.engine, row.entryId);
    if (entry?.fields.data?.includes(requestIdOf(id)) === true) return undefined;
    if (compareLogIds(found.position, callbackId(row.entryId, 0)) < 0) return 'unknown';
    const answer = {
      type: 'lost',
      code: 'lost',
      message: `The log has lost its entry ${row.entryId}. Nothing of it is done any more: ask for it again.`,
    };
    const ended = await updateAction(tx, id, { state: 'failed', answer: asJson(answer), endedAt: new Date() });
    await auditStep(tx, DESK, 'lost', ended, { before: row.answer, after: answer });
    return ended;
  });
}
