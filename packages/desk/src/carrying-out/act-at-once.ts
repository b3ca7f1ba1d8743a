import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert, causeOf, type LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { endOfStream, entriesAfter, OnceAppender } from '@fulcrum/streams';
import { type ActionRow, hasEnded, lockAction, requestIdOf } from '../actions/action.ts';
import { type Asked, ask, type DeskParts } from '../actions/ask.ts';
import { finish } from './finish.ts';
import { send } from './send.ts';

/** Between two looks for the engine's answer. */
const LOOK_MS = 25;

/**
 * Asks for an action, and sees it through where it takes nobody else: as a command line does, beside which no other process
 * of the desk need run.
 *
 * @param signal after which nobody waits for the answer any more. The action is carried out all the same.
 * @returns the action as it stands then: it may wait for a second person, or for the engine.
 */
export async function actAtOnce(parts: DeskParts, asked: Omit<Asked, 'id'>, signal: AbortSignal): Promise<ActionRow> {
  const { db, redis, keys } = parts;
  const id = randomUUID();
  let behind: LogId = await endOfStream(redis, keys.callback);
  let row = await ask(parts, { ...asked, id });
  const once = new OnceAppender(redis);
  while (row.state === 'approved' && !signal.aborted) {
    if (row.entryId === null) await send({ ...parts, once }, id);
    const found = await answerBehind(parts, id, behind);
    behind = found.behind;
    if (found.event !== undefined) return endWith(parts, id, found.event, causeOf(behind));
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
    row = await db.deskAction.findUniqueOrThrow({ where: { id } });
  }
  return row;
}

/** Looks through what was answered since the last look. */
async function answerBehind(
  { redis, keys }: DeskParts,
  actionId: string,
  behind: LogId,
): Promise<{ readonly behind: LogId; readonly event?: JsonEvent }> {
  const requestId = requestIdOf(actionId);
  let seen = behind;
  for await (const { id, fields } of entriesAfter(redis, keys.callback, behind)) {
    seen = id;
    const { events = '' } = fields;
    if (!events.includes(requestId)) continue;
    const event = decodeEvents(events).find((one) => 'requestId' in one && one.requestId === requestId);
    if (event !== undefined) return { behind: seen, event };
  }
  return { behind: seen };
}

/** Another process may have ended it already, by the same answer. */
function endWith({ db, keys }: DeskParts, id: string, event: JsonEvent, entryId: LogId): Promise<ActionRow> {
  return db.$transaction(async (tx) => {
    const row = await lockAction(tx, keys.shard, id);
    assert(row !== undefined, 'an action that was asked for is there');
    return hasEnded(row.state) ? row : finish(tx, row, event, entryId);
  });
}
