import { randomUUID } from 'node:crypto';
import { type CommandData, type CommandType, decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { Appender, endOfStream, follow } from '@fulcrum/streams';
import type { LogParts } from './log-parts.ts';

/** How long a program waits for an engine's answer. */
export const ANSWER_LIMIT_MS = 10_000;

type Asked<Type extends CommandType> = Omit<CommandData<Type>, 'requestId'>;

/**
 * Appends a command.
 *
 * @returns the id of its request, which the engine's answer names.
 * @throws when it is not certain that the entry stands in the log.
 */
export async function appendCommand<Type extends CommandType>(
  { redis, keys }: Pick<LogParts, 'redis' | 'keys'>,
  type: Type,
  asked: Asked<Type>,
): Promise<string> {
  const requestId = randomUUID();
  const data = JSON.stringify({ requestId, ...asked });
  const appended = await new Appender(redis, keys.engine).append({ type, data });
  if (appended.outcome !== 'appended')
    throw new Error(`The command "${type}" may not stand in the log: ${appended.reason}. Look, and try again.`);
  return requestId;
}

/** Appends a command, and waits for an engine's answer. Undefined when none came before the signal was given. */
export async function askEngine<Type extends CommandType>(
  parts: Pick<LogParts, 'redis' | 'keys'>,
  type: Type,
  asked: Asked<Type>,
  signal: AbortSignal,
): Promise<JsonEvent | undefined> {
  const { redis, keys } = parts;
  const key = keys.callback;
  const from = await endOfStream(redis, key);
  const requestId = await appendCommand(parts, type, asked);
  const onError = (error: Error) => console.error(error.message);
  for await (const { entries } of follow({ redis, key, from, signal, onError }))
    for (const { fields } of entries) {
      const { events = '' } = fields;
      if (!events.includes(requestId)) continue;
      return decodeEvents(events).find((event) => 'requestId' in event && event.requestId === requestId);
    }
  return undefined;
}
