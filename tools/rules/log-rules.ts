import { FIRST_RULES, NEWEST_RULES } from '@fulcrum/cfd';
import { readCheckpoint } from '@fulcrum/db';
import { LOG_START } from '@fulcrum/log';
import { decodeCommand, type JsonEvent } from '@fulcrum/protocol';
import { entriesAfter } from '@fulcrum/streams';
import { appendCommand, askEngine } from '../log/ask-engine.ts';
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
 * @throws when it is not certain that the entry stands in the log. To append it again changes nothing.
 */
export function appendNewestRules(parts: LogParts): Promise<string> {
  return appendCommand(parts, 'set-rules', { version: NEWEST_RULES });
}

/** Sets the newest rules, and waits for an engine's answer. Undefined when none came before the signal was given. */
export function setNewestRules(parts: LogParts, signal: AbortSignal): Promise<JsonEvent | undefined> {
  return askEngine(parts, 'set-rules', { version: NEWEST_RULES }, signal);
}
