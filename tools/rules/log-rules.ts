import { randomUUID } from 'node:crypto';
import { FIRST_RULES, NEWEST_RULES } from '@fulcrum/cfd';
import { readCheckpoint } from '@fulcrum/db';
import { LOG_START } from '@fulcrum/log';
import { type CommandData, decodeCommand, decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { Appender, endOfStream, entriesAfter, follow } from '@fulcrum/streams';
import type { LogParts } from '../log/log-parts.ts';

/** The rules that hold at the log's end. */
export interface LogRules {
  readonly version: number;
  /** The log never had an entry, so no older engine can have read any. */
  readonly isFresh: boolean;
}

/** Reads the version of the last snapshot, and later `set-rules` entries, whether an engine has applied them or not. */
export async function rulesOfLog({ db, redis, keys }: LogParts): Promise<LogRules> {
  const { shard } = keys;
  const checkpoint = await readCheckpoint(db, shard, 'engine');
  const snapshot = await db.snapshot.findUnique({ where: { shard_position: { shard, position: checkpoint } } });
  let version = snapshot?.rulesVersion ?? FIRST_RULES;
  let isFresh = checkpoint === LOG_START;
  for await (const { fields } of entriesAfter(redis, keys.engine, checkpoint)) {
    isFresh = false;
    const command = fields.type === 'set-rules' ? decodeCommand(fields.type, fields.data ?? '') : undefined;
    if (command?.type === 'set-rules') version = Math.max(version, command.version);
  }
  return { version, isFresh };
}

/**
 * Appends the newest version that this code knows.
 *
 * @returns the id of the request, which the engine's answer names.
 * @throws when it is not certain that the entry stands in the log. To append it again changes nothing.
 */
export async function appendNewestRules({ redis, keys }: LogParts): Promise<string> {
  const requestId = randomUUID();
  const data: CommandData<'set-rules'> = { requestId, version: NEWEST_RULES };
  const appended = await new Appender(redis, keys.engine).append({ type: 'set-rules', data: JSON.stringify(data) });
  if (appended.outcome !== 'appended') throw new Error(`The rules could not be set: ${appended.reason}. Try again.`);
  return requestId;
}

/** Sets the newest rules, and waits for an engine's answer. Undefined when none came before the signal was given. */
export async function setNewestRules(parts: LogParts, signal: AbortSignal): Promise<JsonEvent | undefined> {
  const { redis, keys } = parts;
  const key = keys.callback;
  const from = await endOfStream(redis, key);
  const requestId = await appendNewestRules(parts);
  const onError = (error: Error) => console.error(error.message);
  for await (const { entries } of follow({ redis, key, from, signal, onError }))
    for (const { fields } of entries) {
      const { events = '' } = fields;
      if (events.includes(requestId)) return decodeEvents(events)[0];
    }
  return undefined;
}
