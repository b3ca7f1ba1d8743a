import { type CommandData, type CommandType, decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { appendTo, askLog } from './ask-log.ts';
import type { LogParts } from './log-parts.ts';

export { ANSWER_LIMIT_MS } from './ask-log.ts';

type Parts = Pick<LogParts, 'redis' | 'keys'>;
type Asked<Type extends CommandType> = Omit<CommandData<Type>, 'requestId'>;

/**
 * Appends a command to the engine's log.
 *
 * @returns the id of its request, which the engine's answer names.
 * @throws when it is not certain that the entry stands in the log.
 */
export function appendCommand<Type extends CommandType>(
  { redis, keys }: Parts,
  type: Type,
  asked: Asked<Type>,
): Promise<string> {
  return appendTo({ redis, log: keys.ofEngine }, type, asked);
}

/** Appends a command, and waits for an engine's answer. Undefined when none came before the signal was given. */
export async function askEngine<Type extends CommandType>(
  { redis, keys }: Parts,
  type: Type,
  asked: Asked<Type>,
  signal: AbortSignal,
): Promise<JsonEvent | undefined> {
  const answer = await askLog({ redis, log: keys.ofEngine }, type, asked, signal);
  if (answer === undefined) return undefined;
  const { events, requestId } = answer;
  return decodeEvents(events).find((event) => 'requestId' in event && event.requestId === requestId);
}
